"""What a worker tells the store about its run: buffered, timed and in few transactions."""

from __future__ import annotations

import time

from rnn_demo import network  # not its modules, which load torch: that is for who trains
from rnn_demo.errors import RunIsOver
from rnn_demo.experiment.events import Evaluated, Stepped, TrainingEvent
from rnn_demo.experiment.records import Evaluation, Metric, Note, Progress, Run, Snapshot, Update
from rnn_demo.store import Store

WRITE_EVERY = 0.25  # seconds between two transactions
SNAPSHOT_EVERY = 0.5  # seconds between two snapshots, so that whoever watches sees the states move
SNAPSHOT_SHARE = 5  # a snapshot that takes s seconds to write is followed by at least 5 s of training


class Reporter:
    """Collects a run's events and writes them to the store: numbers four times a second, weights when worth keeping.

    Weights are kept at the milestones of early training, at every test and, for those who watch live, about twice a
    second.
    """

    def __init__(self, store: Store, run: Run) -> None:
        self._store = store
        self._run = run
        self._progress = Progress()
        self._metrics: list[Metric] = []
        self._evaluations: list[Evaluation] = []
        self._snapshot_pause = SNAPSHOT_EVERY
        self._last_write = self._last_snapshot = self._clock = time.monotonic()

    def say(self, *, device: str | None = None, note: Note | None = None) -> None:
        """Write at once where the run trains, or what it is busy with."""
        self._write(Update(self._progress, device=device, note=note))

    def restart_clock(self) -> None:
        """Count the time since the last event as no training time."""
        self._clock = time.monotonic()

    def take(self, event: TrainingEvent, model: network.RowClassifier) -> None:
        """Note one event of ``model``'s training; write what is due."""
        now = time.monotonic()
        step, epoch = self._progress.step, self._progress.epoch
        worth_keeping = False
        match event:
            case Stepped(metrics):
                self._metrics += metrics
                step, epoch = metrics[-1].step, metrics[-1].epoch
                worth_keeping = network.is_milestone(step)
            case Evaluated(evaluation):
                self._evaluations.append(evaluation)
                worth_keeping = True
        seconds = self._progress.train_seconds + now - self._clock
        self._progress = Progress(step, epoch, self._run.config.digits_shown(step), seconds)
        self._clock = now
        if worth_keeping or now - self._last_snapshot > self._snapshot_pause:
            self.keep(model)
        elif now - self._last_write > WRITE_EVERY:
            self.flush()

    def keep(self, model: network.RowClassifier) -> None:
        """Write everything that is known, with the weights of ``model`` as they are now."""
        began = time.monotonic()
        step, epoch = self._progress.step, self._progress.epoch
        accuracy = next((one.accuracy for one in self._evaluations if one.step == step), None)
        self.flush(Snapshot(step, epoch, accuracy), network.save_weights(model))
        self._last_snapshot = time.monotonic()
        self._snapshot_pause = max(SNAPSHOT_EVERY, SNAPSHOT_SHARE * (self._last_snapshot - began))

    def flush(self, snapshot: Snapshot | None = None, weights: bytes = b"") -> None:
        """Write everything that is known."""
        self._write(Update(self._progress, tuple(self._metrics), tuple(self._evaluations), snapshot, weights))
        self._metrics.clear()
        self._evaluations.clear()
        self._last_write = time.monotonic()

    def _write(self, update: Update) -> None:
        if not self._store.write(self._run.id, update):
            raise RunIsOver(f"Run {self._run.id} was ended by someone else.")
