"""A worker: trains one run from start to end and obeys the commands that it finds in the store."""

import logging
import threading
import traceback
from collections.abc import Callable

import torch
import torch._dynamo  # an optimizer imports it when it is built, and its second or two would count as training

from rnn_demo.data import load_dataset
from rnn_demo.errors import RnnDemoError, RunIsOver, TrainingDiverged
from rnn_demo.experiment.events import Downloading, Event
from rnn_demo.experiment.records import ACTIVE, Note, NoteCode, Run, RunStatus
from rnn_demo.network import TrainingState, describe_device, find_device, train
from rnn_demo.runner.inbox import CommandInbox, RunStopped
from rnn_demo.runner.lease import held_lease
from rnn_demo.runner.reporter import Reporter
from rnn_demo.store import Store

logger = logging.getLogger(__name__)

STOPPED = Note(NoteCode.STOPPED)

Watcher = Callable[[Event], None]


def train_run(
    store: Store, run: Run, stop: threading.Event, watch: Watcher = lambda event: None, *, stop_note: Note = STOPPED
) -> Run:
    """Train ``run`` (claimed, that is running) to its end and return it as it then stands in the store.

    It ends early when ``stop`` is set, for which the reason is ``stop_note``, or when the store holds a stop command.
    Whatever goes wrong ends the run with a note; this function raises only if the store itself fails. ``watch`` is told
    of every event.
    """
    details = ""
    try:
        with held_lease(store, run.id):
            _train(store, run, stop, watch)
        status, note = RunStatus.FINISHED, Note(NoteCode.COMPLETED)
    except (RunStopped, RunIsOver):
        status, note = RunStatus.STOPPED, stop_note if stop.is_set() else STOPPED
    except TrainingDiverged as error:
        status, note = RunStatus.DIVERGED, Note(NoteCode.DIVERGED, {"step": error.step})
    except RnnDemoError as error:
        status, note = RunStatus.FAILED, Note(NoteCode.REFUSED, {"reason": str(error)})
    except Exception as error:  # whatever it is: the person watching is owed a word, and the log the traceback
        logger.exception("Run %s failed", run.id)
        status, note, details = RunStatus.FAILED, _why_broken_off(error), traceback.format_exc()
    store.change_status(run.id, ACTIVE, status, note=note, details=details)
    return store.run(run.id)


def _train(store: Store, run: Run, stop: threading.Event, watch: Watcher) -> None:
    torch.set_num_threads(1)  # nearly as fast as all cores at these sizes, repeatable, and fair to other runs
    inbox = CommandInbox(store, run.id, stop)
    reporter = Reporter(store, run)

    def show_download(progress: Downloading) -> None:
        watch(progress)
        if inbox.look():
            reporter.say(note=Note(NoteCode.DOWNLOADING, vars(progress)))

    device = find_device(run.config.device)
    reporter.say(device=describe_device(device))
    dataset = load_dataset(run.config.dataset, on_progress=show_download)
    reporter.say(note=Note(NoteCode.STARTING))
    state = TrainingState.start(run.config, device)
    reporter.keep(state.model)
    reporter.restart_clock()
    try:
        for event in train(state, dataset):
            reporter.take(event, state.model)
            watch(event)
            inbox.look()
            if inbox.paused:
                reporter.keep(state.model)
                inbox.wait_for_resume()
                reporter.restart_clock()
    except RunStopped:
        reporter.keep(state.model)
        raise
    finally:
        reporter.flush()


def _why_broken_off(error: Exception) -> Note:
    # The CPU's memory has no exception class of its own.
    if isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error):
        return Note(NoteCode.OUT_OF_MEMORY)
    return Note(NoteCode.BROKE_OFF, {"error": f"{type(error).__name__}: {error}".splitlines()[0]})
