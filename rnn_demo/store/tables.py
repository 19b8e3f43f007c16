"""The tables of the store. Rows of these classes never leave this package."""

import math
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, Float, ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from rnn_demo.errors import InvalidConfig, StoreUnavailable
from rnn_demo.experiment.fields import parse_config
from rnn_demo.experiment.records import Command, Evaluation, Progress, Run, RunStatus


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


class Measured(TypeDecorator[float]):
    """A float that may be NaN, as the loss of a diverging run is. SQLite stores NaN as NULL, so NULL is read as NaN."""

    impl = Float
    cache_ok = True

    def process_result_value(self, value: float | None, dialect: Dialect) -> float:
        return math.nan if value is None else value


def _words(kind: type[RunStatus] | type[Command]) -> Enum:
    return Enum(
        kind, native_enum=False, length=16, values_callable=lambda members: [member.value for member in members]
    )


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[list[int]]: JSON,
        list[list[str]]: JSON,
        RunStatus: _words(RunStatus),
        Command: _words(Command),
    }


class RunRow(Base):
    """``number`` is the order of creation, ``seen_at`` the last sign of life of the run's worker."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_status_number", "status", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(8), unique=True)
    config: Mapped[dict[str, Any]]
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
    message: Mapped[str] = mapped_column(default="")
    details: Mapped[str] = mapped_column(default="")

    def record(self) -> Run:
        """What the world outside sees of this row.

        Raises:
            StoreUnavailable: the run's settings are not valid in this version.
        """
        try:
            config = parse_config(self.config)
        except InvalidConfig as error:
            raise StoreUnavailable(
                f"Run {self.id} was stored with settings that this version does not accept "
                f"({' '.join(error.problems)}) Use the version that stored it, or choose another place for the store."
            ) from error
        return Run(
            id=self.id,
            config=config,
            status=self.status,
            created_at=self.created_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
            progress=Progress(self.step, self.epoch, self.num_digits, self.train_seconds),
            device=self.device,
            message=self.message,
            details=self.details,
        )


class MetricRow(Base):
    __tablename__ = "metrics"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    loss: Mapped[float] = mapped_column(Measured, nullable=True)
    accuracy: Mapped[float] = mapped_column(Measured, nullable=True)
    grad_norm: Mapped[float] = mapped_column(Measured, nullable=True)
    learning_rate: Mapped[float] = mapped_column(Measured, nullable=True)


class EvaluationRow(Base):
    __tablename__ = "evaluations"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    loss: Mapped[float] = mapped_column(Measured, nullable=True)
    accuracy: Mapped[float] = mapped_column(Measured, nullable=True)
    confusion: Mapped[list[list[int]]]

    def record(self) -> Evaluation:
        """What the world outside sees of this row."""
        return Evaluation(self.step, self.epoch, self.loss, self.accuracy, tuple(map(tuple, self.confusion)))


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
