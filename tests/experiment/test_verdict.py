"""What is thought of a result: each verdict has a training that earns it, one that does not, and a cure that helps."""

import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from rnn_demo.data import Dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Counts, Evaluation, Metric, Progress, Run, RunStatus
from rnn_demo.experiment.verdict import Cause, Judgement, Verdict, judge
from tests.experiment.conftest import PresetTraining
from tests.experiment.trainings import Training, trained

SMALL = RunConfig(cell="rnn", bidirectional=False, hidden_size=16, train_size=1_000, num_epochs=4, learning_rate=5e-3)


def changed(**changes: Any) -> RunConfig:
    return RunConfig.model_validate({**SMALL.changed(), **changes})


# Real trainings


def test_a_sound_result_is_well_trained(preset: PresetTraining) -> None:
    verdict = preset("lstm-64").verdict
    assert (verdict.judgement, verdict.cure) == (Judgement.WELL_TRAINED, None)
    assert verdict.params["test_accuracy"] > 0.9


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        (
            {"cell": "lstm", "optimizer": "sgd", "learning_rate": 5, "clip_grad_norm": 0, "lr_schedule": "constant"},
            Cause.RATE_TOO_LARGE,
        ),
        ({"learning_rate": 1e-5}, Cause.RATE_TOO_SMALL),
        ({"weight_decay": 1.0}, Cause.STRONG_DECAY),
        ({"cell": "lstm", "num_epochs": 1}, Cause.TOO_FEW_STEPS),
    ],
)
def test_what_learned_nothing_learns_after_its_cure(changes: dict[str, Any], cause: Cause, sample: Dataset) -> None:
    training = trained(changed(**changes), sample)
    verdict = training.verdict
    assert (verdict.judgement, verdict.cause) == (Judgement.LEARNED_NOTHING, cause)
    assert verdict.cure is not None
    cured = trained(verdict.cure, sample)
    after = judge(*cured)
    assert after is None or after.judgement is not Judgement.LEARNED_NOTHING
    assert cured.accuracy > training.accuracy + 0.1


def test_what_overfits_generalises_better_after_its_cure(preset: PresetTraining, sample: Dataset) -> None:
    training = preset("overfitting")
    verdict = training.verdict
    assert verdict.judgement is Judgement.OVERFITTING
    assert verdict.params["train_accuracy"] > 0.95 > verdict.params["test_accuracy"] + 0.1
    assert verdict.cure is not None
    assert verdict.cure.train_size is None
    cured = trained(verdict.cure, sample)
    assert cured.verdict.judgement is not Judgement.OVERFITTING
    assert cured.accuracy > training.accuracy + 0.05


def test_what_was_still_improving_gets_better_with_more_epochs(sample: Dataset) -> None:
    training = trained(changed(train_size=2_000, lr_schedule="constant"), sample)
    verdict = training.verdict
    assert verdict.judgement is Judgement.STILL_IMPROVING
    assert verdict.cure is not None
    assert verdict.cure.changed() == {**training.run.config.changed(), "num_epochs": 8}
    assert trained(verdict.cure, sample).accuracy > training.accuracy + 0.02


def test_a_plain_cell_that_got_stuck_gets_further_with_gates(preset: PresetTraining, sample: Dataset) -> None:
    training = preset("tutorial-rnn")
    verdict = training.verdict
    assert (verdict.judgement, verdict.cause) == (Judgement.STUCK, Cause.PLAIN_CELL)
    assert verdict.params["fifth_accuracy"] < verdict.params["earlier_fifth_accuracy"] + 0.01
    assert verdict.cure is not None
    assert trained(verdict.cure, sample).accuracy > training.accuracy + 0.1


def test_what_diverged_learns_after_its_cure(preset: PresetTraining, sample: Dataset) -> None:
    training = preset("divergence")
    verdict = training.verdict
    assert training.run.status is RunStatus.DIVERGED
    assert verdict.judgement is Judgement.DIVERGED
    assert verdict.params["last_loss"] > 100 > verdict.params["lowest_loss"]
    assert verdict.cure is not None
    assert (verdict.cure.learning_rate, verdict.cure.clip_grad_norm) == (0.05, 1)
    cured = trained(verdict.cure.model_copy(update={"num_epochs": 3}), sample)
    assert cured.run.status is RunStatus.FINISHED
    assert cured.accuracy > 0.15


# Figures that a test makes up, at the borders


