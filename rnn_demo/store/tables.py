"""The tables of the store. Rows of these classes never leave this package."""

import enum
import math
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, Float, ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.names import LONGEST_NAME
from rnn_demo.experiment.records import Note, NoteCode, RunStatus


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; SQLite itself knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class NanAsNull(TypeDecorator[float]):
    """A float that may be NaN, as the loss of a diverging run is: stored as NULL, all that SQLite knows."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        return None if value is None or math.isnan(value) else value

    def process_result_value(self, value: float | None, dialect: Dialect) -> float:
        return math.nan if value is None else value


class Noted(TypeDecorator[Note]):
    """A note as JSON: its code and its parameters."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Note | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else {"code": value.code, "params": dict(value.params)}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Note | None:
        return None if value is None else Note(NoteCode(value["code"]), value["params"])


Measured = Annotated[float, mapped_column(NanAsNull, nullable=True)]


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        Note: Noted,
        list[list[int]]: JSON,
        list[list[str]]: JSON,
        enum.StrEnum: Enum(
            enum.Enum, native_enum=False, length=16, values_callable=lambda kind: [member.value for member in kind]
        ),
    }


class SchemaRow(Base):
    """Of which version these tables are: one row (see `rnn_demo.store.migrations`)."""

    __tablename__ = "schema_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class RunRow(Base):
    """``number`` is the order of creation, ``seen_at`` the last heartbeat of the run's worker.

    Every change that a reader can see raises ``revision``; ``snapshots_revision`` is the one of the last change of the
    snapshots. ``config`` is JSON. What is known of the latest and the best test, and which weights are the newest, stands
    here once more, so that a list of runs is one query.
    """

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_status_number", "status", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(8), unique=True)
    revision: Mapped[int] = mapped_column(default=1)
    snapshots_revision: Mapped[int] = mapped_column(default=1)
    config: Mapped[str]
    status: Mapped[RunStatus]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    num_digits: Mapped[int] = mapped_column(default=0)
    train_seconds: Mapped[float] = mapped_column(default=0.0)
    device: Mapped[str] = mapped_column(default="")
    note: Mapped[Note]
    details: Mapped[str] = mapped_column(default="")
    last_test_step: Mapped[int | None]
    last_test_loss: Mapped[Measured]
    last_test_accuracy: Mapped[Measured]
    best_test_step: Mapped[int | None]
    best_test_loss: Mapped[Measured]
    best_test_accuracy: Mapped[Measured]
    latest_step: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", server_default="")


class MetricRow(Base):
    """``revision`` is the run's when the row was written, by which readers find what is new to them."""

    __tablename__ = "metrics"
    __table_args__ = (Index("ix_metrics_run_id_revision", "run_id", "revision"), {"sqlite_with_rowid": False})

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    epoch: Mapped[int]
    loss: Mapped[Measured]
    accuracy: Mapped[Measured]
    grad_norm: Mapped[Measured]
    learning_rate: Mapped[Measured]


class EvaluationRow(Base):
    """``revision`` as in `MetricRow`."""

    __tablename__ = "evaluations"
    __table_args__ = (Index("ix_evaluations_run_id_revision", "run_id", "revision"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    epoch: Mapped[int]
    loss: Mapped[Measured]
    accuracy: Mapped[Measured]
    confusion: Mapped[list[list[int]]]


class SnapshotRow(Base):
    """``weights`` stands last and is read only on request: listing snapshots touches no weights."""

    __tablename__ = "snapshots"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    test_accuracy: Mapped[float | None]
    weights: Mapped[bytes] = mapped_column(deferred=True)


class CommandRow(Base):
    """``number`` is the order of sending."""

    __tablename__ = "commands"

    number: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), index=True)
    command: Mapped[Command]


class RunnerRow(Base):
    """``devices`` holds pairs of name and label."""

    __tablename__ = "runners"

    id: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[int]
    devices: Mapped[list[list[str]]]
    seen_at: Mapped[datetime]
