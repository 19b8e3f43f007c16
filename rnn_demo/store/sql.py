"""The store in an SQL database: SQLite by default, PostgreSQL by its URL."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Cursor, News, Note, Run, Runner, RunStatus, Snapshot, Update
from rnn_demo.store import measurements, messages, runs
from rnn_demo.store.contract import START, Store
from rnn_demo.store.engine import WRITES, open_engine, unavailable
from rnn_demo.store.news import news

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class SqlStore(Store):
    """A `Store` behind an SQLAlchemy URL. Each method is one short transaction on a connection from the pool."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._clock = clock
        self._engine = open_engine(url)
        self._readers = sessionmaker(self._engine)
        self._writers = sessionmaker(self._engine.execution_options(**WRITES))

    def close(self) -> None:
        self._engine.dispose()

    # Runs

    def create_run(self, config: RunConfig, *, status: RunStatus = RunStatus.QUEUED) -> Run:
        with self._writing() as session:
            return runs.create(session, config, status, self._clock())

    def run(self, run_id: str) -> Run:
        with self._reading() as session:
            return runs.record(runs.find(session, run_id))

    def runs(self, limit: int = 100, *, before: str | None = None, with_weights: bool = False) -> list[Run]:
        with self._reading() as session:
            return runs.newest(session, limit, before, with_weights)

    def queue_position(self, run_id: str) -> int:
        with self._reading() as session:
            return runs.queue_position(session, run_id)

    def claim_next(self) -> Run | None:
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
        with self._writing() as session:
            return runs.change_status(session, run_id, expected, new, note=note, details=details, now=self._clock())

    def heartbeat(self, run_id: str) -> None:
        with self._writing() as session:
            runs.heartbeat(session, run_id, self._clock())

    def active_runs_unseen_for(self, seconds: float) -> list[Run]:
        with self._reading() as session:
            return runs.active_unseen_since(session, self._ago(seconds))

    # What a run measured

    def write(self, run_id: str, update: Update) -> bool:
        with self._writing() as session:
            return measurements.write(session, run_id, update, self._clock())

    def news(self, run_id: str, after: Cursor = START) -> News:
        with self._reading() as session:
            return news(session, run_id, after)

    def snapshots(self, run_id: str) -> list[Snapshot]:
        with self._reading() as session:
            return measurements.snapshots(session, run_id)

    def weights(self, run_id: str, step: int) -> bytes:
        with self._reading() as session:
            return measurements.weights(session, run_id, step)

    # Commands and runners

    def send(self, run_id: str, command: Command) -> None:
        with self._writing() as session:
            messages.send(session, run_id, command)

    def commands(self, run_id: str) -> list[Command]:
        with self._reading() as session:  # as in claim_next
            if not messages.any_commands(session, run_id):
                return []
        with self._writing() as session:
            return messages.take_commands(session, run_id)

    def report_runner(self, runner: Runner) -> None:
        with self._writing() as session:
            messages.report_runner(session, runner, self._clock())

    def runners(self, seen_within_seconds: float) -> list[Runner]:
        with self._reading() as session:
            return messages.runners_seen_since(session, self._ago(seen_within_seconds))

    def remove_runner(self, runner_id: str) -> None:
        with self._writing() as session:
            messages.remove_runner(session, runner_id)

    # Transactions

    def _reading(self) -> AbstractContextManager[Session]:
        return self._transaction(self._readers)

    def _writing(self) -> AbstractContextManager[Session]:
        return self._transaction(self._writers)

    @contextmanager
    def _transaction(self, sessions: sessionmaker[Session]) -> Iterator[Session]:
        try:
            with sessions.begin() as session:
                yield session
        except SQLAlchemyError as error:
            raise unavailable(self._engine, error) from error

    def _ago(self, seconds: float) -> datetime:
        return self._clock() - timedelta(seconds=seconds)
