"""RunConfig: options that would do nothing, what follows from the values, and that its help texts are true."""

import json
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from torch import Tensor, nn

from rnn_demo.data import Dataset
from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.catalogue import CELLS, DATASETS
from rnn_demo.experiment.config import RunConfig, why_without_effect
from rnn_demo.experiment.events import Evaluated
from rnn_demo.experiment.fields import parse_config
from rnn_demo.introspect import trace
from rnn_demo.network import TrainingState, build_model, train


@pytest.mark.parametrize(
    ("beside", "name", "without_effect", "neutral"),
    [
        ({"cell": "gru"}, "nonlinearity", "relu", "tanh"),
        ({"cell": "lstm"}, "nonlinearity", "relu", "tanh"),
        ({"cell": "rnn"}, "forget_bias", 0.5, 0.0),
        ({"cell": "gru"}, "forget_bias", 0.5, 0.0),
        ({"bidirectional": False}, "merge", "mean", "concat"),
        ({"num_layers": 1}, "dropout", 0.1, 0.0),
    ],
)
def test_option_without_effect_is_refused_unless_it_is_neutral(
    beside: dict[str, Any], name: str, without_effect: Any, neutral: Any
) -> None:
    with pytest.raises(InvalidConfig) as caught:
        parse_config({**beside, name: without_effect})
    assert list(caught.value.problems) == [name]
    assert why_without_effect(name, beside)
    assert getattr(parse_config({**beside, name: neutral}), name) == neutral


@pytest.mark.parametrize(
    ("beside", "name", "value"),
    [
        ({"cell": "rnn"}, "nonlinearity", "relu"),
        ({"cell": "lstm"}, "forget_bias", 0.5),
        ({"bidirectional": True}, "merge", "mean"),
        ({"num_layers": 2}, "dropout", 0.1),
        ({"dataset": "kmnist"}, "train_size", 60_000),
        ({"dataset": "mnist-sample"}, "train_size", 4_000),
    ],
)
def test_option_with_effect_is_taken(beside: dict[str, Any], name: str, value: Any) -> None:
    assert why_without_effect(name, beside) is None
    assert getattr(parse_config({**beside, name: value}), name) == value


def test_config_is_frozen() -> None:
    config = RunConfig()
    with pytest.raises(ValidationError, match="frozen"):
        config.hidden_size = 3
    assert hash(config) == hash(RunConfig())


@given(config=st.from_type(RunConfig))
def test_config_comes_back_from_its_changes(config: RunConfig) -> None:
    changes = config.changed()
    assert parse_config(changes) == config
    assert parse_config(json.loads(json.dumps(changes))) == config
    assert all(value != RunConfig.model_fields[name].default for name, value in changes.items())


@given(config=st.from_type(RunConfig))
def test_steps_are_those_of_a_loop_over_batches(config: RunConfig) -> None:
    batches = [
        min(config.batch_size, config.train_digits - start)
        for start in range(0, config.train_digits, config.batch_size)
    ]
    assert config.steps_per_epoch == len(batches)
    assert config.num_steps == len(batches) * config.num_epochs
    for step in {0, 1, len(batches) - 1, len(batches), len(batches) + 1, 2 * len(batches)}:
        assert config.digits_shown(step) == sum((batches * 3)[:step])


def test_an_epoch_shows_the_whole_training_set_unless_told_otherwise() -> None:
    assert RunConfig(train_size=123).train_digits == 123
    for name, dataset in DATASETS.items():
        assert RunConfig(dataset=name).train_digits == dataset.num_train


@pytest.mark.parametrize(
    ("values", "network"),
    [
        ({}, "Bi-LSTM 64"),
        ({"cell": "rnn", "bidirectional": False, "hidden_size": 20}, "RNN 20"),
        ({"cell": "gru", "num_layers": 3, "hidden_size": 128}, "3 × Bi-GRU 128"),
    ],
)
def test_network_in_a_few_characters(values: dict[str, Any], network: str) -> None:
    config = RunConfig(**values)
    assert config.network == network
    assert config.num_directions == network.count("Bi") + 1


# --- what the help texts say of networks ---


