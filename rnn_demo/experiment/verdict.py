"""Whether a run's result is sound, and if not, why not and which settings cure it: computed from its figures alone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean
from typing import Any

from rnn_demo.experiment.catalogue import DATASETS, NUM_CLASSES
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Evaluation, Metric, Run, RunStatus

GUESSING_LOSS = math.log(NUM_CLASSES)  # the cross-entropy of who gives every class the same probability

# Learning rates at which networks of the sizes on offer learn with clipping; sgd has a momentum of 0.9.
USUAL_RATE: Mapping[str, float] = {"adam": 5e-3, "adamw": 5e-3, "rmsprop": 2e-3, "sgd": 0.5}
FAR_ABOVE, FAR_BELOW = 4, 1 / 10  # times the usual rate

NOISE = 3  # standard errors by which an accuracy must exceed chance
WIDE_GAP = 0.05  # between the accuracies in training and in the test; of the sound presets it is up to 0.04
NOTABLE_GAP = 0.02  # the same, where the test loss has risen as well
RISEN = 1.2  # times its lowest value: so much has the test loss risen
STILL_RISING = 0.01  # of training accuracy, from the fourth fifth of the training to the last
STILL_RISING_IN_TEST = 0.005  # the same of test accuracy
LITTLE_LEFT = 0.02  # of the training digits are read wrongly: more training has hardly anything to correct
STUCK_BELOW = 0.9  # training accuracy

ENOUGH_STEPS = 600
LONG_SEQUENCE = 100  # time steps


class Judgement(StrEnum):
    """What is to be thought of a result; behind each stand the parameters of its verdict."""

    DIVERGED = "diverged"  # lowest_loss, lowest_step, last_loss, last_step; none if it diverged at once
    LEARNED_NOTHING = "learned_nothing"  # test_accuracy, num_test, chance, noise, train_loss
    OVERFITTING = "overfitting"  # train_accuracy, test_accuracy, test_loss, lowest_test_loss, lowest_step
    STILL_IMPROVING = "still_improving"  # train_accuracy, test_accuracy, fifth_accuracy, earlier_fifth_accuracy
    STUCK = "stuck"  # train_accuracy, test_accuracy, fifth_accuracy, earlier_fifth_accuracy
    WELL_TRAINED = "well_trained"  # train_accuracy, test_accuracy


class Cause(StrEnum):
    """Why a network probably learned nothing or too little."""

    RATE_TOO_LARGE = "rate_too_large"
    RATE_TOO_SMALL = "rate_too_small"
    LONG_SEQUENCE = "long_sequence"
    STRONG_DECAY = "strong_decay"
    TOO_FEW_STEPS = "too_few_steps"
    SMALL_NETWORK = "small_network"
    PLAIN_CELL = "plain_cell"


@dataclass(frozen=True)
class Verdict:
    """A judgement with the numbers that it rests on.

    Attributes:
        params: accuracies 0..1 on the training digits of the last epoch (where the run was stopped within one: of as many
            steps) and on the test digits; those on the training digits of the last fifth of the steps and of the one
            before; mean cross-entropies; steps.
        cause: where there is one to be named.
        cure: the run's settings, changed so that they do better; None where there is nothing to cure.
    """

    judgement: Judgement
    params: Mapping[str, float] = field(hash=False)
    cause: Cause | None = None
    cure: RunConfig | None = None


def judge(run: Run, metrics: Sequence[Metric], evaluations: Sequence[Evaluation]) -> Verdict | None:
    """What is to be thought of a run that is over, by all that it measured, in order of the steps.

    None where there is nothing to judge: it is not over, it failed, it was never tested, or it was stopped in its first
    epoch; and where its figures decide nothing, as those of a network that reads few of its training digits right and got
    better at them without getting better at the test.
    """
    if run.status is RunStatus.DIVERGED:
        return _diverged(run.config, metrics)
    is_judged = run.status is RunStatus.FINISHED or (run.status is RunStatus.STOPPED and run.progress.epoch > 1)
    if not is_judged or not metrics or not evaluations:
        return None
    config, last = run.config, evaluations[-1]
    of_last_epoch = metrics[-config.steps_per_epoch :]
    figures = {
        "train_accuracy": fmean(metric.accuracy for metric in of_last_epoch),
        "train_loss": fmean(metric.loss for metric in of_last_epoch),
        "test_accuracy": last.accuracy,
        "test_loss": last.loss,
    }
    for verdict in (_overfitting, _learned_nothing, _still_improving, _stuck):
        if found := verdict(config, figures, metrics, evaluations):
            return found
    return None if figures["train_accuracy"] < STUCK_BELOW else Verdict(Judgement.WELL_TRAINED, figures)


def _diverged(config: RunConfig, metrics: Sequence[Metric]) -> Verdict:
    rate = max(1e-6, min(_rounded(config.learning_rate / 10), USUAL_RATE[config.optimizer]))
    params: dict[str, float] = {}
    if metrics:
        lowest, last = min(metrics, key=lambda metric: metric.loss), metrics[-1]
        params = {
            "lowest_loss": lowest.loss, "lowest_step": lowest.step, "last_loss": last.loss, "last_step": last.step
        }  # fmt: skip
    return Verdict(Judgement.DIVERGED, params, cure=_changed(config, learning_rate=rate, clip_grad_norm=1.0))


def _overfitting(
    config: RunConfig, figures: Mapping[str, float], metrics: Sequence[Metric], evaluations: Sequence[Evaluation]
) -> Verdict | None:
    gap = figures["train_accuracy"] - figures["test_accuracy"]
    noise = _standard_error(figures["test_accuracy"], _num_test(evaluations[-1]))
    lowest = min(evaluations, key=lambda one: one.loss)
    has_risen = figures["test_loss"] > RISEN * lowest.loss
    if gap < (NOTABLE_GAP if has_risen else WIDE_GAP) + noise:
        return None
    params = {**figures, "lowest_test_loss": lowest.loss, "lowest_step": lowest.step}
    return Verdict(Judgement.OVERFITTING, params, cure=_against_overfitting(config, lowest if has_risen else None))


def _against_overfitting(config: RunConfig, best: Evaluation | None) -> RunConfig | None:
    """More digits if there are any; else an end where the test loss was lowest; else dropout."""
    available = DATASETS[config.dataset].num_train
    if config.train_digits < available:
        # Twice as many digits are shown in all: many of them new, where each was shown again and again.
        epochs = math.ceil(2 * config.num_epochs * config.train_digits / available)
        return _changed(config, train_size=None, num_epochs=min(epochs, config.num_epochs))
    if best is not None and best.epoch < config.num_epochs:
        return _changed(config, num_epochs=max(1, best.epoch))
    return _changed(config, num_layers=max(2, config.num_layers), dropout=max(0.5, config.dropout))


def _learned_nothing(
    config: RunConfig, figures: Mapping[str, float], metrics: Sequence[Metric], evaluations: Sequence[Evaluation]
) -> Verdict | None:
    last = evaluations[-1]
    num_test = _num_test(last)
    chance = max(map(sum, last.confusion)) / num_test  # who always names the commonest class
    noise = NOISE * _standard_error(chance, num_test)
    if last.accuracy > chance + noise:
        return None
    cause, changes = _why_nothing_is_learned(config, figures["train_loss"])
    params = {**figures, "num_test": num_test, "chance": chance, "noise": noise}
    return Verdict(Judgement.LEARNED_NOTHING, params, cause, _changed(config, **changes))


def _why_nothing_is_learned(config: RunConfig, train_loss: float) -> tuple[Cause, dict[str, Any]]:
    usual = USUAL_RATE[config.optimizer]
    enough_epochs = math.ceil(ENOUGH_STEPS / config.steps_per_epoch)
    epochs = {"num_epochs": min(200, max(config.num_epochs, enough_epochs))}
    is_worse_than_guessing = train_loss > 1.05 * GUESSING_LOSS
    if config.learning_rate > (usual if is_worse_than_guessing else FAR_ABOVE * usual):
        rate = min(_rounded(config.learning_rate / 10), usual)
        return Cause.RATE_TOO_LARGE, {"learning_rate": rate, "clip_grad_norm": 1.0, **epochs}
    if config.learning_rate < FAR_BELOW * usual:
        return Cause.RATE_TOO_SMALL, {"learning_rate": usual, **epochs}
    if config.weight_decay > 0.01:
        return Cause.STRONG_DECAY, {"weight_decay": 0.0, **epochs}
    if config.reading.num_steps > LONG_SEQUENCE:
        return Cause.LONG_SEQUENCE, {"sequence": "rows"}
    return Cause.TOO_FEW_STEPS, {"num_epochs": min(200, max(2 * config.num_epochs, enough_epochs))}


def _still_improving(
    config: RunConfig, figures: Mapping[str, float], metrics: Sequence[Metric], evaluations: Sequence[Evaluation]
) -> Verdict | None:
    fifths = _last_fifths(metrics)
    if fifths is None or figures["train_accuracy"] > 1 - LITTLE_LEFT:
        return None
    earlier, now = map(fmean, fifths)
    noise = math.hypot(*(_standard_error(fmean(fifth), len(fifth) * config.batch_size) for fifth in fifths))
    if now - earlier < max(STILL_RISING, 2 * noise):
        return None
    before = [one.accuracy for one in evaluations if one.step <= 0.8 * metrics[-1].step]
    test_noise = _standard_error(figures["test_accuracy"], _num_test(evaluations[-1]))
    if before and figures["test_accuracy"] - before[-1] < max(STILL_RISING_IN_TEST, test_noise):
        return None
    more = max(config.num_epochs, 2 * metrics[-1].epoch)
    params = {**figures, "fifth_accuracy": now, "earlier_fifth_accuracy": earlier}
    return Verdict(Judgement.STILL_IMPROVING, params, cure=_changed(config, num_epochs=min(200, more)))


def _stuck(
    config: RunConfig, figures: Mapping[str, float], metrics: Sequence[Metric], evaluations: Sequence[Evaluation]
) -> Verdict | None:
    fifths = _last_fifths(metrics)
    if fifths is None or figures["train_accuracy"] >= STUCK_BELOW:
        return None
    earlier, now = map(fmean, fifths)
    if now - earlier >= STILL_RISING:
        return None
    cause, changes = _why_it_is_stuck(config)
    params = {**figures, "fifth_accuracy": now, "earlier_fifth_accuracy": earlier}
    return Verdict(Judgement.STUCK, params, cause, _changed(config, **changes))


def _why_it_is_stuck(config: RunConfig) -> tuple[Cause, dict[str, Any]]:
    usual = USUAL_RATE[config.optimizer]
    if config.learning_rate > FAR_ABOVE * usual:
        return Cause.RATE_TOO_LARGE, {"learning_rate": usual, "clip_grad_norm": 1.0}
    if config.learning_rate < FAR_BELOW * usual:
        return Cause.RATE_TOO_SMALL, {"learning_rate": usual}
    if config.cell == "rnn":
        return Cause.PLAIN_CELL, {"cell": "lstm", "nonlinearity": "tanh"}
    more = {"hidden_size": min(256, 2 * config.hidden_size), "num_epochs": min(200, 2 * config.num_epochs)}
    return Cause.SMALL_NETWORK, more


def _last_fifths(metrics: Sequence[Metric]) -> tuple[list[float], list[float]] | None:
    """The accuracies of the batches in the last fifth but one of the training and in the last; None if it was too short."""
    steps = metrics[-1].step
    earlier = [metric.accuracy for metric in metrics if 0.6 * steps < metric.step <= 0.8 * steps]
    now = [metric.accuracy for metric in metrics if 0.8 * steps < metric.step]
    return (earlier, now) if earlier and now else None


def _changed(config: RunConfig, **changes: object) -> RunConfig | None:
    """``config`` with ``changes``; None if they change nothing."""
    changed = RunConfig.model_validate({**config.changed(), **changes})
    return None if changed == config else changed


def _num_test(evaluation: Evaluation) -> int:
    return sum(map(sum, evaluation.confusion))


def _standard_error(share: float, count: int) -> float:
    """How far a share measured on ``count`` digits typically lies from the true one."""
    return math.sqrt(share * (1 - share) / count)


def _rounded(rate: float) -> float:
    return float(f"{rate:.3g}")
