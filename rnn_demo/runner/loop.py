"""The runner: claims queued runs, starts a worker for each, and notices workers that died."""

import logging
import os
import secrets
import socket
import threading
import time
from datetime import UTC, datetime

from rnn_demo.errors import StoreUnavailable
from rnn_demo.experiment.records import ACTIVE, Note, NoteCode, Runner, RunStatus
from rnn_demo.runner.executor import Executor, WorkerHandle
from rnn_demo.runner.lease import LEASE_SECONDS
from rnn_demo.store import Store

logger = logging.getLogger(__name__)

POLL_EVERY = 0.1  # seconds between two looks at the queue
REPORT_EVERY = 2.0  # seconds between two reports that this runner is there
END_TIMEOUT = 5.0  # seconds a worker has to write its last words


def run_queue(store: Store, executor: Executor, slots: int, stop: threading.Event) -> None:
    """Train queued runs, at most ``slots`` at a time, until ``stop`` is set; then end the workers and return.

    A paused run keeps its worker but no slot, so that one who pauses and leaves holds nobody up. While the store cannot be
    reached the workers are left alone.
    """
    name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"
    runner = Runner(name, slots, executor.devices(), seen_at=datetime.now(UTC))
    workers: dict[str, WorkerHandle] = {}
    last_report = 0.0
    paused = 0
    try:
        while not stop.is_set():
            try:
                if time.monotonic() - last_report > REPORT_EVERY:
                    store.report_runner(runner)
                    _fail_lost_runs(store, workers)
                    paused = sum(store.run(run_id).status is RunStatus.PAUSED for run_id in workers)
                    last_report = time.monotonic()
                _remove_dead_workers(store, workers)
                while len(workers) - paused < slots and (run := store.claim_next()):
                    workers[run.id] = executor.start(run.id)
            except StoreUnavailable:
                logger.exception("The store cannot be reached; trying again in %s s", REPORT_EVERY)
                stop.wait(REPORT_EVERY)
            stop.wait(POLL_EVERY)
    finally:
        for worker in workers.values():
            worker.ask_to_end()
        for worker in workers.values():
            worker.end(END_TIMEOUT)
        for run_id in workers:
            logger.info("Ended the worker of run %s", run_id)
            # Where the worker could not say so itself.
            store.change_status(run_id, ACTIVE, RunStatus.STOPPED, note=Note(NoteCode.SERVER_STOPPED))
        store.remove_runner(runner.id)


def _remove_dead_workers(store: Store, workers: dict[str, WorkerHandle]) -> None:
    """Forget workers that have ended; the run of one that did not say how has failed."""
    for run_id, worker in list(workers.items()):
        if (exit_code := worker.exit_code()) is None:
            continue
        del workers[run_id]
        note = Note(NoteCode.WORKER_DIED, {"exit_code": exit_code})
        if store.change_status(run_id, ACTIVE, RunStatus.FAILED, note=note):
            logger.error("The worker of run %s died with exit code %s", run_id, exit_code)


def _fail_lost_runs(store: Store, workers: dict[str, WorkerHandle]) -> None:
    """End the runs of an earlier runner that died with its machine: nobody will ever train them on."""
    for run in store.active_runs_unseen_for(LEASE_SECONDS):
        if run.id not in workers:
            store.change_status(run.id, ACTIVE, RunStatus.FAILED, note=Note(NoteCode.RUNNER_LOST))
