"""How long a worker holds its run."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from rnn_demo.experiment.records import Run, RunStatus
from rnn_demo.runner.lease import HEARTBEAT_EVERY, LEASE_SECONDS
from rnn_demo.store import Store
from tests.runner.running import LONG
from tests.runner.waiting import wait_until


def test_a_worker_shows_that_it_lives_while_one_step_takes_long(
    store: Store, train_beside: Callable[..., Future[Run]]
) -> None:
    run = store.create_run(LONG, status=RunStatus.RUNNING)
    next_step, stop = threading.Event(), threading.Event()
    training = train_beside(store, run, stop, lambda event: next_step.wait(60))
    try:
        wait_until(lambda: store.active_runs_unseen_for(1.0))
        wait_until(lambda: not store.active_runs_unseen_for(1.0))
        assert not next_step.is_set()
    finally:
        stop.set()
        next_step.set()
    assert training.result(timeout=30).status is RunStatus.STOPPED


def test_a_lease_outlasts_heartbeats_that_get_lost() -> None:
    assert LEASE_SECONDS > 3 * HEARTBEAT_EVERY
