"""A worker: trains one run from start to end and obeys the commands that it finds in the store."""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
import torch._dynamo  # an optimizer imports it when it is built, and its second or two would count as training

from rnn_demo.data import DownloadProgress, load_dataset
from rnn_demo.errors import RnnDemoError, RunIsOver, StoreUnavailable, TrainingDiverged
from rnn_demo.experiment.records import ACTIVE, Command, Run, RunStatus
from rnn_demo.network.model import build_model
from rnn_demo.network.training import Event, describe_device, find_device, train
from rnn_demo.runner.reporter import Reporter
from rnn_demo.store import Store

logger = logging.getLogger(__name__)

COMMANDS_EVERY = 0.1  # seconds between two looks at the commands; people notice a delay from about 0.3 on
HEARTBEAT_EVERY = 2.0  # seconds between two signs of life

Watcher = Callable[[Event | DownloadProgress], None]


class _Stopped(Exception):
    """The run is to end now. Never leaves this module."""


def train_run(
    store: Store, run: Run, stop: threading.Event, watch: Watcher = lambda event: None, *, stop_message: str = ""
) -> Run:
    """Train ``run`` (claimed, that is running) to its end and return it as it then stands in the store.

    It ends early when ``stop`` is set, for the reason ``stop_message``, or when the store holds a stop command.
    Whatever goes wrong ends the run with one readable sentence; this function raises only if the store itself fails.
    ``watch`` is told of every event.
    """
    details = ""
    try:
        with _signs_of_life(store, run):
            _train(store, run, stop, watch)
        status, message = RunStatus.FINISHED, ""
    except (_Stopped, RunIsOver):
        status, message = RunStatus.STOPPED, stop_message if stop.is_set() else ""
    except TrainingDiverged as error:
        status, message = RunStatus.DIVERGED, str(error)
    except RnnDemoError as error:
        status, message = RunStatus.FAILED, str(error)
    except Exception as error:  # whatever it is: the person watching is owed a sentence, and the log the traceback
        logger.exception("Run %s failed", run.id)
        status, message, details = RunStatus.FAILED, _why_broken_off(error), traceback.format_exc()
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


def _why_broken_off(error: Exception) -> str:
    # The CPU's memory has no exception class of its own.
    if isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error):
        return "The training ran out of memory. Choose a smaller batch size, fewer hidden units or fewer layers."
    return f"The training broke off: {type(error).__name__}: {error}".splitlines()[0]


@contextmanager
def _signs_of_life(store: Store, run: Run) -> Iterator[None]:
    """Keep telling the store that the run has a worker, since a pause or a step of a large network may take long."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_EVERY):
            try:
                store.heartbeat(run.id)
            except StoreUnavailable as error:  # the next one may get through; without any the run would count as lost
                logger.warning("No sign of life of run %s: %s", run.id, error)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


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
        """Return when nobody wants a pause any more.

        Raises:
            _Stopped: the run is to end now, or has been ended by someone else.
        """
        self._store.change_status(self._run.id, {RunStatus.RUNNING}, RunStatus.PAUSED)
        while self.paused:
            self._stop.wait(COMMANDS_EVERY)
            self.look()
            if self._store.run(self._run.id).status.is_over:
                raise _Stopped
        self._store.change_status(self._run.id, {RunStatus.PAUSED}, RunStatus.RUNNING)
