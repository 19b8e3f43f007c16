"""A training that goes on from its bytes is, bit for bit, the one that was never interrupted."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import safetensors.torch
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnn_demo.data import Dataset
from rnn_demo.errors import UnusableState
from rnn_demo.experiment import events
from rnn_demo.experiment.config import RunConfig
from rnn_demo.network import TrainingState, save_weights, train

CPU = torch.device("cpu")
# Three steps an epoch, the last of them with 2 digits; tests after 2, 3, 4 and 6 of them.
TINY = {"hidden_size": 3, "train_size": 10, "batch_size": 4, "num_epochs": 2, "eval_every": 2}
DROPOUT = {"num_layers": 2, "dropout": 0.5}


@pytest.fixture(scope="module")
def small(sample: Dataset) -> Dataset:
    """The sample with no more than 45 test digits."""
    return replace(sample, test_images=sample.test_images[:45], test_labels=sample.test_labels[:45])


def assert_goes_on_from_everywhere(config: RunConfig, dataset: Dataset) -> list[events.TrainingEvent]:
    """Interrupt a training before its first event and at each; return the events of the undisturbed one."""
    state = TrainingState.start(config, CPU)
    saved = [state.to_bytes()]
    told = []
    for event in train(state, dataset):
        told.append(event)
        saved.append(state.to_bytes())
        assert state.to_bytes() == saved[-1]
    for number, data in enumerate(saved):
        torch.manual_seed(number)  # whatever the process that goes on has drawn before
        torch.rand(number)
        again = TrainingState.from_bytes(config, data, CPU)
        assert again.to_bytes() == data
        first = number
        while first and isinstance(told[first - 1], events.Testing):
            first -= 1  # a test that was interrupted is repeated
        assert list(train(again, dataset)) == told[first:]
        assert save_weights(again.model) == save_weights(state.model)
        assert again.to_bytes() == saved[-1]
    return told


@pytest.mark.parametrize("lr_schedule", ["constant", "one_cycle"])
@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_network_goes_on(small: Dataset, cell: str, optimizer: str, lr_schedule: str) -> None:
    values = {**TINY, **DROPOUT, "cell": cell, "optimizer": optimizer, "lr_schedule": lr_schedule, "weight_decay": 0.01}
    told = assert_goes_on_from_everywhere(RunConfig(**values), small)
    kinds = [type(event) for event in told]
    step, testing, tested = events.Stepped, events.Testing, events.Evaluated
    assert kinds == [step, *[step, testing, tested] * 3, step, step, testing, tested]


def test_dropout_is_not_the_same_at_every_step(small: Dataset) -> None:
    """Or a random state that is not saved would not be missed."""
    config = RunConfig(**{**TINY, **DROPOUT, "hidden_size": 8})
    with_dropout, without = (
        [event.metrics[0].loss for event in train(TrainingState.start(one, CPU), small) if hasattr(event, "metrics")]
        for one in (config, config.model_copy(update={"dropout": 0.0}))
    )
    assert with_dropout != without
    state = TrainingState.start(config, CPU)
    randoms = {bytes(state.random["cpu"].numpy()) for event in train(state, small) if hasattr(event, "metrics")}
    assert len(randoms) == config.num_steps


def test_a_test_of_several_batches_is_repeated_from_its_start(small: Dataset) -> None:
    values = {"sequence": "pixels", "hidden_size": 64, "train_size": 10, "batch_size": 10, "num_epochs": 2}
    told = assert_goes_on_from_everywhere(RunConfig(cell="rnn", **values), small)
    assert [type(event) for event in told[1:4]] == [events.Testing] * 3


def test_epoch_follows_from_the_step(small: Dataset) -> None:
    state = TrainingState.start(RunConfig(**TINY), CPU)
    assert state.epoch == 0
    epochs = [(state.step, state.epoch) for event in train(state, small) if isinstance(event, events.Stepped)]
    assert epochs == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2)]


def test_bytes_are_a_safetensors_file_with_clear_names(small: Dataset) -> None:
    config = RunConfig(**TINY, optimizer="adam", bidirectional=False)
    state = TrainingState.start(config, CPU)
    next(train(state, small))
    weights = list(state.model.state_dict())
    names = {f"model.{name}" for name in weights} | {"random.cpu"}
    names |= {f"optimizer.{name}.{what}" for name in weights for what in ("step", "exp_avg", "exp_avg_sq")}
    data = state.to_bytes()
    tensors = safetensors.torch.load(data)
    assert set(tensors) == names
    assert torch.equal(tensors["model.head.bias"], state.model.head.bias)
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    rest = json.loads(header["__metadata__"]["training_state"])
    assert (rest["step"], rest["tested_step"]) == (1, 0)
    assert RunConfig(**rest["config"]) == config


# --- bytes that will not do ---


def refused(data: bytes, config: RunConfig) -> str:
    with pytest.raises(UnusableState) as caught:
        TrainingState.from_bytes(config, data, CPU)
    return str(caught.value)


@given(data=st.binary(max_size=200))
def test_garbage_is_refused(data: bytes) -> None:
    assert "is damaged" in refused(data, RunConfig(**TINY))


@given(share=st.floats(0, 1, exclude_max=True))
def test_half_a_file_is_refused(share: float) -> None:
    config = RunConfig(**TINY)
    data = TrainingState.start(config, CPU).to_bytes()
    assert "is damaged" in refused(data[: int(share * len(data))], config)


@pytest.mark.parametrize("metadata", ["", "[]", "{}", '{"config": 3'])
def test_other_safetensors_files_are_refused(metadata: str) -> None:
    config = RunConfig(**TINY)
    model = TrainingState.start(config, CPU).model
    assert "is damaged" in refused(save_weights(model), config)
    assert "is damaged" in refused(safetensors.torch.save(model.state_dict(), {"training_state": metadata}), config)


@pytest.mark.parametrize("values", [{"hidden_size": 4}, {"seed": 1}, {"optimizer": "sgd"}], ids=str)
def test_state_of_another_configuration_is_refused(values: dict[str, Any]) -> None:
    data = TrainingState.start(RunConfig(**{**TINY, **values}), CPU).to_bytes()
    assert "one of another configuration" in refused(data, RunConfig(**TINY))


Tensors = dict[str, torch.Tensor]
EXP_AVG = "optimizer.rnn.weight_ih_l0.exp_avg"


def damaged(data: bytes, progress: dict[str, Any], change: Callable[[Tensors], Any] = lambda tensors: None) -> bytes:
    """``data`` with other tensors, and with ``progress`` written over what is saved beside them."""
    tensors = safetensors.torch.load(data)
    change(tensors)
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    rest = json.loads(header["__metadata__"]["training_state"]) | progress
    return safetensors.torch.save(tensors, {"training_state": json.dumps(rest)})


@pytest.fixture(scope="module")
def after_two_steps(small: Dataset) -> bytes:
    state = TrainingState.start(RunConfig(**TINY), CPU)
    list(zip(range(2), train(state, small), strict=False))
    return state.to_bytes()


def drop(prefix: str) -> Callable[[Tensors], Any]:
    return lambda tensors: [tensors.pop(name) for name in list(tensors) if name.startswith(prefix)]


def swap_shapes(tensors: Tensors) -> None:
    other = "optimizer.rnn.weight_hh_l0.exp_avg"
    tensors[EXP_AVG], tensors[other] = tensors[other], tensors[EXP_AVG]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(drop("optimizer."), id="no optimizer"),
        pytest.param(drop("random.cpu"), id="no random state"),
        pytest.param(drop("model.head.bias"), id="no bias"),
        pytest.param(drop(EXP_AVG), id="an average missing"),
        pytest.param(swap_shapes, id="averages exchanged"),
        pytest.param(lambda tensors: tensors.update({EXP_AVG: tensors[EXP_AVG].double()}), id="another type"),
        pytest.param(lambda tensors: tensors.update(more=torch.zeros(1)), id="one too many"),
        pytest.param(lambda tensors: tensors["random.cpu"].zero_(), id="no state of a generator"),
    ],
)
def test_tensors_of_no_such_state_are_refused(after_two_steps: bytes, change: Callable[[Tensors], Any]) -> None:
    assert "is damaged" in refused(damaged(after_two_steps, {}, change), RunConfig(**TINY))


@pytest.mark.parametrize(
    "progress",
    [
        {"step": -5},
        {"step": 7},
        {"step": 0},
        {"step": "x"},
        {"step": "2"},
        {"step": 2.0},
        {"step": True},
        {"step": None},
        {"tested_step": -1},
        {"tested_step": 3},
        {"config": {}},
        {"config": {"cell": "x"}},
        {"learning_rate": "x"},
        {"schedule": {}},
        {"schedule": {"step": 3}},
    ],
    ids=str,
)
def test_impossible_progress_is_refused(after_two_steps: bytes, progress: dict[str, Any]) -> None:
    refused(damaged(after_two_steps, progress), RunConfig(**TINY))


def test_bytes_written_anew_are_no_damage(after_two_steps: bytes) -> None:
    """Or the tests above would prove nothing."""
    state = TrainingState.from_bytes(RunConfig(**TINY), damaged(after_two_steps, {}), CPU)
    assert (state.step, state.to_bytes()) == (2, after_two_steps)
