"""However the runner is ended, no process is left, and no run looks as if it were still trained."""

import signal

from rnn_demo.experiment.records import Note, NoteCode, Run, RunStatus
from rnn_demo.store import Store
from tests.runner.running import (
    LONG,
    Runner,
    expect_all_gone,
    expect_stopped_with_its_results,
    family,
    wait_for_status,
)


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
    stopped = store.run(run.id)
    assert (stopped.status, stopped.note) == (RunStatus.STOPPED, Note(NoteCode.SERVER_STOPPED))
