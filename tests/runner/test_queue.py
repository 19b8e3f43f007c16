"""What one runner with one slot does with the runs in its store."""

import sqlite3

import pytest

from rnn_demo.records import Command, RunStatus
from rnn_demo.runner.loop import LOST_AFTER
from rnn_demo.store import Store
from tests.runner.running import LONG, SHORT, runner_at, wait_for_status, wait_for_training


@pytest.mark.usefixtures("runner")
def test_runs_wait_for_the_slot_in_the_order_of_their_creation(store: Store) -> None:
    first = store.create_run(LONG)
    wait_for_training(store, first.id)
    second, third = store.create_run(SHORT), store.create_run(SHORT)
    store.send(first.id, Command.PAUSE)
    wait_for_status(store, first.id, RunStatus.PAUSED)
    assert [store.queue_position(run.id) for run in (first, second, third)] == [0, 1, 2]

    store.send(first.id, Command.STOP)
    wait_for_training(store, second.id)
    assert [store.queue_position(run.id) for run in (first, second, third)] == [0, 0, 1]
    wait_for_status(store, third.id, RunStatus.FINISHED)
    started = [store.run(run.id).started_at for run in (first, second, third)]
    finished = [store.run(run.id).finished_at for run in (first, second)]
    assert all(end <= start for end, start in zip(finished, started[1:], strict=True))


def test_a_run_whose_machine_died_is_given_up_and_one_that_is_alive_is_not(url: str, store: Store, tmp_path) -> None:
    lost, alive = (store.create_run(SHORT, status=RunStatus.RUNNING) for _ in range(2))
    with sqlite3.connect(tmp_path / "runs.db") as database:
        database.execute(
            "UPDATE runs SET seen_at = datetime(seen_at, ?) WHERE id = ?", (f"-{LOST_AFTER + 1} seconds", lost.id)
        )
    with runner_at(url, slots=1):
        wait_for_status(store, lost.id, RunStatus.FAILED)
        assert store.run(lost.id).message == (
            "The server ended while this run was training. What it had written so far is kept; train again."
        )
        assert store.run(alive.id) == alive
        queued = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
        wait_for_status(store, queued.id, RunStatus.FINISHED)
