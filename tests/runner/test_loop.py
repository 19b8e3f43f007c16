"""What a runner with one slot does with the runs in its store."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.records import Note, NoteCode, RunStatus
from rnn_demo.runner.lease import LEASE_SECONDS
from rnn_demo.store import Store, open_store
from tests.runner.running import LONG, SHORT, Runner, family, runner_at, wait_for_status, wait_for_training


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('queue') / 'runs.db'}"


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture(scope="module", autouse=True)
def runner(url: str) -> Iterator[Runner]:
    with runner_at(url, slots=1) as runner:
        yield runner


def worker_of(runner: Runner) -> psutil.Process:
    """The one worker: the only process that the runner did not start itself but had forked from its fork server."""
    (worker,) = set(family(runner.pid)[1:]) - set(psutil.Process(runner.pid).children())
    return worker


def test_a_run_whose_machine_died_is_given_up_and_one_that_is_alive_is_not(store: Store, url: str) -> None:
    back_then = open_store(url, clock=lambda: datetime.now(UTC) - timedelta(seconds=LEASE_SECONDS + 1))
    lost = back_then.create_run(SHORT, status=RunStatus.RUNNING)
    back_then.close()
    alive = store.create_run(SHORT, status=RunStatus.RUNNING)
    wait_for_status(store, lost.id, RunStatus.FAILED)
    assert store.run(lost.id).note == Note(NoteCode.RUNNER_LOST)
    assert store.run(alive.id) == alive


def test_the_run_of_a_killed_worker_fails_and_the_next_one_trains(store: Store, runner: Runner) -> None:
    run = store.create_run(LONG)
    wait_for_training(store, run.id)
    worker_of(runner).kill()
    wait_for_status(store, run.id, RunStatus.FAILED)
    news = store.news(run.id)
    assert news.run.note == Note(NoteCode.WORKER_DIED, {"exit_code": -9})
    assert news.run.progress.step == len(news.metrics) > 0
    later = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, later.id, RunStatus.FINISHED)


def test_a_run_that_cannot_start_fails_and_the_next_one_trains(store: Store) -> None:
    run = store.create_run(SHORT.model_copy(update={"device": "cuda:99"}))
    later = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, run.id, RunStatus.FAILED)
    failed = store.run(run.id)
    assert failed.note.code is NoteCode.REFUSED
    assert failed.details == ""
    wait_for_status(store, later.id, RunStatus.FINISHED)


def test_runs_wait_for_the_slot_in_the_order_of_their_creation(store: Store) -> None:
    first = store.create_run(LONG)
    wait_for_training(store, first.id)
    second, third = store.create_run(LONG), store.create_run(SHORT)
    assert [store.news(run.id).queue_position for run in (first, second, third)] == [0, 1, 2]

    store.send(first.id, Command.STOP)
    wait_for_training(store, second.id)
    assert [store.news(run.id).queue_position for run in (first, second, third)] == [0, 0, 1]
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
