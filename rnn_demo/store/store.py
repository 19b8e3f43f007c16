"""What the store promises; the SQL that keeps it stands in `runs`, `search`, `measurements`, `news` and `messages`."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine

from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.names import parse_name
from rnn_demo.experiment.records import Cursor, News, Note, Run, Runner, RunStatus, Snapshot, Update
from rnn_demo.experiment.search import RunSearch
from rnn_demo.store import measurements, messages, news, runs
from rnn_demo.store import search as searching
from rnn_demo.store.engine import WRITES, transaction

START = Cursor()
"""Before everything that is written of a run."""


class Store:
    """Runs, what they measured, their weights, and the commands and runners around them.

    **Threads and processes.** One store object may be used from any number of threads, one store (URL) from any number
    of processes. A store object does not survive a fork: open one in each process.

    **Atomic.** Each method is one transaction: it happens as a whole or, when it raises, not at all, also when its
    process is killed. `claim_next` and `commands` give each run and each command to exactly one caller. `change_status`
    is a compare-and-set.

    **Immutable.** A run's id, config and creation never change. Of a run that is over nothing changes any more but its
    name: `write`, `change_status` and `heartbeat` leave it as it is, and only the thinning of an earlier `write` removed
    snapshots. `rename` gives any run another name at any time.

    **Readers** get frozen records and may keep them. Once a method has returned, every later call in any process sees
    what it wrote. A reader that has seen progress up to step n finds all metrics and evaluations that came with it.
    Metrics and evaluations are only ever added or replaced, so whoever asks for the `news` since the last ones and
    merges them by step holds what the store holds. Nothing holds over two calls: the run may be over by the second.

    **Unknown runs.** `run`, `rename`, `change_status`, `write`, `news`, `send` and `weights` raise `RunNotFound`; for
    the others an unknown run is one about which there is nothing to tell.

    **Times** are timezone-aware UTC, by the clock that the store was opened with.

    Raises:
        StoreUnavailable: from any method, when the store cannot be read or written, or holds something that this
            version cannot read.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._reading = partial(transaction, engine)
        self._writing = partial(transaction, engine.execution_options(**WRITES))

    def create_run(self, config: RunConfig, *, status: RunStatus = RunStatus.QUEUED) -> Run:
        """Add a run under a new id of 8 hexadecimal digits.

        With ``status`` RUNNING the caller holds the run itself at once: it is noted as STARTING, and no runner will
        claim it.
        """
        with self._writing() as session:
            return runs.create(session, config, status, self._clock())

    def run(self, run_id: str) -> Run:
        """The run as it stands now.

        Raises:
            RunNotFound: no run has this id.
        """
        with self._reading() as session:
            return runs.record(runs.find(session, run_id))

    def runs(self, limit: int = 100, *, before: str | None = None, with_weights: bool = False) -> list[Run]:
        """The ``limit`` newest runs, newest first: of all, or of those older than the run with the id ``before``.

        ``with_weights`` leaves out those of which no weights are kept.
        """
        with self._reading() as session:
            return runs.newest(session, limit, before, with_weights)

    def find_runs(self, search: RunSearch, limit: int, *, offset: int = 0) -> list[Run]:
        """The runs that ``search`` describes, in its order: at most ``limit``, after the first ``offset``."""
        with self._reading() as session:
            return searching.find(session, search, limit, offset)

    def count_runs(self, search: RunSearch) -> int:
        """How many runs ``search`` describes."""
        with self._reading() as session:
            return searching.count(session, search)

    def weights_bytes(self, run_ids: Collection[str]) -> dict[str, int]:
        """How many bytes of weights are kept of each of these runs; those without any are left out."""
        with self._reading() as session:
            return searching.weights_bytes(session, list(run_ids))

    def rename(self, run_id: str, name: str) -> None:
        """Call the run ``name``, as `parse_name` makes it of the text; nothing takes the name away.

        Raises:
            RunNotFound: no run has this id.
            InvalidName: it is too long, or cannot be seen.
        """
        with self._writing() as session:
            runs.rename(session, run_id, parse_name(name))

    def claim_next(self) -> Run | None:
        """Make the oldest queued run RUNNING, noted as STARTING, and return it; None if no run is queued."""
        with self._reading() as session:  # most looks find nothing, and need not hold off writers
            if not runs.any_queued(session):
                return None
        with self._writing() as session:
            return runs.claim_next(session, self._clock())

    def change_status(
        self,
        run_id: str,
        expected: Collection[RunStatus],
        new: RunStatus,
        *,
        note: Note | None = None,
        details: str | None = None,
    ) -> bool:
        """Set the status to ``new`` if it is one of ``expected`` and the run is not over; say whether that was so.

        ``note`` and ``details`` replace the run's where given. Sets ``finished_at`` where ``new`` is over.

        Raises:
            RunNotFound: no run has this id.
        """
        with self._writing() as session:
            return runs.change_status(session, run_id, expected, new, note=note, details=details, now=self._clock())

    def write(self, run_id: str, update: Update) -> bool:
        """Add everything in ``update`` to the run; this is a heartbeat, too.

        A step that was written before is replaced; a snapshot without an accuracy keeps the one known for its step.
        After a snapshot at most `SNAPSHOTS_KEPT` remain (see `rnn_demo.store.thinning`). Returns False, having written
        nothing, when the run is over.

        Raises:
            RunNotFound: no run has this id.
        """
        with self._writing() as session:
            return measurements.write(session, run_id, update, self._clock())

    def heartbeat(self, run_id: str) -> None:
        """Note that the run's worker is alive though it has nothing to write. No change of the run."""
        with self._writing() as session:
            runs.put(session, run_id, seen_at=self._clock())

    def active_runs_unseen_for(self, seconds: float) -> list[Run]:
        """Running or paused runs without a heartbeat for more than ``seconds``, oldest first.

        Being created RUNNING, being claimed, `write` and a change to RUNNING or PAUSED count as one.
        """
        with self._reading() as session:
            return runs.active_unseen_since(session, self._clock() - timedelta(seconds=seconds))

    def send(self, run_id: str, command: Command) -> None:
        """Leave a command for the run's worker. One that the worker no longer takes has no effect.

        Raises:
            RunNotFound: no run has this id.
        """
        with self._writing() as session:
            messages.send(session, run_id, command)

    def commands(self, run_id: str) -> list[Command]:
        """Take the commands sent to the run, in the order of sending. Cheap when there are none."""
        with self._reading() as session:  # as in claim_next
            if not messages.any_commands(session, run_id):
                return []
        with self._writing() as session:
            return messages.take_commands(session, run_id)

    def news(self, run_id: str, after: Cursor = START) -> News:
        """The run as it stands now, and what has been written of it since ``after``, the cursor of earlier news.

        Raises:
            RunNotFound: no run has this id.
        """
        with self._reading() as session:
            return news.since(session, run_id, after)

    def snapshots(self, run_id: str) -> list[Snapshot]:
        """The moments of training whose weights are in the store, in order of their steps."""
        with self._reading() as session:
            return measurements.snapshots(session, run_id)

    def weights(self, run_id: str, step: int) -> bytes:
        """The weights of the snapshot at ``step``, as they were written.

        Raises:
            RunNotFound: no run has this id.
            SnapshotNotFound: the run has no snapshot at this step, or has it no more.
        """
        with self._reading() as session:
            return measurements.weights(session, run_id, step)

    def report_runner(self, runner: Runner) -> None:
        """Note that a runner is alive now, whatever its ``seen_at`` says, and what it offers."""
        with self._writing() as session:
            messages.report_runner(session, runner, self._clock())

    def runners(self, seen_within_seconds: float) -> list[Runner]:
        """The runners that reported themselves within the last ``seen_within_seconds``, in order of their ids."""
        with self._reading() as session:
            return messages.runners_seen_since(session, self._clock() - timedelta(seconds=seen_within_seconds))

    def remove_runner(self, runner_id: str) -> None:
        """Forget a runner; nothing happens if it is not known."""
        with self._writing() as session:
            messages.remove_runner(session, runner_id)

    def close(self) -> None:
        """Give back all connections. The store object is not used afterwards."""
        self._engine.dispose()
