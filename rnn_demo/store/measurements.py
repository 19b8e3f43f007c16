"""What runs measured and which of their weights are kept: written in one piece."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.records import Evaluation, Metric, Snapshot, Update
from rnn_demo.store import runs
from rnn_demo.store.tables import Base, EvaluationRow, MetricRow, RunRow, SnapshotRow
from rnn_demo.store.thinning import surplus

_METRICS = Base.metadata.tables[MetricRow.__tablename__]

SNAPSHOTS_KEPT = 64
"""How many snapshots of one run remain at most."""


def write(session: Session, run_id: str, report: Update, now: datetime) -> bool:
    values = vars(report.progress) | {"seen_at": now} | runs.given(device=report.device, note=report.note)
    # First of all, because it holds off everyone else who would change this run until we are done.
    revision = runs.change(session, run_id, runs.NOT_OVER, values)
    if revision is None:
        return False
    _write_metrics(session, run_id, revision, report.metrics)
    known: dict[str, Any] = {}
    if report.evaluations:
        known |= _write_evaluations(session, run_id, revision, report.evaluations)
    if report.snapshot is not None:
        known |= _write_snapshot(session, run_id, revision, report.snapshot, report.weights)
    if known:
        session.execute(update(RunRow).where(RunRow.id == run_id).values(known))
    return True


def snapshots(session: Session, run_id: str) -> list[Snapshot]:
    columns = select(SnapshotRow.step, SnapshotRow.epoch, SnapshotRow.test_accuracy)
    rows = session.execute(columns.where(SnapshotRow.run_id == run_id).order_by(SnapshotRow.step))
    return [Snapshot(*row) for row in rows]


def weights(session: Session, run_id: str, step: int) -> bytes:
    found = session.scalar(select(SnapshotRow.weights).where(SnapshotRow.run_id == run_id, SnapshotRow.step == step))
    if found is not None:
        return found
    if not runs.knows(session, run_id):
        raise runs.not_found(run_id)
    raise SnapshotNotFound(
        f"Run {run_id} has no weights for step {step:,}: at most {SNAPSHOTS_KEPT} moments of a run are kept, "
        "so they may have been thinned away. Choose another moment."
    )


def _write_metrics(session: Session, run_id: str, revision: int, metrics: Collection[Metric]) -> None:
    if not metrics:
        return
    rows = {metric.step: {"run_id": run_id, "revision": revision} | vars(metric) for metric in metrics}
    session.execute(delete(MetricRow).where(MetricRow.run_id == run_id, MetricRow.step.in_(list(rows))))
    session.execute(insert(_METRICS), list(rows.values()))  # into the table: four times a second, past the mapping


def _write_evaluations(
    session: Session, run_id: str, revision: int, evaluations: Sequence[Evaluation]
) -> dict[str, Any]:
    """Returns what the run's row is to say of its tests."""
    for evaluation in evaluations:
        session.merge(EvaluationRow(run_id=run_id, revision=revision, **vars(evaluation)))
    # Looked up rather than compared with what was known, because a test that counted may just have been replaced.
    row = EvaluationRow
    tests = select(row.step, row.loss, row.accuracy).where(row.run_id == run_id).limit(1)
    last = session.execute(tests.order_by(row.step.desc())).one()
    best = session.execute(tests.order_by(row.accuracy.desc().nulls_last(), row.step)).one()
    scores = {"last_test": last._mapping, "best_test": best._mapping}
    return {f"{test}_{name}": value for test, score in scores.items() for name, value in score.items()}


def _write_snapshot(
    session: Session, run_id: str, revision: int, snapshot: Snapshot, snapshot_weights: bytes
) -> dict[str, Any]:
    """Returns what the run's row is to say of its snapshots."""
    # A merge leaves alone what is not set, so that an accuracy known for this step stays.
    accuracy = runs.given(test_accuracy=snapshot.test_accuracy)
    session.merge(
        SnapshotRow(run_id=run_id, step=snapshot.step, epoch=snapshot.epoch, weights=snapshot_weights, **accuracy)
    )
    session.flush()
    kept = snapshots(session, run_id)
    if dropped := surplus(kept, SNAPSHOTS_KEPT):
        session.execute(delete(SnapshotRow).where(SnapshotRow.run_id == run_id, SnapshotRow.step.in_(dropped)))
    return {"latest_step": kept[-1].step, "snapshots_revision": revision}  # the latest one is never dropped
