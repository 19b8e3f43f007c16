"""The verbs that pages and the terminal may call. Whatever they need to know or do goes through here.

Importing this module does not load torch; the verbs that need it load it when they are first called.
"""

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rnn_demo.config import RunConfig
from rnn_demo.estimate import expected_seconds
from rnn_demo.records import Command, Device, Evaluation, Metric, Run, RunStatus, Snapshot
from rnn_demo.store import Store, open_store

if TYPE_CHECKING:
    from torch import Tensor

    from rnn_demo.data import Dataset
    from rnn_demo.introspect import Trace
    from rnn_demo.model import RowClassifier
    from rnn_demo.runner.worker import Watcher

RUNNER_SEEN_WITHIN = 10.0  # seconds of silence after which a runner counts as gone
HISTORY = 50  # earlier runs from which the expected time is learned
MODELS_KEPT = 64
TRACES_KEPT = 512


class Digit(NamedTuple):
    """A test digit: ``image`` (28, 28) uint8, the number of its class and that class's name."""

    image: "Tensor"
    label: int
    name: str


class Service:
    """One store and what can be done with it. May be shared by any number of threads."""

    def __init__(self, store_url: str) -> None:
        self.store: Store = open_store(store_url)
        # Bound to the instance, so that two services never share what they remember.
        self._model = lru_cache(MODELS_KEPT)(self._load_model)
        self._trace = lru_cache(TRACES_KEPT)(self._look)

    # Training

    def start(self, config: RunConfig) -> Run:
        """Queue a run; a runner will train it as soon as it has a free slot."""
        return self.store.create_run(config)

    def train_here(self, config: RunConfig, stop: threading.Event, watch: "Watcher") -> Run:
        """Train in this process, until the end or until ``stop`` is set; return the run as it ended."""
        from rnn_demo.runner.worker import train_run

        return train_run(self.store, self.store.create_run(config, status=RunStatus.RUNNING), stop, watch)

    def pause(self, run_id: str) -> None:
        self.store.send(run_id, Command.PAUSE)

    def resume(self, run_id: str) -> None:
        self.store.send(run_id, Command.RESUME)

    def stop(self, run_id: str) -> None:
        """End a run; what it has learned so far is kept."""
        if not self.store.change_status(run_id, {RunStatus.QUEUED}, RunStatus.STOPPED):
            self.store.send(run_id, Command.STOP)

    # Watching

    def run(self, run_id: str) -> Run:
        return self.store.run(run_id)

    def runs(self, limit: int = 100) -> list[Run]:
        """The latest runs, newest first."""
        return self.store.runs(limit)

    def queue_position(self, run_id: str) -> int:
        """1 for the queued run that starts next; 0 for a run that is not queued."""
        return self.store.queue_position(run_id)

    def metrics_since(self, run_id: str, step: int) -> list[Metric]:
        return self.store.metrics_since(run_id, step)

    def evaluations_since(self, run_id: str, step: int) -> list[Evaluation]:
        return self.store.evaluations_since(run_id, step)

    def last_evaluation(self, run_id: str) -> Evaluation | None:
        """The latest test of a run; None before the first."""
        return max(self.store.evaluations_since(run_id, 0), key=lambda one: one.step, default=None)

    def devices(self) -> tuple[Device, ...]:
        """Where runs can be trained at present; empty if no training process is there."""
        runners = self.store.runners(RUNNER_SEEN_WITHIN)
        return tuple(dict.fromkeys(device for runner in runners for device in runner.devices))

    def expected_seconds(self, config: RunConfig) -> float:
        """About how long a run would take, learned from the earlier ones in this store."""
        return expected_seconds(config, self.store.runs(HISTORY))

    # Looking inside

    def count_parameters(self, config: RunConfig) -> int:
        """How many weights the network of ``config`` has."""
        return _count_parameters(config)

    def shown_dataset(self, config: RunConfig) -> str:
        """The dataset whose test digits ``config`` is shown with: its own, or the sample until that is downloaded."""
        from rnn_demo.data import is_available

        return config.dataset if is_available(config.dataset) else "mnist-sample"

    def digit(self, dataset: str, index: int) -> Digit:
        """Test digit number ``index`` of ``dataset``, counted round from its end if there are fewer."""
        return _digit(dataset, index)

    def classes(self, dataset: str) -> tuple[str, ...]:
        return _dataset(dataset).classes

    def next_digit(self, dataset: str, label: int, after: int) -> int:
        """The index of the next test digit of class ``label`` after index ``after``; after the last comes the first."""
        labels = _dataset(dataset).test_labels
        of_class: list[int] = (labels == label).nonzero().flatten().tolist()
        return next((index for index in of_class if index > after), of_class[0])

    def latest_snapshot(self, run_id: str) -> Snapshot | None:
        """The newest weights of a run; None before it has begun."""
        return max(self.store.snapshots(run_id), key=lambda snapshot: snapshot.step, default=None)

    def look(self, run_id: str, step: int, dataset: str, index: int) -> "Trace":
        """What the test digit ``index`` of ``dataset`` does in the network as it was after ``step`` steps.

        Raises:
            SnapshotNotFound: there are no weights of that step (any more).
        """
        return self._trace(run_id, step, dataset, index)

    def look_untrained(self, config: RunConfig, dataset: str, index: int) -> "Trace":
        """What a test digit does in the network of ``config`` before its first step."""
        return _look_untrained(config, dataset, index)

    def _load_model(self, run_id: str, step: int) -> "RowClassifier":
        from rnn_demo.model import load_model

        return load_model(self.store.run(run_id).config, self.store.weights(run_id, step))

    def _look(self, run_id: str, step: int, dataset: str, index: int) -> "Trace":
        from rnn_demo import introspect

        return introspect.look(self._model(run_id, step), self.digit(dataset, index).image)


def load_torch() -> None:
    """Import torch and what looks inside networks, so that the first page that needs them does not wait for it."""
    import torch

    import rnn_demo.introspect  # noqa: F401  # imported for its side effect of being loaded

    torch.set_num_threads(1)  # one digit is too small to share among cores, which the training processes need


@lru_cache(maxsize=4)
def _dataset(name: str) -> "Dataset":
    from rnn_demo.data import load_dataset

    return load_dataset(name)


def _digit(dataset: str, index: int) -> Digit:
    data = _dataset(dataset)
    index %= len(data.test_labels)
    label = int(data.test_labels[index])
    return Digit(data.test_images[index], label, data.classes[label])


@lru_cache(maxsize=256)
def _count_parameters(config: RunConfig) -> int:
    from rnn_demo.model import count_parameters

    return count_parameters(config)


@lru_cache(maxsize=128)
def _look_untrained(config: RunConfig, dataset: str, index: int) -> "Trace":
    from rnn_demo.introspect import look
    from rnn_demo.model import build_model

    return look(build_model(config).eval(), _digit(dataset, index).image)
