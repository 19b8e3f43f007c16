"""The store in an SQL database: SQLite by default, PostgreSQL by its URL."""

import secrets
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from rnn_demo.errors import RunNotFound, SnapshotNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import (
    ACTIVE,
    OVER,
    Command,
    Device,
    Evaluation,
    Metric,
    Run,
    Runner,
    RunStatus,
    Snapshot,
    Update,
)
from rnn_demo.store.contract import Store
from rnn_demo.store.engine import WRITES, open_engine, unavailable
from rnn_demo.store.tables import CommandRow, EvaluationRow, MetricRow, RunnerRow, RunRow, SnapshotRow
from rnn_demo.store.thinning import surplus

SNAPSHOTS_KEPT = 64
"""How many snapshots of one run remain at most."""


class SqlStore(Store):
    """A `Store` behind an SQLAlchemy URL. Each method is one short transaction on a connection from the pool."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self._readers = sessionmaker(self._engine)
        self._writers = sessionmaker(self._engine.execution_options(**WRITES))

    def close(self) -> None:
        self._engine.dispose()

    # Runs

    def create_run(self, config: RunConfig, *, status: RunStatus = RunStatus.QUEUED) -> Run:
        now = _now()
        with self._writing() as session:
            run_id = secrets.token_hex(4)
            while _knows_run(session, run_id):
                run_id = secrets.token_hex(4)
            # All settings, not only the changed ones: a default of a later version must not reinterpret the run.
            row = RunRow(id=run_id, config=config.model_dump(mode="json"), status=status, created_at=now, seen_at=now)
            if status.is_active:
                row.started_at = now
            session.add(row)
            session.flush()
            return row.record()

    def run(self, run_id: str) -> Run:
        with self._reading() as session:
            row = session.scalar(select(RunRow).where(RunRow.id == run_id))
            if row is None:
                raise _run_not_found(run_id)
            return row.record()

    def runs(self, limit: int = 100) -> list[Run]:
        return self._runs(select(RunRow).order_by(RunRow.number.desc()).limit(limit))

    def queue_position(self, run_id: str) -> int:
        is_queued = RunRow.status == RunStatus.QUEUED
        own_number = select(RunRow.number).where(RunRow.id == run_id, is_queued).scalar_subquery()
        with self._reading() as session:
            # Where the run is not queued its number is NULL, and nothing compares to that.
            return session.scalar(select(func.count()).where(is_queued, RunRow.number <= own_number)) or 0

    def claim_next(self) -> Run | None:
        oldest = select(RunRow).where(RunRow.status == RunStatus.QUEUED).order_by(RunRow.number).limit(1)
        if not self._any(oldest.with_only_columns(RunRow.number)):
            return None
        with self._writing() as session:
            row = session.scalar(oldest.with_for_update(skip_locked=True))
            if row is None:
                return None
            row.status = RunStatus.RUNNING
            row.started_at = row.seen_at = _now()
            return row.record()

    def change_status(
        self,
        run_id: str,
        expected: Collection[RunStatus],
        new: RunStatus,
        *,
        message: str | None = None,
        details: str | None = None,
    ) -> bool:
        now = _now()
        values: dict[str, Any] = {"status": new} | _given(message=message, details=details)
        if new.is_active:
            values |= {"seen_at": now, "started_at": func.coalesce(RunRow.started_at, now)}
        if new.is_over:
            values["finished_at"] = now
        with self._writing() as session:
            return _update_run(session, run_id, set(expected).difference(OVER), values)

    def heartbeat(self, run_id: str) -> None:
        with self._writing() as session:
            session.execute(update(RunRow).where(RunRow.id == run_id).values(seen_at=_now()))

    def active_runs_unseen_for(self, seconds: float) -> list[Run]:
        unseen = RunRow.seen_at < _now() - timedelta(seconds=seconds)
        return self._runs(select(RunRow).where(RunRow.status.in_(ACTIVE), unseen).order_by(RunRow.number))

    # What a run measured

    def write(self, run_id: str, update: Update) -> bool:
        values = vars(update.progress) | {"seen_at": _now()} | _given(device=update.device, message=update.message)
        with self._writing() as session:
            # First of all, because it holds off everyone else who would change this run until we are done.
            if not _update_run(session, run_id, set(RunStatus).difference(OVER), values):
                return False
            _write_metrics(session, run_id, update.metrics)
            for evaluation in update.evaluations:
                session.merge(EvaluationRow(run_id=run_id, **vars(evaluation)))
            if update.snapshot is not None:
                _write_snapshot(session, run_id, update.snapshot, update.weights)
            return True

    def metrics_since(self, run_id: str, step: int) -> list[Metric]:
        columns = select(
            MetricRow.step,
            MetricRow.epoch,
            MetricRow.loss,
            MetricRow.accuracy,
            MetricRow.grad_norm,
            MetricRow.learning_rate,
        )
        with self._reading() as session:
            rows = session.execute(
                columns.where(MetricRow.run_id == run_id, MetricRow.step > step).order_by(MetricRow.step)
            )
            return [Metric(*row) for row in rows]

    def evaluations_since(self, run_id: str, step: int) -> list[Evaluation]:
        newer = select(EvaluationRow).where(EvaluationRow.run_id == run_id, EvaluationRow.step > step)
        with self._reading() as session:
            return [row.record() for row in session.scalars(newer.order_by(EvaluationRow.step))]

    def last_evaluation(self, run_id: str) -> Evaluation | None:
        last = select(EvaluationRow).where(EvaluationRow.run_id == run_id).order_by(EvaluationRow.step.desc()).limit(1)
        with self._reading() as session:
            row = session.scalar(last)
            return row.record() if row else None

    def snapshots(self, run_id: str) -> list[Snapshot]:
        with self._reading() as session:
            return _snapshots(session, run_id)

    def weights(self, run_id: str, step: int) -> bytes:
        with self._reading() as session:
            weights = session.scalar(
                select(SnapshotRow.weights).where(SnapshotRow.run_id == run_id, SnapshotRow.step == step)
            )
            if weights is not None:
                return weights
            if not _knows_run(session, run_id):
                raise _run_not_found(run_id)
            raise SnapshotNotFound(
                f"Run {run_id} has no weights for step {step:,}: at most {SNAPSHOTS_KEPT} moments of a run are kept, "
                "so they may have been thinned away. Choose another moment."
            )

    # Commands and runners

    def send(self, run_id: str, command: Command) -> None:
        with self._writing() as session:
            if not _knows_run(session, run_id):
                raise _run_not_found(run_id)
            session.add(CommandRow(run_id=run_id, command=command))

    def commands(self, run_id: str) -> list[Command]:
        is_own = CommandRow.run_id == run_id
        if not self._any(select(CommandRow.number).where(is_own).limit(1)):
            return []
        with self._writing() as session:
            taken = session.execute(delete(CommandRow).where(is_own).returning(CommandRow.number, CommandRow.command))
            return [command for _, command in sorted((number, command) for number, command in taken)]

    def report_runner(self, runner: Runner) -> None:
        devices = [[device.name, device.label] for device in runner.devices]
        with self._writing() as session:
            session.merge(RunnerRow(id=runner.id, slots=runner.slots, devices=devices, seen_at=_now()))

    def runners(self, seen_within_seconds: float) -> list[Runner]:
        seen = RunnerRow.seen_at >= _now() - timedelta(seconds=seen_within_seconds)
        with self._reading() as session:
            return [
                Runner(row.id, row.slots, tuple(Device(name, label) for name, label in row.devices), row.seen_at)
                for row in session.scalars(select(RunnerRow).where(seen).order_by(RunnerRow.id))
            ]

    def remove_runner(self, runner_id: str) -> None:
        with self._writing() as session:
            session.execute(delete(RunnerRow).where(RunnerRow.id == runner_id))

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

    def _any(self, numbers: Select[int]) -> bool:
        """Whether there is anything, found without holding off writers."""
        with self._reading() as session:
            return session.scalar(numbers) is not None

    def _runs(self, rows: Select[RunRow]) -> list[Run]:
        with self._reading() as session:
            return [row.record() for row in session.scalars(rows)]


def _now() -> datetime:
    return datetime.now(UTC)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _run_not_found(run_id: str) -> RunNotFound:
    return RunNotFound(f"There is no run {run_id!r} in this store. Choose another one.")


def _knows_run(session: Session, run_id: str) -> bool:
    return session.scalar(select(RunRow.number).where(RunRow.id == run_id)) is not None


def _update_run(session: Session, run_id: str, expected: Collection[RunStatus], values: dict[str, Any]) -> bool:
    """Whether the run was in one of the expected states, so that it now has the ``values``."""
    is_expected = RunRow.status.in_(expected)
    changed = update(RunRow).where(RunRow.id == run_id, is_expected).values(values).returning(RunRow.number)
    if session.scalar(changed) is not None:
        return True
    if not _knows_run(session, run_id):
        raise _run_not_found(run_id)
    return False


def _write_metrics(session: Session, run_id: str, metrics: Collection[Metric]) -> None:
    if not metrics:
        return
    rows = {metric.step: {"run_id": run_id} | vars(metric) for metric in metrics}
    session.execute(delete(MetricRow).where(MetricRow.run_id == run_id, MetricRow.step.in_(list(rows))))
    session.execute(insert(MetricRow), list(rows.values()))


def _write_snapshot(session: Session, run_id: str, snapshot: Snapshot, weights: bytes) -> None:
    # A merge leaves alone what is not set, so that an accuracy known for this step stays.
    accuracy = _given(test_accuracy=snapshot.test_accuracy)
    session.merge(SnapshotRow(run_id=run_id, step=snapshot.step, epoch=snapshot.epoch, weights=weights, **accuracy))
    session.flush()
    if dropped := surplus(_snapshots(session, run_id), SNAPSHOTS_KEPT):
        session.execute(delete(SnapshotRow).where(SnapshotRow.run_id == run_id, SnapshotRow.step.in_(dropped)))


def _snapshots(session: Session, run_id: str) -> list[Snapshot]:
    columns = select(SnapshotRow.step, SnapshotRow.epoch, SnapshotRow.test_accuracy)
    rows = session.execute(columns.where(SnapshotRow.run_id == run_id).order_by(SnapshotRow.step))
    return [Snapshot(*row) for row in rows]
