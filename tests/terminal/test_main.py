"""The terminal, as a program that someone else starts."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import allowed, bounds, choices
from rnn_demo.experiment.records import RunStatus
from rnn_demo.service.service import Service
from tests.runner.running import EXPLODING, LONG, wait_for_status, wait_for_training
from tests.runner.waiting import wait_until

REPOSITORY = Path(__file__).parents[2]
QUICK = RunConfig(cell="gru", hidden_size=8, train_size=400, batch_size=20, num_epochs=3, seed=5, bidirectional=False)
COLUMNS = ["run", "status", "network", "dataset", "epochs", "steps", "test accuracy"]


class Trained(NamedTuple):
    """A folder with a store, the service at it, and what the terminal showed of each training."""

    folder: Path
    service: Service
    shown: list[tuple[int, str, str]]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """The service at the store that `start` names."""
    service = Service(url_in(tmp_path))
    yield service
    service.store.close()


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'runs.db'}"


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start ``python -m rnn_demo`` at a store in ``folder``."""
    return subprocess.Popen(
        [sys.executable, "-m", "rnn_demo", *words],
        cwd=REPOSITORY,
        env=os.environ | {"RNN_DEMO_STORE": url_in(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit status and what it wrote to stdout and stderr."""
    stdout, stderr = process.communicate(timeout=120)
    return process.returncode, stdout, stderr


def call(folder: Path, *words: str) -> tuple[int, str, str]:
    return finish(start(folder, *words))


def flags(config: RunConfig) -> list[str]:
    words = []
    for name, value in config.changed().items():
        flag = name.replace("_", "-")
        words += [f"--{'' if value else 'no-'}{flag}"] if isinstance(value, bool) else [f"--{flag}", str(value)]
    return words


def read_json(text: str) -> Any:
    """What ``text`` says by the letter of JSON, which has no NaN and no Infinity."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trained]:
    """The same training twice, into the store that --store names."""
    folder, elsewhere = tmp_path_factory.mktemp("cli"), tmp_path_factory.mktemp("elsewhere")
    words = ["train", *flags(QUICK), "--json", "--store", url_in(folder)]
    shown = [finish(process) for process in [start(elsewhere, *words) for _ in range(2)]]
    assert list(elsewhere.iterdir()) == []
    service = Service(url_in(folder))
    yield Trained(folder, service, shown)
    service.store.close()


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
        run = service.run(result["run_id"])
        assert run.config == QUICK
        assert run.status is RunStatus.FINISHED
        assert result["status"] == "finished"
        assert (result["epochs"], result["steps"]) == (3, 60)
        test = service.evaluations_since(run.id, 0)[-1]
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
    assert service.metrics_since(one, 0) == service.metrics_since(other, 0)
    assert service.evaluations_since(one, 0) == service.evaluations_since(other, 0)


def test_runs_are_listed_newest_first(trained: Trained) -> None:
    newest_first = [run.id for run in trained.service.runs()]
    exit_status, stdout, _ = call(trained.folder, "runs", "--json")
    assert exit_status == 0
    rows = read_json(stdout)
    assert [row["run_id"] for row in rows] == newest_first
    assert {row["network"] for row in rows} == {"GRU 8"}

    exit_status, stdout, _ = call(trained.folder, "runs")
    assert exit_status == 0
    header, *lines = stdout.splitlines()
    assert header.split() == " ".join(COLUMNS).split()
    assert [line.split()[0] for line in lines] == newest_first
    assert all(f"{rows[0]['test_accuracy']:.1%}" in line for line in lines)


def test_an_empty_store_has_no_runs(tmp_path: Path) -> None:
    assert call(tmp_path, "runs", "--json") == (0, "[]\n", "")


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
        tmp_path, "train", *(f"--{name.replace('_', '-')}={wrong(name)}" for name in names)
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
    exit_status, stdout, stderr = call(tmp_path, "train", *words.split())
    assert (exit_status, stdout) == (2, "")
    (line,) = stderr.splitlines()
    assert line.startswith(said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("train --hiden-size 4", "unrecognized arguments: --hiden-size"),
        ("train --bidirectional=maybe", "argument --bidirectional/--no-bidirectional"),
        ("train --seed", "argument --seed: expected one argument"),
        ("tran", "invalid choice: 'tran'"),
        ("", "subcommand is required"),
    ],
)
def test_words_that_are_not_understood_are_a_usage_error(tmp_path: Path, words: str, said: str) -> None:
    exit_status, stdout, stderr = call(tmp_path, *words.split())
    assert (exit_status, stdout) == (2, "")
    assert said in stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize("command", ["runs", "train"])
def test_a_store_that_cannot_be_used_is_one_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "runs.db").write_text("This is a letter, and no database at all. " * 100)
    exit_status, stdout, stderr = call(tmp_path, command)
    assert (exit_status, stdout) == (1, "")
    (line,) = stderr.splitlines()
    assert line.startswith(f"The store at {url_in(tmp_path)} cannot be used: file is not a database.")


def test_ctrl_c_stops_the_run_and_keeps_what_it_learned(tmp_path: Path, service: Service) -> None:
    process = start(tmp_path, "train", *flags(LONG), "--json")
    (run,) = wait_until(service.runs)
    wait_for_training(service.store, run.id)
    process.send_signal(signal.SIGINT)
    exit_status, stdout, stderr = finish(process)
    assert exit_status == 130
    assert "Traceback" not in stderr
    stopped = service.run(run.id)
    assert stopped.status is RunStatus.STOPPED
    result = read_json(stdout)
    assert (result["run_id"], result["status"], result["steps"]) == (run.id, "stopped", stopped.progress.step)
    steps = [metric.step for metric in service.metrics_since(run.id, 0)]
    assert steps == list(range(1, stopped.progress.step + 1))
    latest = service.latest_snapshot(run.id)
    assert latest is not None
    assert latest.step == stopped.progress.step > 0


def test_a_run_in_the_terminal_obeys_the_service(tmp_path: Path, service: Service) -> None:
    process = start(tmp_path, "train", *flags(LONG))
    (run,) = wait_until(service.runs)
    wait_for_training(service.store, run.id)
    service.pause(run.id)
    wait_for_status(service.store, run.id, RunStatus.PAUSED)
    paused_at = service.run(run.id).progress.step
    service.resume(run.id)
    wait_until(lambda: service.run(run.id).progress.step > paused_at)
    service.stop(run.id)
    exit_status, stdout, _ = finish(process)
    assert exit_status == 0
    stopped = service.run(run.id)
    assert stopped.status is RunStatus.STOPPED
    assert stdout.startswith(f"Run {run.id}: Stopped at step {stopped.progress.step:,}; the network is kept")


def test_a_run_that_diverges_says_so_and_its_json_stays_json(tmp_path: Path) -> None:
    exit_status, stdout, stderr = call(tmp_path, "train", *flags(EXPLODING), "--json")
    assert exit_status == 1
    result = read_json(stdout)
    assert (result["status"], result["test_loss"]) == ("diverged", None)
    assert stderr.splitlines()[-1].startswith("The loss became NaN or infinite at step ")


def test_help_shows_every_setting() -> None:
    exit_status, stdout, _ = call(REPOSITORY, "train", "--help")
    assert exit_status == 0
    flags_shown = {word.strip("[],") for word in stdout.split()}
    assert {f"--{name.replace('_', '-')}" for name in RunConfig.model_fields} <= flags_shown
