"""How long a run will take: the model's proportions, what earlier runs teach it, and how often it is right."""

import json
import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_demo.experiment.catalogue import CellName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.estimate import Estimate, estimate_seconds
from rnn_demo.experiment.records import Progress, Run, RunStatus

TIMINGS = Path(__file__).with_name("timings.json")
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def trained(
    config: RunConfig, seconds: float, steps: int | None = None, began: datetime = NOON, name: str = "a"
) -> Run:
    """A run that took ``seconds`` for ``steps`` steps, or for all of them."""
    step = config.num_steps if steps is None else steps
    progress = Progress(step, num_digits=config.digits_shown(step), train_seconds=seconds)
    ended = began + timedelta(seconds=seconds)
    return Run(name, config, RunStatus.FINISHED, began, started_at=began, finished_at=ended, progress=progress)


def expected_seconds(config: RunConfig, history: list[Run]) -> float:
    return estimate_seconds(config, history).expected


def one_after_the_other(config: RunConfig, seconds: Iterable[float]) -> list[Run]:
    """Runs that followed each other, newest first."""
    runs = [trained(config, took, began=NOON + n * timedelta(hours=9), name=str(n)) for n, took in enumerate(seconds)]
    return runs[::-1]


@given(config=st.from_type(RunConfig))
def test_every_run_takes_some_time(config: RunConfig) -> None:
    assert expected_seconds(config, []) > 0


@pytest.mark.parametrize(
    "more",
    [
        {"num_epochs": 30},
        {"hidden_size": 128},
        {"num_layers": 2},
        {"sequence": "pixels"},
        {"dataset": "mnist"},
        {"batch_size": 32},
        {"eval_every": 10},
    ],
)
def test_more_work_takes_longer(more: dict[str, Any]) -> None:
    assert expected_seconds(RunConfig(**more), []) > expected_seconds(RunConfig(), [])


@pytest.mark.parametrize(
    "less",
    [{"cell": "rnn"}, {"bidirectional": False}, {"train_size": 100}, {"eval_every": 0}],
)
def test_less_work_takes_shorter(less: dict[str, Any]) -> None:
    assert expected_seconds(RunConfig(**less), []) < expected_seconds(RunConfig(), [])


@given(config=st.from_type(RunConfig), seconds=st.floats(1, 1e6))
def test_what_was_measured_is_expected_again(config: RunConfig, seconds: float) -> None:
    assert expected_seconds(config, [trained(config, seconds)]) == pytest.approx(seconds)


