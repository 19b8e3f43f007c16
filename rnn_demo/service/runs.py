"""Runs: starting, steering and watching them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from rnn_demo import network, runner
from rnn_demo.errors import InvalidName
from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.estimate import Estimate, estimate_seconds
from rnn_demo.experiment.events import Event
from rnn_demo.experiment.records import Cursor, Device, News, Note, NoteCode, Run, RunStatus, Snapshot
from rnn_demo.experiment.search import RunSearch
from rnn_demo.library.networks import built_in_runs
from rnn_demo.store import START, Store

RUNNER_SEEN_WITHIN = 10.0  # seconds of silence after which a runner counts as gone
AT_A_TIME = 200  # runs read in one piece of many
HISTORY = 50  # earlier runs from which the expected time is learned


class Runs:
    """The runs of one store, and those that ship with the package, which can be watched only.

    Verbs about a run raise `RunNotFound` where there is none of that id; those that steer it, where it is built in.
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

    def find(self, search: RunSearch, limit: int, *, offset: int = 0) -> list[Run]:
        """The runs that ``search`` describes, in its order: at most ``limit``, after the first ``offset``."""
        return self._store.find_runs(search, limit, offset=offset)

    def count(self, search: RunSearch) -> int:
        """How many runs ``search`` describes."""
        return self._store.count_runs(search)

    def weights_bytes(self, run_ids: Collection[str]) -> dict[str, int]:
        """How many bytes of weights are kept of each of these runs; those without any are left out."""
        return self._store.weights_bytes(run_ids)

    def all(self) -> Iterator[Run]:
        """Every run, newest first, read some at a time."""
        runs = self._store.runs(AT_A_TIME)
        while runs:
            yield from runs
            runs = self._store.runs(AT_A_TIME, before=runs[-1].id)

    def rename(self, run_id: str, name: str) -> None:
        """Call a run ``name``, also one that is over; nothing takes its name away.

        Raises:
            InvalidName: it is too long, or cannot be seen; or the run is built in.
        """
        if run_id in built_in_runs():
            raise InvalidName(
                f"The run {run_id} is built in and keeps its name. Only runs that were trained here can be named."
            )
        self._store.rename(run_id, name)

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

    def estimate_seconds(self, config: RunConfig) -> Estimate:
        """About how long a run would train if it started now, learned from the other ones in this store."""
        return estimate_seconds(config, self._store.runs(HISTORY))

    def has_free_slot(self) -> bool:
        """Whether a run that is started now surely need not wait for another one to end; True while no runner is known.

        A run that trains in a terminal looks like one of a runner, but takes none of its slots; nor does a paused run.
        """
        runners = self._store.runners(RUNNER_SEEN_WITHIN)
        before = [run for run in self._store.runs(HISTORY) if run.status in (RunStatus.QUEUED, RunStatus.RUNNING)]
        return not runners or len(before) < sum(runner.slots for runner in runners)


@lru_cache(maxsize=256)
def count_parameters(config: RunConfig) -> int:
    """How many weights the network of ``config`` has."""
    return network.count_parameters(config)