def curve(
    config: RunConfig, accuracies: tuple[float, float], tests: tuple[float, ...], losses: tuple[float, ...] = ()
) -> Training:
    """A run whose training accuracy rises steadily, and which was tested at even distances.

    ``tests`` are accuracies, ``losses`` those tests' losses, 0.5 where there are none.
    """
    steps = config.num_steps
    first, last = accuracies
    metrics = [
        Metric(step, -(-step // config.steps_per_epoch), 0.5, first + (last - first) * step / steps, 1.0, 0.01)
        for step in range(1, steps + 1)
    ]
    at = [round(steps * (n + 1) / len(tests)) for n in range(len(tests))]
    evaluations = [
        Evaluation(step, -(-step // config.steps_per_epoch), loss, accuracy, balanced(accuracy))
        for step, accuracy, loss in zip(at, tests, losses or (0.5,) * len(tests), strict=True)
    ]
    progress = Progress(steps, config.num_epochs, config.digits_shown(steps), train_seconds=1.0)
    return Training(Run("a", config, RunStatus.FINISHED, datetime.now(UTC), progress=progress), metrics, evaluations)


def balanced(accuracy: float, per_class: int = 100) -> Counts:
    """A confusion matrix of as many digits of each class; what is wrong is taken for the next class."""
    right = round(accuracy * per_class)
    rows = [[0] * 10 for _ in range(10)]
    for true, row in enumerate(rows):
        row[true], row[(true + 1) % 10] = right, per_class - right
    return tuple(map(tuple, rows))


FULL = RunConfig(lr_schedule="constant")


@pytest.mark.parametrize(
    ("training", "judgement"),
    [
        (curve(FULL, (0.1, 0.1), (0.1, 0.1)), Judgement.LEARNED_NOTHING),
        (
            curve(FULL, (0.1, 0.12), (0.1, 0.125)),
            Judgement.LEARNED_NOTHING,
        ),  # 0.1 + 3 * sqrt(0.1 * 0.9 / 1,000) is 0.128
        (curve(FULL, (0.1, 0.13), (0.1, 0.14)), Judgement.STUCK),
        (curve(FULL, (0.1, 0.5), (0.4, 0.5)), Judgement.STILL_IMPROVING),
        (curve(FULL, (0.5, 0.5), (0.5, 0.5)), Judgement.STUCK),
        (curve(FULL, (0.5, 0.95), (0.93, 0.93)), Judgement.WELL_TRAINED),  # what still rises is not seen in the test
        (curve(FULL, (0.98, 0.99), (0.97, 0.97)), Judgement.WELL_TRAINED),
        (curve(FULL, (0.98, 1.0), (0.88, 0.88)), Judgement.OVERFITTING),
        (curve(FULL, (0.98, 1.0), (0.95, 0.95), (0.2, 0.3)), Judgement.OVERFITTING),  # the test loss rose
        (curve(FULL, (0.98, 1.0), (0.95, 0.95), (0.2, 0.21)), Judgement.WELL_TRAINED),
        (curve(FULL, (0.995, 0.995), (0.91, 0.91)), Judgement.OVERFITTING),  # 18 times the mistakes
        (curve(FULL, (0.1, 0.5), (0.49, 0.5)), None),  # sqrt(0.5 * 0.5 / 1,000) is 0.016: the test may not have risen
        (curve(RunConfig(num_epochs=1, lr_schedule="constant"), (0.3, 0.8), (0.55, 0.55)), None),
        (curve(RunConfig(num_epochs=1, train_size=64), (0.3, 0.3), (0.3,)), None),  # one step
    ],
)
def test_judgement_of_made_up_figures(training: Training, judgement: Judgement | None) -> None:
    verdict = judge(*training)
    assert (verdict and verdict.judgement) is judgement


def test_a_rise_within_the_noise_of_both_fifths_is_none() -> None:
    # Each fifth has 32 steps of 10 digits: sqrt(0.5 * 0.5 / 320) is 0.028, and of their difference 0.04.
    config = RunConfig(train_size=160, batch_size=10, num_epochs=10, lr_schedule="constant")
    assert judge(*curve(config, (0.25, 0.6), (0.4, 0.6))) is None  # 0.07 from fifth to fifth
    assert curve(config, (0.1, 0.6), (0.4, 0.6)).verdict.judgement is Judgement.STILL_IMPROVING  # 0.1


@pytest.mark.parametrize(("rate", "cause"), [(1e-6, Cause.RATE_TOO_SMALL), (1e-4, Cause.RATE_TOO_SMALL), (2e-3, None)])
def test_a_rate_that_is_not_above_the_usual_is_never_too_large(rate: float, cause: Cause | None) -> None:
    training = curve(RunConfig(learning_rate=rate), (0.1, 0.1), (0.1,))
    far_off = [replace(metric, loss=3.0) for metric in training.metrics]
    verdict = judge(training.run, far_off, training.evaluations)
    assert verdict is not None
    assert verdict.cause is (cause or Cause.TOO_FEW_STEPS)
    assert verdict.cure is not None


def test_a_rate_above_the_usual_with_a_loss_worse_than_guessing_is_too_large() -> None:
    training = curve(RunConfig(learning_rate=0.01), (0.1, 0.1), (0.1,))
    far_off = [replace(metric, loss=3.0) for metric in training.metrics]
    verdict = judge(training.run, far_off, training.evaluations)
    assert verdict is not None
    assert (verdict.cause, verdict.cure and verdict.cure.learning_rate) == (Cause.RATE_TOO_LARGE, 0.001)


def test_chance_is_what_naming_the_commonest_class_gets() -> None:
    counts = [[0] * 10 for _ in range(10)]
    for true, row in enumerate(counts):
        row[0] = 300 if true == 0 else 100
    training = curve(FULL, (0.25, 0.25), (0.25,))
    skewed = replace(training.evaluations[-1], confusion=tuple(map(tuple, counts)))
    verdict = judge(training.run, training.metrics, [skewed])
    assert verdict is not None
    assert verdict.judgement is Judgement.LEARNED_NOTHING
    assert verdict.params["chance"] == pytest.approx(300 / 1_200)
    assert verdict.params["noise"] == pytest.approx(3 * math.sqrt(0.25 * 0.75 / 1_200))


def test_the_cure_of_learning_all_digits_by_heart_is_an_earlier_end() -> None:
    training = curve(RunConfig(num_epochs=20), (0.9, 1.0), (0.9, 0.9, 0.9, 0.9), (0.3, 0.2, 0.3, 0.5))
    cure = training.verdict.cure
    assert cure is not None
    assert cure.changed() == {"num_epochs": 10}


def test_without_an_earlier_end_the_cure_is_dropout() -> None:
    cure = curve(FULL, (0.98, 1.0), (0.88, 0.88)).verdict.cure
    assert cure is not None
    assert (cure.num_layers, cure.dropout, cure.train_size) == (2, 0.5, None)


def test_pixels_are_cured_by_rows() -> None:
    verdict = curve(RunConfig(sequence="pixels"), (0.1, 0.1), (0.1,)).verdict
    assert verdict.cause is Cause.LONG_SEQUENCE
    assert verdict.cure == RunConfig()


@pytest.mark.parametrize(
    ("status", "epoch", "is_judged"),
    [
        (RunStatus.RUNNING, 9, False),
        (RunStatus.FAILED, 9, False),
        (RunStatus.STOPPED, 1, False),
        (RunStatus.STOPPED, 2, True),
        (RunStatus.FINISHED, 1, True),
    ],
)
def test_only_what_is_over_and_measured_is_judged(status: RunStatus, epoch: int, is_judged: bool) -> None:
    training = curve(FULL, (0.5, 0.5), (0.5,))
    run = replace(training.run, status=status, progress=replace(training.run.progress, epoch=epoch))
    assert isinstance(judge(run, training.metrics, training.evaluations), Verdict) is is_judged
    assert judge(run, training.metrics, []) is None


def test_who_stops_a_run_that_improves_needs_no_cure_but_to_let_it_run() -> None:
    whole = curve(RunConfig(num_epochs=20, lr_schedule="constant"), (0.1, 0.9), (0.3, 0.47, 0.6, 0.9))
    half = [metric for metric in whole.metrics if metric.epoch <= 10]
    run = replace(whole.run, status=RunStatus.STOPPED, progress=Progress(half[-1].step, 10, 40_000, 1.0))
    verdict = judge(run, half, whole.evaluations[:2])
    assert verdict is not None
    assert (verdict.judgement, verdict.cure) == (Judgement.STILL_IMPROVING, None)


def test_a_run_that_diverged_at_once_has_a_cure_all_the_same() -> None:
    run = Run("a", RunConfig(learning_rate=10), RunStatus.DIVERGED, datetime.now(UTC))
    verdict = judge(run, [], [])
    assert verdict is not None
    assert verdict.params == {}
    assert verdict.cure == RunConfig(learning_rate=5e-3)
