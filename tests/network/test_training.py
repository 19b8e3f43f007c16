"""Training against a short loop in plain torch, its order of events and digits, and that it learns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import OneCycleLR

from rnn_demo.data import Dataset
from rnn_demo.errors import TrainingDiverged
from rnn_demo.experiment import events
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.events import Evaluated, Stepped, TrainingEvent
from rnn_demo.experiment.presets import PRESETS
from rnn_demo.experiment.records import Evaluation, Metric
from rnn_demo.network import RowClassifier, TrainingState, build_model, is_milestone, load_model, save_weights, train

PlainTorch = Callable[[RowClassifier], tuple[nn.RNNBase, nn.Linear]]

CPU = torch.device("cpu")
# Seven steps an epoch, the last of them with 4 digits.
SMALL = {"hidden_size": 6, "train_size": 100, "batch_size": 16, "num_epochs": 2, "eval_every": 0}


@pytest.fixture(scope="module")
def small(sample: Dataset) -> Dataset:
    """The sample with no more than 20 test digits."""
    return replace(sample, test_images=sample.test_images[:20], test_labels=sample.test_labels[:20])


def start(config: RunConfig) -> TrainingState:
    return TrainingState.start(config, CPU)


def metrics_of(events: list[TrainingEvent]) -> list[Metric]:
    return [metric for event in events if isinstance(event, Stepped) for metric in event.metrics]


def evaluations_of(events: list[TrainingEvent]) -> list[Evaluation]:
    return [event.evaluation for event in events if isinstance(event, Evaluated)]


@dataclass
class Recorded:
    """A whole training: its events, the trained model, and the digits of each step as indexes into the dataset."""

    model: RowClassifier
    events: list[TrainingEvent]
    batches: list[list[int]] = field(default_factory=list)

    @property
    def metrics(self) -> list[Metric]:
        return metrics_of(self.events)

    def epochs(self) -> list[list[int]]:
        """The digits of each epoch, in the order in which they were shown."""
        steps = self.model.config.steps_per_epoch
        return [[*chain(*self.batches[start : start + steps])] for start in range(0, len(self.batches), steps)]


def record(config: RunConfig, dataset: Dataset) -> Recorded:
    """Train and note which pictures the network is given; the sample has no two alike."""
    index_of = {image.numpy().tobytes(): index for index, image in enumerate(dataset.train_images)}
    state = start(config)
    recorded = Recorded(state.model, [])

    def note(module: nn.Module, inputs: tuple[Tensor]) -> None:
        if module.training:
            images = (inputs[0] * 255).round().byte()
            recorded.batches.append([index_of[image.numpy().tobytes()] for image in images])

    hook = recorded.model.register_forward_pre_hook(note)
    recorded.events = list(train(state, dataset))
    hook.remove()
    return recorded


# --- the steps ---


@pytest.mark.parametrize("lr_schedule", ["constant", "one_cycle"])
@pytest.mark.parametrize("clip_grad_norm", [0.0, 0.3])
@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
@pytest.mark.parametrize("readout", ["final", "every_row"])
def test_steps_are_those_of_a_plain_loop(
    small: Dataset, plain_torch: PlainTorch, *, readout: str, optimizer: str, clip_grad_norm: float, lr_schedule: str
) -> None:
    config = RunConfig(
        **SMALL,
        readout=readout,
        optimizer=optimizer,
        clip_grad_norm=clip_grad_norm,
        learning_rate=0.02,
        lr_schedule=lr_schedule,
        weight_decay=0.01,
    )
    recorded = record(config, small)

    rnn, head = plain_torch(build_model(config))
    weights = [*rnn.parameters(), *head.parameters()]
    plain_optimizer = {
        "adam": lambda: torch.optim.Adam(weights, lr=0.02, weight_decay=0.01),
        "adamw": lambda: torch.optim.AdamW(weights, lr=0.02, weight_decay=0.01),
        "sgd": lambda: torch.optim.SGD(weights, lr=0.02, weight_decay=0.01, momentum=0.9),
        "rmsprop": lambda: torch.optim.RMSprop(weights, lr=0.02, weight_decay=0.01),
    }[optimizer]()
    norms = []
    for batch, metric in zip(recorded.batches, recorded.metrics, strict=True):
        out, (h_n, _) = rnn(small.train_images[batch] / 255)
        labels = small.train_labels[batch]
        if readout == "every_row":
            logits = head(out)
            loss = sum(nn.functional.cross_entropy(logits[:, t], labels) for t in range(28)) / 28
            read_as = logits.mean(dim=1).argmax(dim=1)
        else:
            logits = head(torch.cat([h_n[0], h_n[1]], dim=1))
            loss = nn.functional.cross_entropy(logits, labels)
            read_as = logits.argmax(dim=1)
        plain_optimizer.zero_grad()
        loss.backward()
        norms.append(torch.cat([w.grad.flatten() for w in weights]).norm().item())
        if clip_grad_norm:
            nn.utils.clip_grad_norm_(weights, clip_grad_norm)
        plain_optimizer.param_groups[0]["lr"] = metric.learning_rate  # the one-cycle rates have a test of their own
        plain_optimizer.step()

        assert metric.loss == pytest.approx(loss.item(), rel=1e-4)
        assert metric.grad_norm == pytest.approx(norms[-1], rel=1e-3)
        assert metric.accuracy == pytest.approx((read_as == labels).float().mean().item())
        assert lr_schedule == "one_cycle" or metric.learning_rate == 0.02
    for (name, trained), plain in zip(recorded.model.named_parameters(), weights, strict=True):
        torch.testing.assert_close(trained, plain, rtol=1e-3, atol=1e-4, msg=name)
    assert max(norms) > 0.3  # so that clipping had something to do


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
def test_one_cycle_is_torch_s(small: Dataset, optimizer: str) -> None:
    config = RunConfig(**SMALL, lr_schedule="one_cycle", optimizer=optimizer, learning_rate=0.05)
    rates = [metric.learning_rate for metric in metrics_of(list(train(start(config), small)))]

    plain_optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.05)
    schedule = OneCycleLR(plain_optimizer, max_lr=0.05, total_steps=config.num_steps + 1)
    expected = []
    for _ in range(config.num_steps):
        expected.append(schedule.get_last_lr()[0])
        plain_optimizer.step()
        schedule.step()
    assert rates == pytest.approx(expected)
    assert rates[0] == pytest.approx(0.05 / 25)
    assert max(rates) == pytest.approx(0.05, rel=0.05)
    assert rates[-1] < 0.05 / 25


# --- chance ---


def test_same_seed_gives_exactly_the_same_run(small: Dataset) -> None:
    config = RunConfig(**SMALL, num_layers=2, dropout=0.5)
    torch.manual_seed(1)
    first = list(train(start(config), small))
    torch.manual_seed(2)
    assert list(train(start(config), small)) == first
    other = list(train(start(RunConfig(**SMALL, num_layers=2, dropout=0.5, seed=1)), small))
    assert not {metric.loss for metric in metrics_of(first)} & {metric.loss for metric in metrics_of(other)}


def test_torch_s_random_state_is_left_alone_and_does_not_matter(small: Dataset) -> None:
    config = RunConfig(**SMALL, num_layers=2, dropout=0.5)
    undisturbed = list(train(start(config), small))
    torch.manual_seed(1)
    before = torch.get_rng_state()
    assert list(train(start(config), small)) == undisturbed
    assert torch.equal(torch.get_rng_state(), before)
    disturbed = []
    for event in train(start(config), small):
        torch.rand(3)
        disturbed.append(event)
    assert disturbed == undisturbed


def test_every_training_digit_is_shown_once_an_epoch(sample: Dataset) -> None:
    config = RunConfig(cell="rnn", hidden_size=2, batch_size=300, num_epochs=2, eval_every=0)
    recorded = record(config, sample)
    assert [len(batch) for batch in recorded.batches] == ([300] * 13 + [100]) * 2
    for epoch in recorded.epochs():
        assert sorted(epoch) == list(range(4_000))


def test_train_size_chooses_the_same_digits_in_every_epoch(small: Dataset) -> None:
    first, second = record(RunConfig(**SMALL), small).epochs()
    assert len(first) == len(set(first)) == 100
    assert sorted(first) == sorted(second)
    other, _ = record(RunConfig(**SMALL, seed=1), small).epochs()
    assert sorted(other) != sorted(first)


def test_order_depends_on_seed_and_epoch_alone(small: Dataset) -> None:
    first, second = record(RunConfig(**SMALL), small).epochs()
    assert first != second
    variant = RunConfig(
        **{**SMALL, "batch_size": 33, "num_epochs": 3, "hidden_size": 3}, cell="gru", num_layers=2, dropout=0.5
    )
    assert record(variant, small).epochs()[:2] == [first, second]
    assert record(RunConfig(**SMALL, seed=1), small).epochs()[0] != first


def test_digits_shown_counts_the_digits_of_the_loop(small: Dataset) -> None:
    recorded = record(RunConfig(**SMALL), small)
    assert [len(batch) for batch in recorded.batches] == [16, 16, 16, 16, 16, 16, 4] * 2
    shown = np.cumsum([len(batch) for batch in recorded.batches])
    config = recorded.model.config
    assert [config.digits_shown(metric.step) for metric in recorded.metrics] == shown.tolist()


# --- the events ---


def test_events_come_in_order(small: Dataset) -> None:
    config = RunConfig(**{**SMALL, "eval_every": 5})
    told: list[tuple[str, int]] = []
    for event in train(start(config), small):
        match event:
            case Stepped(metrics):
                told += [("step", metric.step) for metric in metrics]
            case events.Testing():
                told.append(("testing", told[-1][1]))
            case Evaluated(evaluation):
                told.append(("tested", evaluation.step))
    expected: list[tuple[str, int]] = []
    for step in range(1, 15):
        expected.append(("step", step))
        if step in (5, 7, 10, 14):  # every fifth, and the ends of the epochs
            expected += [("testing", step), ("tested", step)]
    assert told == expected


def test_epochs_are_numbered_from_one(small: Dataset) -> None:
    events = list(train(start(RunConfig(**SMALL)), small))
    assert [metric.epoch for metric in metrics_of(events)] == [1] * 7 + [2] * 7
    assert [(one.step, one.epoch) for one in evaluations_of(events)] == [(7, 1), (14, 2)]


def test_model_has_taken_just_the_steps_it_reports(small: Dataset) -> None:
    """What stands in the model when a step is reported is what a run that ends there would have learned."""
    config = RunConfig(**{**SMALL, "train_size": 48, "num_epochs": 1, "lr_schedule": "constant"})
    end = start(config)
    assert [metric.step for metric in metrics_of(list(train(end, small)))] == [1, 2, 3]

    state = start(RunConfig(**{**SMALL, "train_size": 48, "num_epochs": 9, "lr_schedule": "constant"}))
    for event in train(state, small):
        if isinstance(event, Stepped) and event.metrics[-1].step == 3:
            break
    assert save_weights(state.model) == save_weights(end.model)


def test_milestones_are_the_powers_of_two() -> None:
    assert [step for step in range(1, 5_000) if is_milestone(step)] == [2**n for n in range(13)]


def test_closing_midway_leaves_a_state_that_goes_on(small: Dataset) -> None:
    state = start(RunConfig(**SMALL))
    events = train(state, small)
    for _ in range(3):
        assert isinstance(next(events), Stepped)
    saved = save_weights(state.model)
    events.close()
    assert next(events, None) is None
    assert save_weights(state.model) == saved
    assert saved != save_weights(build_model(RunConfig(**SMALL)))
    loaded = load_model(state.config, saved)
    assert loaded(loaded.inputs(small.test_images)).isfinite().all()
    assert [metric.step for metric in metrics_of(list(train(state, small)))] == list(range(4, 15))


def test_dropout_is_on_after_a_test(small: Dataset) -> None:
    state = start(RunConfig(**{**SMALL, "eval_every": 1}))
    modes: list[bool] = []
    state.model.register_forward_pre_hook(lambda module, _: modes.append(module.training))
    list(train(state, small))
    assert modes == [True, False] * 14


# --- what goes wrong ---


@pytest.mark.parametrize(
    "values",
    [
        {"cell": "rnn", "nonlinearity": "relu", "optimizer": "adam", "learning_rate": 1},
        {"cell": "gru", "optimizer": "sgd", "learning_rate": 10, "weight_decay": 1},
        {"cell": "lstm", "optimizer": "sgd", "learning_rate": 10, "weight_decay": 1, "clip_grad_norm": 0},
    ],
    ids=lambda values: values["cell"],
)
def test_diverging_run_says_where(small: Dataset, values: dict[str, Any]) -> None:
    config = RunConfig(hidden_size=64, batch_size=32, num_epochs=1, eval_every=0, lr_schedule="constant", **values)
    events: list[TrainingEvent] = []
    with pytest.raises(TrainingDiverged) as caught:
        events.extend(train(start(config), small))  # what came before the error is kept
    metrics = metrics_of(events)
    assert metrics
    assert np.isfinite([metric.loss for metric in metrics]).all()
    assert caught.value.step == metrics[-1].step + 1


def test_run_that_diverges_with_its_last_step_has_diverged(small: Dataset) -> None:
    """No further training step follows that could notice, so the test does."""
    values = {"cell": "rnn", "nonlinearity": "relu", "learning_rate": 10, "hidden_size": 256, "clip_grad_norm": 0}
    config = RunConfig(**values, train_size=32, batch_size=32, num_epochs=1)
    events: Iterator[TrainingEvent] = train(start(config), small)
    assert np.isfinite(metrics_of([next(events)])[0].loss)
    with pytest.raises(TrainingDiverged) as caught:
        list(events)
    assert caught.value.step == 1


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_gpu_learns_as_the_cpu_does(small: Dataset, cell: str) -> None:
    config = RunConfig(cell=cell, hidden_size=16, train_size=640, batch_size=16, num_epochs=1, eval_every=0)
    here, there = start(config), TrainingState.start(config, torch.device("cuda"))
    on_cpu = list(train(here, small))
    on_gpu = list(train(there, small))
    assert next(there.model.parameters()).is_cuda
    assert [metric.step for metric in metrics_of(on_gpu)] == list(range(1, 41))
    np.testing.assert_allclose(
        [metric.loss for metric in metrics_of(on_gpu)], [metric.loss for metric in metrics_of(on_cpu)], rtol=0.05
    )
    # Reports come in bundles there, but the weights of a milestone are never passed over.
    ends = [event.metrics[-1].step for event in on_gpu if isinstance(event, Stepped)]
    assert {1, 2, 4, 8, 16, 32, 40} <= set(ends)
    assert len(ends) < 40
    loaded = load_model(config, save_weights(there.model))
    x = loaded.inputs(small.test_images)
    torch.testing.assert_close(loaded(x).softmax(dim=1), here.model.eval()(x).softmax(dim=1), rtol=0, atol=0.05)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_state_goes_from_gpu_to_cpu_and_back(small: Dataset) -> None:
    config = RunConfig(**SMALL, num_layers=2, dropout=0.5)
    state = TrainingState.start(config, torch.device("cuda"))
    for _ in zip(range(3), train(state, small), strict=False):
        pass
    here = TrainingState.from_bytes(config, state.to_bytes(), CPU)
    assert save_weights(here.model) == save_weights(state.model)
    again = TrainingState.from_bytes(config, here.to_bytes(), torch.device("cuda"))
    steps = [metric.step for metric in metrics_of(list(train(again, small)))]
    assert steps == list(range(state.step + 1, 15))


# --- learning ---


def test_quick_start_reads_more_than_nine_in_ten_right(sample: Dataset) -> None:
    config = PRESETS["quick-start"].config
    evaluations = evaluations_of(list(train(start(config), sample)))
    assert evaluations[-1].step == config.num_steps
    assert evaluations[-1].accuracy >= 0.92
    assert evaluations[-1].loss < evaluations[0].loss


@pytest.mark.full_mnist
def test_one_epoch_of_full_mnist_is_nearly_enough(full_mnist: Dataset) -> None:
    config = RunConfig(dataset="mnist", num_epochs=1, eval_every=0)
    (evaluation,) = evaluations_of(list(train(start(config), full_mnist)))
    assert evaluation.accuracy >= 0.96
