"""The verbs that pages and the terminal may call. Whatever they need to know or do goes through here.

Importing this module does not load torch; the verbs that need it load it when they are first called.
"""

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.estimate import expected_seconds
from rnn_demo.experiment.records import Command, Device, Evaluation, Metric, Run, RunStatus
from rnn_demo.service.digits import Digit
from rnn_demo.service.networks import Inspection
from rnn_demo.store import open_store

if TYPE_CHECKING:
    from rnn_demo.runner.worker import Watcher

__all__ = ["Digit", "Service", "load_torch"]

RUNNER_SEEN_WITHIN = 10.0  # seconds of silence after which a runner counts as gone
HISTORY = 50  # earlier runs from which the expected time is learned


class Service(Inspection):
    """One store and what can be done with it: train, watch and, as `Inspection` says, look inside.

    May be shared by any number of threads.
    """

    def __init__(self, store_url: str) -> None:
        super().__init__(open_store(store_url))

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
        return self.store.last_evaluation(run_id)

    def devices(self) -> tuple[Device, ...]:
        """Where runs can be trained at present; empty if no training process is there."""
        runners = self.store.runners(RUNNER_SEEN_WITHIN)
        return tuple(dict.fromkeys(device for runner in runners for device in runner.devices))

    def expected_seconds(self, config: RunConfig) -> float:
        """About how long a run would take, learned from the earlier ones in this store."""
        return expected_seconds(config, self.store.runs(HISTORY))

    def count_parameters(self, config: RunConfig) -> int:
        """How many weights the network of ``config`` has."""
        return _count_parameters(config)


def load_torch() -> None:
    """Import torch and what looks inside networks, so that the first page that needs them does not wait for it."""
    import torch

    import rnn_demo.data.download
    import rnn_demo.introspect  # noqa: F401  # both are imported to be there when they are needed

    torch.set_num_threads(1)  # one digit is too small to share among cores, which the training processes need


@lru_cache(maxsize=256)
def _count_parameters(config: RunConfig) -> int:
    from rnn_demo.network.model import count_parameters

    return count_parameters(config)
