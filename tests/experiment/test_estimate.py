"""How long a run will take: the model's proportions, and what earlier runs teach it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.estimate import expected_seconds
from rnn_demo.experiment.records import Progress, Run, RunStatus


def trained(config: RunConfig, seconds: float, steps: int | None = None) -> Run:
    """A run that took ``seconds`` for ``steps`` steps, or for all of them."""
    step = config.num_steps if steps is None else steps
    progress = Progress(step, num_digits=config.digits_shown(step), train_seconds=seconds)
    return Run("a", config, RunStatus.FINISHED, created_at=datetime.now(UTC), progress=progress)


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
    [{"cell": "rnn"}, {"cell": "gru"}, {"bidirectional": False}, {"train_size": 100}, {"eval_every": 0}],
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


def test_the_middle_one_of_several_runs_counts() -> None:
    config = RunConfig()
    runs = [trained(config, seconds) for seconds in (20, 10_000, 30)]
    assert expected_seconds(config, runs) == pytest.approx(30)


def test_other_devices_and_moments_of_training_teach_nothing() -> None:
    config = RunConfig()
    run = trained(config, seconds=1_000)
    elsewhere = replace(run, config=RunConfig(device="cuda:1"))
    queued = trained(config, seconds=0, steps=0)
    cut_short = trained(config, seconds=0.9, steps=1)
    assert expected_seconds(config, [elsewhere, queued, cut_short]) == expected_seconds(config, [])
    assert expected_seconds(config, [elsewhere, queued, cut_short, run]) == pytest.approx(1_000)
