"""What a runner with one slot does with the runs in its store."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from rnn_demo.experiment.records import Command, RunStatus
from rnn_demo.runner.loop import LOST_AFTER
from rnn_demo.store import Store, open_store
from tests.runner.running import LONG, SHORT, runner_at, wait_for_status, wait_for_training


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("queue")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{folder / 'runs.db'}")
    yield store
    store.close()


@pytest.fixture(scope="module", autouse=True)
def _runner(folder: Path) -> Iterator[None]:
    with runner_at(f"sqlite:///{folder / 'runs.db'}", slots=1):
        yield


def test_a_run_whose_machine_died_is_given_up_and_one_that_is_alive_is_not(store: Store, folder: Path) -> None:
    lost, alive = (store.create_run(SHORT, status=RunStatus.RUNNING) for _ in range(2))
    with sqlite3.connect(folder / "runs.db") as database:
        ago = f"-{LOST_AFTER + 1} seconds"
        database.execute("UPDATE runs SET seen_at = datetime(seen_at, ?) WHERE id = ?", (ago, lost.id))
    wait_for_status(store, lost.id, RunStatus.FAILED)
    assert store.run(lost.id).message == (
        "The server ended while this run was training. What it had written so far is kept; train again."
    )
    assert store.run(alive.id) == alive


def test_runs_wait_for_the_slot_in_the_order_of_their_creation(store: Store) -> None:
    first = store.create_run(LONG)
    wait_for_training(store, first.id)
    second, third = store.create_run(LONG), store.create_run(SHORT)
    assert [store.queue_position(run.id) for run in (first, second, third)] == [0, 1, 2]

    store.send(first.id, Command.STOP)
    wait_for_training(store, second.id)
    assert [store.queue_position(run.id) for run in (first, second, third)] == [0, 0, 1]
    store.send(second.id, Command.STOP)
    wait_for_status(store, third.id, RunStatus.FINISHED)
    for before, after in ((first, second), (second, third)):
        finished_at, started_at = store.run(before.id).finished_at, store.run(after.id).started_at
        assert finished_at is not None
        assert started_at is not None
        assert finished_at <= started_at


def test_a_paused_run_holds_nobody_up_and_can_be_resumed(store: Store) -> None:
    paused = store.create_run(LONG)
    wait_for_training(store, paused.id)
    store.send(paused.id, Command.PAUSE)
    wait_for_status(store, paused.id, RunStatus.PAUSED)
    other = store.create_run(SHORT)
    wait_for_status(store, other.id, RunStatus.FINISHED)
    assert store.run(paused.id).status is RunStatus.PAUSED
    store.send(paused.id, Command.RESUME)
    wait_for_status(store, paused.id, RunStatus.RUNNING)
    store.send(paused.id, Command.STOP)
    wait_for_status(store, paused.id, RunStatus.STOPPED)
