"""The table of runs: creating, listing, queueing, claiming, and changing what is known of one."""

import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from rnn_demo.errors import InvalidConfig, RunNotFound, StoreUnavailable
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import parse_config
from rnn_demo.experiment.records import ACTIVE, OVER, Note, NoteCode, Progress, Run, RunStatus, Score
from rnn_demo.store.tables import RunRow

_NOT_OVER = frozenset(RunStatus) - OVER

_OLDEST_QUEUED = select(RunRow).where(RunRow.status == RunStatus.QUEUED).order_by(RunRow.number).limit(1)


def create(session: Session, config: RunConfig, status: RunStatus, now: datetime) -> Run:
    run_id = secrets.token_hex(4)
    while session.scalar(_number(run_id)):
        run_id = secrets.token_hex(4)
    row = RunRow(
        id=run_id,
        # All settings, not only the changed ones: a default of a later version must not reinterpret the run.
        config=config.model_dump_json(),
        status=status,
        created_at=now,
        started_at=now if status.is_active else None,
        seen_at=now,
        note=Note(NoteCode.STARTING if status.is_active else NoteCode.WAITING),
    )
    session.add(row)
    session.flush()
    return record(row)


def find(session: Session, run_id: str) -> RunRow:
    """The row of the run; raises `RunNotFound`."""
    row = session.scalar(select(RunRow).where(RunRow.id == run_id))
    if row is None:
        raise RunNotFound(f"There is no run {run_id!r} in this store. Choose another one.")
    return row


def newest(session: Session, limit: int, before: str | None, with_weights: bool) -> list[Run]:
    rows = select(RunRow).order_by(RunRow.number.desc()).limit(limit)
    if before is not None:
        rows = rows.where(RunRow.number < _number(before).scalar_subquery())
    if with_weights:
        rows = rows.where(RunRow.latest_step.is_not(None))
    return [record(row) for row in session.scalars(rows)]


def active_unseen_since(session: Session, moment: datetime) -> list[Run]:
    unseen = select(RunRow).where(RunRow.status.in_(ACTIVE), RunRow.seen_at < moment)
    return [record(row) for row in session.scalars(unseen.order_by(RunRow.number))]


def queue_position(session: Session, run_id: str) -> int:
    is_queued = RunRow.status == RunStatus.QUEUED
    # Where the run is not queued its number is NULL, and nothing compares to that.
    own_number = _number(run_id).where(is_queued).scalar_subquery()
    return session.scalar(select(func.count()).where(is_queued, RunRow.number <= own_number)) or 0


def any_queued(session: Session) -> bool:
    return session.scalar(_OLDEST_QUEUED.with_only_columns(RunRow.number)) is not None


def claim_next(session: Session, now: datetime) -> Run | None:
    row = session.scalar(_OLDEST_QUEUED.with_for_update(skip_locked=True))
    if row is None:
        return None
    row.status = RunStatus.RUNNING
    row.note = Note(NoteCode.STARTING)
    row.started_at = row.seen_at = now
    row.revision += 1
    return record(row)


def change_status(
    session: Session,
    run_id: str,
    expected: Collection[RunStatus],
    new: RunStatus,
    *,
    note: Note | None,
    details: str | None,
    now: datetime,
) -> bool:
    values: dict[str, Any] = {"status": new} | given(note=note, details=details)
    if new.is_active:
        values |= {"seen_at": now, "started_at": func.coalesce(RunRow.started_at, now)}
    if new.is_over:
        values["finished_at"] = now
    return change(session, run_id, values, expected) is not None


def change(
    session: Session, run_id: str, values: Mapping[str, Any], expected: Collection[RunStatus] = _NOT_OVER
) -> int | None:
    """Give the run the ``values`` if its status is one of ``expected`` and it is not over: its new revision, else None.

    From then on nobody else changes the run until the transaction ends. Raises `RunNotFound`.
    """
    changed = (
        update(RunRow)
        .where(RunRow.id == run_id, RunRow.status.in_(_NOT_OVER.intersection(expected)))
        .values({**values, "revision": RunRow.revision + 1})
        .returning(RunRow.revision)
    )
    revision = session.scalar(changed)
    if revision is None:
        find(session, run_id)  # raises where there is none
    return revision


def rename(session: Session, run_id: str, name: str) -> None:
    find(session, run_id)  # raises where there is none
    put(session, run_id, name=name, revision=RunRow.revision + 1)


def put(session: Session, run_id: str, **values: Any) -> None:
    """Give the run ``values`` that go with another change of it or concern no reader: its revision stays as it is."""
    session.execute(update(RunRow).where(RunRow.id == run_id).values(values))


def given(**values: Any) -> dict[str, Any]:
    """The ``values`` that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def record(row: RunRow) -> Run:
    """What the world outside sees of a row; raises `StoreUnavailable` if its settings are not valid in this version."""
    try:
        config = _parse(row.config)
    except InvalidConfig as error:
        raise StoreUnavailable(
            f"Run {row.id} was stored with settings that this version does not accept. "
            f"{' '.join(error.problems.values())} "
            "Use the version that stored it, or choose another place for the store."
        ) from error
    return Run(
        id=row.id,
        config=config,
        status=row.status,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        progress=Progress(row.step, row.epoch, row.num_digits, row.train_seconds),
        device=row.device,
        note=row.note,
        details=row.details,
        last_test=_score(row.last_test_step, row.last_test_loss, row.last_test_accuracy),
        best_test=_score(row.best_test_step, row.best_test_loss, row.best_test_accuracy),
        latest_step=row.latest_step,
        name=row.name,
    )


@lru_cache(maxsize=4096)
def _parse(config: str) -> RunConfig:
    # Cached because to validate it takes longer than to read the row, and many read all runs again and again.
    return parse_config(json.loads(config))


def _score(step: int | None, loss: float, accuracy: float) -> Score | None:
    return None if step is None else Score(step, loss, accuracy)


def _number(run_id: str) -> Select[int]:
    return select(RunRow.number).where(RunRow.id == run_id)
