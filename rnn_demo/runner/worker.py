"""A worker: trains one run from start to end and obeys the commands that it finds in the store."""

import logging
import threading
import time
import traceback
from collections.abc import Callable

import torch

from rnn_demo.data import DownloadProgress, load_dataset
from rnn_demo.errors import RnnDemoError, RunIsOver, TrainingDiverged
from rnn_demo.model import build_model
from rnn_demo.records import Command, Run, RunStatus
from rnn_demo.runner.reporter import Reporter
from rnn_demo.store import Store
from rnn_demo.training import Event, describe_device, find_device, train

logger = logging.getLogger(__name__)

COMMANDS_EVERY = 0.1  # seconds between two looks at the commands; people notice a delay from about 0.3 on
HEARTBEAT_EVERY = 2.0  # seconds between two signs of life while paused

ACTIVE = frozenset({RunStatus.RUNNING, RunStatus.PAUSED})

Watcher = Callable[[Event | DownloadProgress], None]


class _Stopped(Exception):
    """The run is to end now. Never leaves this module."""


def train_run(store: Store, run: Run, stop: threading.Event, watch: Watcher = lambda event: None) -> Run:
    """Train ``run`` (claimed, that is running) to its end and return it as it then stands in the store.

    It ends early when ``stop`` is set or the store holds a stop command. Whatever goes wrong ends the run with one
    readable sentence; this function raises only if the store itself fails. ``watch`` is told of every event.
    """
    details = ""
    try:
        _train(store, run, stop, watch)
        status, message = RunStatus.FINISHED, ""
    except (_Stopped, RunIsOver):
        status, message = RunStatus.STOPPED, ""
    except TrainingDiverged as error:
        status, message = RunStatus.DIVERGED, str(error)
    except RnnDemoError as error:
        status, message = RunStatus.FAILED, str(error)
    except torch.OutOfMemoryError:
        logger.exception("Run %s ran out of memory", run.id)
        status, details = RunStatus.FAILED, traceback.format_exc()
        message = f"{run.config.device} ran out of memory. Choose a smaller batch size or fewer hidden units."
    except Exception as error:  # whatever it is: the person watching is owed a sentence, and the log the traceback
        logger.exception("Run %s failed", run.id)
        status, details = RunStatus.FAILED, traceback.format_exc()
        message = f"The training broke off: {type(error).__name__}: {error}".splitlines()[0]
    store.change_status(run.id, ACTIVE, status, message=message, details=details)
    return store.run(run.id)


def _train(store: Store, run: Run, stop: threading.Event, watch: Watcher) -> None:
    torch.set_num_threads(1)  # nearly as fast as all cores at these sizes, repeatable, and fair to other runs
    orders = _Orders(store, run, stop)
    reporter = Reporter(store, run)

    def show_download(progress: DownloadProgress) -> None:
        watch(progress)
        if orders.look():
            reporter.say(message=str(progress))

    device = find_device(run.config.device)
    reporter.say(device=describe_device(device))
    dataset = load_dataset(run.config.dataset, on_progress=show_download)
    model = build_model(run.config)
    reporter.say(message="")
    reporter.keep(model)
    reporter.restart_clock()
    try:
        for event in train(model, dataset, device):
            reporter.take(event, model)
            watch(event)
            orders.look()
            if orders.paused:
                reporter.keep(model)
                orders.wait_for_resume()
                reporter.restart_clock()
    except _Stopped:
        reporter.keep(model)
        raise
    finally:
        reporter.flush()


class _Orders:
    """What people want of a run: the store's commands and the ``stop`` event."""

    def __init__(self, store: Store, run: Run, stop: threading.Event) -> None:
        self._store = store
        self._run = run
        self._stop = stop
        self._last_look = time.monotonic()
        self.paused = False

    def look(self) -> bool:
        """Take the store's commands in, at most every `COMMANDS_EVERY` seconds; say whether it was time to.

        Raises:
            _Stopped: the run is to end now.
        """
        if self._stop.is_set():
            raise _Stopped
        if time.monotonic() - self._last_look < COMMANDS_EVERY:
            return False
        self._last_look = time.monotonic()
        for command in self._store.commands(self._run.id):
            if command is Command.STOP:
                raise _Stopped
            self.paused = command is Command.PAUSE
        return True

    def wait_for_resume(self) -> None:
        """Return when nobody wants a pause any more. Raises `_Stopped` like `look`."""
        self._store.change_status(self._run.id, {RunStatus.RUNNING}, RunStatus.PAUSED)
        last_sign = time.monotonic()
        while self.paused:
            self._stop.wait(COMMANDS_EVERY)
            self.look()
            if time.monotonic() - last_sign > HEARTBEAT_EVERY:
                self._store.heartbeat(self._run.id)
                last_sign = time.monotonic()
        self._store.change_status(self._run.id, {RunStatus.PAUSED}, RunStatus.RUNNING)
