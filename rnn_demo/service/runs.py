"""Runs: starting, steering and watching them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache

from rnn_demo import network, runner
from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.estimate import expected_seconds
from rnn_demo.experiment.events import Event
from rnn_demo.experiment.records import Cursor, Device, News, Note, NoteCode, Run, RunStatus, Snapshot
from rnn_demo.library.networks import built_in_runs
from rnn_demo.store import START, Store

RUNNER_SEEN_WITHIN = 10.0  # seconds of silence after which a runner counts as gone
HISTORY = 50  # earlier runs from which the expected time is learned


class Runs:
    """The runs of one store, and those that ship with the package, which can be watched only.

    Verbs about a run raise `RunNotFound` where there is none of that id; those that change it, where it is built in.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    # Training

    def start(self, config: RunConfig) -> Run:
        """Queue a run; a runner will train it as soon as it has a free slot."""
        return self._store.create_run(config)

    def train_here(self, config: RunConfig, stop: threading.Event, watch: Callable[[Event], None]) -> Run:
        """Train in this process, until the end or until ``stop`` is set; return the run as it ended."""
        return runner.train_run(self._store, self._store.create_run(config, status=RunStatus.RUNNING), stop, watch)

    def pause(self, run_id: str) -> None:
        self._store.send(run_id, Command.PAUSE)

    def resume(self, run_id: str) -> None:
        self._store.send(run_id, Command.RESUME)

    def stop(self, run_id: str) -> None:
        """End a run; what it has learned so far is kept."""
        stopped = Note(NoteCode.STOPPED)
        if not self._store.change_status(run_id, {RunStatus.QUEUED}, RunStatus.STOPPED, note=stopped):
            self._store.send(run_id, Command.STOP)

    # Watching

    def get(self, run_id: str) -> Run:
        built_in = built_in_runs().get(run_id)
        return built_in.run if built_in else self._store.run(run_id)

    def built_in(self) -> list[Run]:
        """The runs that ship with the package; `latest` does not list them."""
        return [built_in.run for built_in in built_in_runs().values()]

    def latest(self, limit: int = 100, *, before: str | None = None, with_weights: bool = False) -> list[Run]:
        """The ``limit`` newest runs, newest first; those before the run ``before``; those that can be looked into."""
        return self._store.runs(limit, before=before, with_weights=with_weights)

    def news(self, run_id: str, after: Cursor = START) -> News:
        """What is new in a run since the cursor of earlier news; everything if there are none."""
        built_in = built_in_runs().get(run_id)
        return built_in.news(after) if built_in else self._store.news(run_id, after)

    def snapshots(self, run_id: str) -> list[Snapshot]:
        """The moments of training whose weights are kept, in order of their steps; none before the run has begun."""
        built_in = built_in_runs().get(run_id)
        return built_in.snapshots if built_in else self._store.snapshots(run_id)

    def devices(self) -> tuple[Device, ...]:
        """Where runs can be trained at present; empty if no training process is there."""
        runners = self._store.runners(RUNNER_SEEN_WITHIN)
        return tuple(dict.fromkeys(device for runner in runners for device in runner.devices))

    def expected_seconds(self, config: RunConfig) -> float:
        """About how long a run would take, learned from the earlier ones in this store."""
        return expected_seconds(config, self._store.runs(HISTORY))


@lru_cache(maxsize=256)
def count_parameters(config: RunConfig) -> int:
    """How many weights the network of ``config`` has."""
    return network.count_parameters(config)
