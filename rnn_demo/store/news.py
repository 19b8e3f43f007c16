"""What is new in a run since its reader last asked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from rnn_demo.experiment.records import Cursor, Evaluation, Metric, News, RunStatus
from rnn_demo.store import measurements, runs
from rnn_demo.store.tables import EvaluationRow, MetricRow


def since(session: Session, run_id: str, after: Cursor) -> News:
    # The run comes first: on a server others may write while we read. What they write has later revisions than the row
    # we have seen, so the reader is given it (again) the next time.
    row = runs.find(session, run_id)
    has_new_snapshots = row.snapshots_revision > after.revision
    return News(
        run=runs.record(row),
        queue_position=runs.queue_position(session, run_id) if row.status is RunStatus.QUEUED else 0,
        metrics=_metrics(session, run_id, after.revision),
        evaluations=_evaluations(session, run_id, after.revision),
        snapshots=tuple(measurements.snapshots(session, run_id)) if has_new_snapshots else None,
        cursor=Cursor(row.revision),
    )


def _metrics(session: Session, run_id: str, after: int) -> tuple[Metric, ...]:
    row = MetricRow
    columns = select(row.step, row.epoch, row.loss, row.accuracy, row.grad_norm, row.learning_rate)
    rows = session.execute(columns.where(row.run_id == run_id, row.revision > after))
    # Sorted here: to find them in order, SQLite would rather search all steps of the run than those that are new.
    return tuple(Metric(*values) for values in sorted(rows))


def _evaluations(session: Session, run_id: str, after: int) -> tuple[Evaluation, ...]:
    row = EvaluationRow
    columns = select(row.step, row.epoch, row.loss, row.accuracy, row.confusion)
    rows = session.execute(columns.where(row.run_id == run_id, row.revision > after).order_by(row.step))
    return tuple(
        Evaluation(step, epoch, loss, accuracy, tuple(map(tuple, confusion)))
        for step, epoch, loss, accuracy, confusion in rows
    )