def final_gradients(config: RunConfig, pictures: Tensor, labels: Tensor) -> Tensor:
    """The mean length of the loss's gradient by the hidden state (an lstm's with its cell state) at each row: (28,)."""
    model = build_model(config)
    cell = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell}[config.cell](28, config.hidden_size)
    cell.load_state_dict({name.removesuffix("_l0"): weights for name, weights in model.rnn.state_dict().items()})
    states, sizes = [], (len(pictures), config.hidden_size)
    now: Any = torch.zeros(sizes) if config.cell == "rnn" else (torch.zeros(sizes), torch.zeros(sizes))
    for row in model.inputs(pictures).unbind(dim=1):
        now = cell(row, now)
        states.append(now if isinstance(now, tuple) else (now,))
    last = states[-1][0]
    loss = nn.functional.cross_entropy(model.head(last), labels, reduction="sum")
    parts = [torch.autograd.grad(loss, state, retain_graph=True, allow_unused=True) for state in states]
    lengths = [torch.cat([part for part in both if part is not None], dim=1).norm(dim=1).mean() for both in parts]
    return torch.stack(lengths)


@pytest.mark.parametrize(
    ("values", "at_least", "at_most"),
    [
        ({"cell": "rnn"}, 0, 1e-5),
        ({"cell": "rnn", "recurrent_init": "orthogonal"}, 0.02, 1),
        ({"cell": "lstm"}, 0, 1e-4),
        ({"cell": "lstm", "recurrent_init": "orthogonal"}, 0, 1e-3),
        ({"cell": "lstm", "forget_bias": 2.0}, 0.02, 1),
    ],
)
def test_what_lets_the_first_row_count_from_the_start(
    sample: Dataset, values: dict[str, Any], at_least: float, at_most: float
) -> None:
    """The gradient at row 0 as a share of that at row 27, in an untrained network with one direction."""
    config = RunConfig(bidirectional=False, **values)
    gradients = final_gradients(config, sample.test_images[:50], sample.test_labels[:50])
    assert at_least <= gradients[0] / gradients[-1] <= at_most


@pytest.mark.parametrize(("bias", "kept"), [(0.0, 0.5), (1.0, 0.73), (2.0, 0.88)])
def test_a_forget_bias_keeps_so_much_of_the_memory(sample: Dataset, bias: float, kept: float) -> None:
    model = build_model(RunConfig(forget_bias=bias))
    gates = [trace(model, picture).forward.gates for picture in sample.test_images[:20].numpy()]
    forget = CELLS["lstm"].gate_names.index("f")
    assert np.mean([each[:, :, forget] for each in gates if each is not None]) == pytest.approx(kept, abs=0.02)


def test_small_batches_make_noisy_steps(sample: Dataset) -> None:
    """The gradients of batches of 8 digits lie farther apart than those of batches of 128."""
    model = build_model(RunConfig(hidden_size=8))

    def spread(size: int) -> float:
        gradients = []
        for pictures, labels in zip(
            sample.train_images[: 8 * size].split(size), sample.train_labels[: 8 * size].split(size), strict=True
        ):
            model.zero_grad()
            model.loss(model(model.inputs(pictures)), labels).backward()
            gradients.append(torch.cat([weights.grad.flatten() for weights in model.parameters()]))
        return float(torch.stack(gradients).var(dim=0).sum())

    assert spread(8) > 4 * spread(128)


def test_fewer_training_digits_read_fewer_test_digits_right(sample: Dataset) -> None:
    accuracies = []
    for size in (100, 2_000):
        config = RunConfig(train_size=size, hidden_size=16, num_epochs=4, eval_every=0, cell="gru")
        events = [*train(TrainingState.start(config, torch.device("cpu")), sample)]
        accuracies.append([event.evaluation.accuracy for event in events if isinstance(event, Evaluated)][-1])
    assert accuracies[0] < accuracies[1] - 0.2


def test_a_tiny_learning_rate_hardly_changes_the_loss(sample: Dataset) -> None:
    config = RunConfig(train_size=500, hidden_size=8, num_epochs=1, eval_every=0, learning_rate=1e-6)
    before = build_model(config)
    state = TrainingState.start(config, torch.device("cpu"))
    for _ in train(state, sample):
        pass
    pictures, labels = sample.test_images[:200], sample.test_labels[:200]
    losses = [model.loss(model(model.inputs(pictures)), labels).item() for model in (before, state.model)]
    assert losses[0] == pytest.approx(losses[1], abs=0.01)


def test_pixels_take_28_times_as_many_time_steps() -> None:
    assert RunConfig(sequence="pixels").reading.num_steps == 28 * RunConfig().reading.num_steps == 784
