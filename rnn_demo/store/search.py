"""Finding runs among many; filters and order are the database's work."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, func, or_, select
from sqlalchemy.orm import Session

from rnn_demo.experiment.records import Run
from rnn_demo.experiment.search import RunOrder, RunSearch
from rnn_demo.store import runs
from rnn_demo.store.tables import RunRow, SnapshotRow

_NEWEST_FIRST = RunRow.number.desc()
_ORDERS: Mapping[RunOrder, tuple[UnaryExpression[Any], ...]] = {
    RunOrder.NEWEST: (_NEWEST_FIRST,),
    RunOrder.OLDEST: (RunRow.number.asc(),),
    RunOrder.MOST_ACCURATE: (RunRow.last_test_accuracy.desc().nulls_last(), _NEWEST_FIRST),
    RunOrder.NAME: ((RunRow.name == "").asc(), func.lower(RunRow.name).asc(), _NEWEST_FIRST),
}


def find(session: Session, search: RunSearch, limit: int, offset: int) -> list[Run]:
    rows = select(RunRow).where(*_conditions(search)).order_by(*_ORDERS[search.order])
    return [runs.record(row) for row in session.scalars(rows.limit(limit).offset(offset))]


def count(session: Session, search: RunSearch) -> int:
    return session.scalar(select(func.count(RunRow.number)).where(*_conditions(search))) or 0


def weights_bytes(session: Session, run_ids: list[str]) -> dict[str, int]:
    # A database knows how long a blob is without reading it.
    size = func.sum(func.length(SnapshotRow.weights))
    sizes = select(SnapshotRow.run_id, size).where(SnapshotRow.run_id.in_(run_ids)).group_by(SnapshotRow.run_id)
    return {run_id: int(num_bytes) for run_id, num_bytes in session.execute(sizes)}


def _conditions(search: RunSearch) -> Iterator[ColumnElement[bool]]:
    if search.text:
        yield or_(*(part.icontains(search.text, autoescape=True) for part in (RunRow.name, RunRow.id)))
    if search.cell:
        # The settings are one flat JSON object that we wrote ourselves, whose texts hold no quotation marks.
        yield RunRow.config.contains(f'"cell":"{search.cell}"', autoescape=True)
    if search.min_accuracy:
        yield RunRow.last_test_accuracy >= search.min_accuracy
    if search.with_weights:
        yield RunRow.latest_step.is_not(None)