def test_time_is_proportional_to_steps() -> None:
    config = RunConfig(num_epochs=10)
    half = trained(config, seconds=50, steps=config.num_steps // 2)
    assert expected_seconds(config, [half]) == pytest.approx(100)
    assert expected_seconds(RunConfig(num_epochs=20), [half]) == pytest.approx(200)


def test_one_network_teaches_about_another() -> None:
    small, large = RunConfig(), RunConfig(hidden_size=128)
    slow_machine = [trained(small, seconds=7 * expected_seconds(small, []))]
    assert expected_seconds(large, slow_machine) == pytest.approx(7 * expected_seconds(large, []))


def test_one_run_that_was_held_up_does_not_count() -> None:
    assert expected_seconds(RunConfig(), one_after_the_other(RunConfig(), (20, 10_000, 30))) == pytest.approx(30)


def test_the_machine_as_it_is_now_counts_more_than_as_it_was() -> None:
    slower_now = one_after_the_other(RunConfig(), [10] * 10 + [40] * 6)
    assert expected_seconds(RunConfig(), slower_now) == pytest.approx(40)


def test_other_devices_and_moments_of_training_teach_nothing() -> None:
    config = RunConfig()
    run = trained(config, seconds=1_000)
    elsewhere = replace(run, config=RunConfig(device="cuda:1"))
    queued = trained(config, seconds=0, steps=0)
    cut_short = trained(config, seconds=0.4, steps=1)
    assert expected_seconds(config, [elsewhere, queued, cut_short]) == expected_seconds(config, [])
    assert expected_seconds(config, [elsewhere, queued, cut_short, run]) == pytest.approx(1_000)


def test_a_run_that_waited_long_before_its_first_step_teaches_nothing() -> None:
    config = RunConfig()
    waited = trained(config, seconds=2.0, steps=0)
    assert estimate_seconds(config, [waited]) == estimate_seconds(config, [])


# The range


def width(estimate: Estimate) -> float:
    return estimate.high / estimate.low


def test_the_range_narrows_with_what_is_known() -> None:
    config = RunConfig()
    none, one, many = (estimate_seconds(config, one_after_the_other(config, [10.0] * count)) for count in (0, 1, 20))
    assert width(none) > width(one) > width(many) > 1.5
    scattered = one_after_the_other(config, [5.0, 20.0, 10.0, 30.0, 6.0, 14.0] * 3)
    assert width(estimate_seconds(config, scattered)) > width(many)


def test_runs_that_train_now_may_take_their_share() -> None:
    config = RunConfig()
    alone = one_after_the_other(config, [10.0] * 10)
    busy = [replace(trained(config, 3.0, steps=200, began=NOON + timedelta(days=9), name=name),
                    status=RunStatus.RUNNING, finished_at=None) for name in "xyz"]  # fmt: skip
    quiet, now = estimate_seconds(config, alone), estimate_seconds(config, [*busy, *alone])
    assert now.high > 1.3 * quiet.high


def test_runs_that_trained_under_the_load_of_now_count_most() -> None:
    config = RunConfig()
    alone = one_after_the_other(config, [10.0] * 4)
    pairs = [
        trained(config, 20.0, began=NOON - timedelta(days=n + 1), name=f"{n}{which}")
        for n in range(3)
        for which in "ab"
    ]
    beside = replace(
        trained(config, 0.5, steps=1, began=NOON + timedelta(days=9), name="now"), status=RunStatus.RUNNING
    )
    assert expected_seconds(config, [*alone, *pairs]) == pytest.approx(10)
    assert expected_seconds(config, [beside, *alone, *pairs]) == pytest.approx(20)


def test_on_a_busy_server_the_range_holds_what_happens_in_most_cases() -> None:
    """A class trains all kinds of networks on two cores: sometimes alone, sometimes three at a time."""
    chance = Random(1)
    history: list[Run] = []
    began, held, widths = NOON, [], []
    for lesson in range(60):
        together = chance.choice((1, 1, 1, 2, 3))
        for student in range(together):
            config = RunConfig(
                cell=chance.choice(get_args(CellName)),
                bidirectional=chance.random() < 0.5,
                hidden_size=chance.choice((16, 32, 64, 128)),
                num_epochs=chance.choice((5, 15, 30)),
            )
            of_this_machine = 2.3 * math.exp(chance.gauss(0, 0.2)) * max(1.0, together / 2)
            seconds = of_this_machine * expected_seconds(config, [])
            estimate = estimate_seconds(config, history)
            held.append(estimate.low <= seconds <= estimate.high)
            widths.append(width(estimate))
            history = [trained(config, seconds, began=began, name=f"{lesson}{student}"), *history]
        began += timedelta(hours=2)
    assert sum(held[5:]) / len(held[5:]) > 0.75
    assert sorted(widths[5:])[len(widths[5:]) // 2] < 4


def test_what_was_said_of_real_trainings_holds_for_most() -> None:
    """Trainings that followed each other on a machine of two cores, on which much else ran, with the seconds they took."""
    history: list[Run] = []
    held = []
    for timing in json.loads(TIMINGS.read_text()):
        config = RunConfig(**timing["config"])
        estimate = estimate_seconds(config, history)
        held.append(estimate.low <= timing["seconds"] <= estimate.high)
        began = NOON + len(held) * timedelta(hours=1)
        history.insert(0, trained(config, timing["seconds"], began=began, name=str(len(held))))
    assert len(held) > 60
    assert sum(held) >= 0.75 * len(held)
