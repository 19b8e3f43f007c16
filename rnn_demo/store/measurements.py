"""What runs measured and which of their weights are kept: written in one piece."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.records import Evaluation, Metric, Snapshot, Update
from rnn_demo.store import runs
from rnn_demo.store.tables import Base, EvaluationRow, MetricRow, SnapshotRow
from rnn_demo.store.thinning import surplus

_METRICS = Base.metadata.tables[MetricRow.__tablename__]

SNAPSHOTS_KEPT = 64
"""How many snapshots of one run remain at most."""


def write(session: Session, run_id: str, report: Update, now: datetime) -> bool:
    values = vars(report.progress) | {"seen_at": now} | runs.given(device=report.device, note=report.note)
    # First of all, because it holds off everyone else who would change this run until we are done.
    revision = runs.change(session, run_id, values)
    if revision is None:
        return False
    if report.metrics:
        _write_metrics(session, run_id, revision, report.metrics)
    if report.evaluations:
        _write_evaluations(session, run_id, revision, report.evaluations)
    if report.snapshot is not None:
        _write_snapshot(session, run_id, revision, report.snapshot, report.weights)
    return True


def snapshots(session: Session, run_id: str) -> list[Snapshot]:
    columns = select(SnapshotRow.step, SnapshotRow.epoch, SnapshotRow.test_accuracy)
    rows = session.execute(columns.where(SnapshotRow.run_id == run_id).order_by(SnapshotRow.step))
    return [Snapshot(*row) for row in rows]


def weights(session: Session, run_id: str, step: int) -> bytes:
    found = session.scalar(select(SnapshotRow.weights).where(SnapshotRow.run_id == run_id, SnapshotRow.step == step))
    if found is not None:
        return found
    runs.find(session, run_id)  # raises where there is none
    raise SnapshotNotFound(
        f"Run {run_id} has no weights for step {step:,}: at most {SNAPSHOTS_KEPT} moments of a run are kept, "
        "so they may have been thinned away. Choose another moment."
    )


def _write_metrics(session: Session, run_id: str, revision: int, metrics: Collection[Metric]) -> None:
    rows = {metric.step: {"run_id": run_id, "revision": revision} | vars(metric) for metric in metrics}
    session.execute(delete(MetricRow).where(MetricRow.run_id == run_id, MetricRow.step.in_(list(rows))))
    session.execute(insert(_METRICS), list(rows.values()))  # into the table: four times a second, past the mapping


def _write_evaluations(session: Session, run_id: str, revision: int, evaluations: Collection[Evaluation]) -> None:
    for evaluation in evaluations:
        session.merge(EvaluationRow(run_id=run_id, revision=revision, **vars(evaluation)))
    # Looked up rather than compared with what was known, because a test that counted may just have been replaced.
    row = EvaluationRow
    tests = select(row.step, row.loss, row.accuracy).where(row.run_id == run_id).limit(1)
    last = session.execute(tests.order_by(row.step.desc())).one()
    best = session.execute(tests.order_by(row.accuracy.desc().nulls_last(), row.step)).one()
    runs.put(
        session,
        run_id,
        last_test_step=last.step,
        last_test_loss=last.loss,
        last_test_accuracy=last.accuracy,
        best_test_step=best.step,
        best_test_loss=best.loss,
        best_test_accuracy=best.accuracy,
    )


def _write_snapshot(session: Session, run_id: str, revision: int, snapshot: Snapshot, snapshot_weights: bytes) -> None:
    # A merge leaves alone what is not set, so that an accuracy known for this step stays.
    session.merge(SnapshotRow(run_id=run_id, weights=snapshot_weights, **runs.given(**vars(snapshot))))
    kept = snapshots(session, run_id)
    if dropped := surplus(kept, SNAPSHOTS_KEPT):
        session.execute(delete(SnapshotRow).where(SnapshotRow.run_id == run_id, SnapshotRow.step.in_(dropped)))
    # The latest one is never dropped.
    runs.put(session, run_id, latest_step=kept[-1].step, snapshots_revision=revision)
