"""``python -m rnn_demo train``, as a program that someone else starts."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import allowed, bounds, choices
from rnn_demo.experiment.records import RunStatus
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from tests.runner.running import EXPLODING, LONG, wait_for_status, wait_for_training
from tests.runner.waiting import wait_until
from tests.terminal.conftest import Trained
from tests.terminal.program import QUICK, call, finish, flags, read_json, start, url_in


def test_train_prints_its_result_as_one_line_of_json_and_keeps_the_run(trained: Trained) -> None:
    service = trained.service
    for exit_status, stdout, stderr in trained.shown:
        assert exit_status == 0
        assert len(stdout.splitlines()) == 1
        result = read_json(stdout)
        assert set(result) >= {
            *("run_id", "status", "epochs", "steps", "test_accuracy", "test_loss"),
            *("train_seconds", "digits_per_second", "device"),
        }
        run = service.runs.get(result["run_id"])
        assert run.config == QUICK
        assert run.status is RunStatus.FINISHED
        assert result["status"] == "finished"
        assert (result["epochs"], result["steps"]) == (3, 60)
        test = service.runs.news(run.id).evaluations[-1]
        assert 0 < result["test_accuracy"] == test.accuracy <= 1
        assert result["test_loss"] == test.loss
        assert result["train_seconds"] == pytest.approx(run.progress.train_seconds, abs=1e-3)
        assert result["digits_per_second"] == pytest.approx(1_200 / run.progress.train_seconds, rel=1e-2)
        assert result["device"] == run.device != ""
        assert "60/60" in stderr
        assert f"test accuracy {test.accuracy:.1%}" in stderr


def test_the_same_seed_gives_the_same_result(trained: Trained) -> None:
    service = trained.service
    one, other = (read_json(stdout)["run_id"] for _, stdout, _ in trained.shown)
    assert one != other
    first, second = service.runs.news(one), service.runs.news(other)
    assert first.metrics == second.metrics
    assert first.evaluations == second.evaluations


def too_large(name: str) -> str:
    if RunConfig.model_fields[name].annotation is str or choices(name):
        return "nonsense"
    return str(bounds(name)[1] + 1)


def too_small(name: str) -> str:
    if RunConfig.model_fields[name].annotation is str or choices(name):
        return ""
    return str(bounds(name)[0] - 1)


@pytest.mark.parametrize("wrong", [too_large, too_small])
def test_each_value_that_is_not_allowed_gets_a_line(tmp_path: Path, wrong: Callable[[str], str]) -> None:
    names = [name for name, field in RunConfig.model_fields.items() if field.annotation is not bool]
    exit_status, stdout, stderr = call(
        url_in(tmp_path), "train", *(f"--{name.replace('_', '-')}={wrong(name)}" for name in names)
    )
    assert exit_status == 2
    assert stdout == ""
    assert stderr.splitlines() == [f"{name}: {wrong(name)!r} is not allowed; use {allowed(name)}." for name in names]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--dropout 0.5", "dropout: 0.5 is not possible here: dropout acts between layers"),
        ("--train-size 4001", "train_size: 4001 is not possible here: mnist-sample has 4,000 training digits."),
        ("--no-bidirectional --merge sum", "merge: sum is not possible here: "),
        ("--learning-rate nan", "learning_rate: 'nan' is not allowed; use a number from 1e-06 to 10."),
        ("--device cuda:99", "device: The device cuda:99 does not exist on this machine. Choose auto or one of these"),
    ],
)
def test_values_that_are_not_possible_here_get_a_line(tmp_path: Path, words: str, said: str) -> None:
    exit_status, stdout, stderr = call(url_in(tmp_path), "train", *words.split())
    assert (exit_status, stdout) == (2, "")
    (line,) = stderr.splitlines()
    assert line.startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_stops_the_run_and_keeps_what_it_learned(url: str, service: Service, store: Store) -> None:
    process = start(url, "train", *flags(LONG), "--json")
    (run,) = wait_until(service.runs.latest)
    wait_for_training(store, run.id)
    process.send_signal(signal.SIGINT)
    exit_status, stdout, stderr = finish(process)
    assert exit_status == 130
    assert "Traceback" not in stderr
    stopped = service.runs.get(run.id)
    assert stopped.status is RunStatus.STOPPED
    result = read_json(stdout)
    assert (result["run_id"], result["status"], result["steps"]) == (run.id, "stopped", stopped.progress.step)
    steps = [metric.step for metric in service.runs.news(run.id).metrics]
    assert steps == list(range(1, stopped.progress.step + 1))
    assert stopped.latest_step == stopped.progress.step > 0


def test_a_run_in_the_terminal_obeys_the_service(url: str, service: Service, store: Store) -> None:
    process = start(url, "train", *flags(LONG))
    (run,) = wait_until(service.runs.latest)
    wait_for_training(store, run.id)
    service.runs.pause(run.id)
    wait_for_status(store, run.id, RunStatus.PAUSED)
    paused_at = service.runs.get(run.id).progress.step
    service.runs.resume(run.id)
    wait_until(lambda: service.runs.get(run.id).progress.step > paused_at)
    service.runs.stop(run.id)
    exit_status, stdout, _ = finish(process)
    assert exit_status == 0
    stopped = service.runs.get(run.id)
    assert stopped.status is RunStatus.STOPPED
    assert stdout.startswith(f"Run {run.id}: Stopped at step {stopped.progress.step:,}; the network is kept")


def test_a_run_that_diverges_says_so_and_its_json_stays_json(url: str) -> None:
    exit_status, stdout, stderr = call(url, "train", *flags(EXPLODING), "--json")
    assert exit_status == 1
    result = read_json(stdout)
    assert (result["status"], result["test_loss"]) == ("diverged", None)
    last = stderr.splitlines()[-1]
    assert last.startswith("The loss became NaN or infinite at step ")
    assert "It diverged" in last
    assert " To cure it, set " in last
    assert "Clip" in last
    assert "Try " not in last


def test_help_shows_every_setting(url: str) -> None:
    exit_status, stdout, _ = call(url, "train", "--help")
    assert exit_status == 0
    flags_shown = {word.strip("[],") for word in stdout.split()}
    assert {f"--{name.replace('_', '-')}" for name in RunConfig.model_fields} <= flags_shown
