"""However the training processes end, no process is left, and no run looks as if it were still trained."""

import signal
import subprocess
import sys

import psutil
import pytest

from rnn_demo.experiment.records import Run, RunStatus
from rnn_demo.store import Store
from tests.runner.running import (
    LONG,
    REPOSITORY,
    SHORT,
    Runner,
    expect_all_gone,
    family,
    wait_for_status,
    wait_for_training,
)


@pytest.fixture
def run(runner: Runner, store: Store) -> Run:
    """A run that is being trained."""
    run = store.create_run(LONG)
    wait_for_training(store, run.id)
    return run


def worker_of(runner: Runner) -> psutil.Process:
    """The one worker: the only process that the runner did not start itself but had forked from its fork server."""
    (worker,) = set(family(runner.pid)[1:]) - set(psutil.Process(runner.pid).children())
    return worker


def expect_stopped_with_its_results(store: Store, run: Run) -> None:
    wait_for_status(store, run.id, RunStatus.STOPPED)
    stopped = store.run(run.id)
    steps = [metric.step for metric in store.metrics_since(run.id, 0)]
    assert steps == list(range(1, stopped.progress.step + 1))
    assert store.snapshots(run.id)[-1].step == stopped.progress.step > 0


def test_the_end_of_the_input_ends_everything(runner: Runner, store: Store, run: Run) -> None:
    processes = family(runner.pid)
    assert len(processes) >= 3  # the runner, the process that it forks from, and the worker
    assert runner.stdin is not None
    runner.stdin.close()
    assert runner.wait(30) == 0
    expect_all_gone(processes)
    expect_stopped_with_its_results(store, run)
    assert store.runners(seen_within_seconds=3_600) == []


def test_a_signal_to_end_ends_everything_in_order(runner: Runner, store: Store, run: Run) -> None:
    processes = family(runner.pid)
    runner.send_signal(signal.SIGINT)
    assert runner.wait(30) == 0
    expect_all_gone(processes)
    expect_stopped_with_its_results(store, run)


def test_the_end_while_a_worker_is_just_starting_stops_its_run(runner: Runner, store: Store) -> None:
    run = store.create_run(LONG)
    wait_for_status(store, run.id, RunStatus.RUNNING)
    processes = family(runner.pid)
    runner.terminate()
    assert runner.wait(30) == 0
    expect_all_gone(processes)
    assert store.run(run.id).status is RunStatus.STOPPED


def test_the_workers_of_a_killed_runner_stop_by_themselves(runner: Runner, store: Store, run: Run) -> None:
    processes = family(runner.pid)
    runner.kill()
    runner.wait(30)
    expect_all_gone(processes)
    expect_stopped_with_its_results(store, run)


def test_the_run_of_a_killed_worker_fails_with_a_sentence_and_the_next_one_trains(
    runner: Runner, store: Store, run: Run
) -> None:
    worker_of(runner).kill()
    wait_for_status(store, run.id, RunStatus.FAILED)
    failed = store.run(run.id)
    assert failed.message == (
        "The training process ended without a word (signal 9); perhaps the machine ran out of memory. What it had "
        "written so far is kept. Train again, with a smaller network or batch size if this repeats."
    )
    assert failed.progress.step == len(store.metrics_since(run.id, 0)) > 0
    later = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, later.id, RunStatus.FINISHED)


SERVER = """
import sys
from rnn_demo.runner.launch import start_runner

print(start_runner().pid, flush=True)
sys.stdin.read()
"""


def test_a_killed_server_takes_everything_with_it(url: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNN_DEMO_STORE", url)
    run = store.create_run(LONG)
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", SERVER], cwd=REPOSITORY, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout is not None
        runner_pid = int(server.stdout.readline())
        wait_for_training(store, run.id)
        processes = family(runner_pid)
        server.kill()
    expect_all_gone(processes)
    expect_stopped_with_its_results(store, run)
