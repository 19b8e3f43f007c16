"""The store's contract about what a run measured and its weights: writing."""

import math
from dataclasses import replace
from random import Random

import pytest

from rnn_demo.errors import RunNotFound, SnapshotNotFound, StoreUnavailable
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Note, NoteCode, Progress, RunStatus, Score, Snapshot, Update
from rnn_demo.store import Store
from tests.store.measured import evaluation, metric

DOWNLOADING = Note(NoteCode.DOWNLOADING, {"dataset": "mnist", "file": "t10k.gz", "bytes_done": 5, "bytes_total": None})
STARTING = Note(NoteCode.STARTING)


class TestWriting:
    def test_all_parts_are_read_back_exactly(self, store: Store, run_id: str) -> None:
        progress = Progress(step=3, epoch=1, num_digits=192, train_seconds=0.1 + 0.2)
        metrics = (metric(1), metric(2), metric(3))
        weights = Random(0).randbytes(200_000)
        update = Update(progress, metrics, (evaluation(3),), Snapshot(3, 1, 0.9), weights, "CPU", DOWNLOADING)
        assert store.write(run_id, update)
        news = store.news(run_id)
        assert (news.run.progress, news.run.device, news.run.note) == (progress, "CPU", DOWNLOADING)
        assert (news.metrics, news.evaluations) == (metrics, (evaluation(3),))
        assert news.snapshots == (Snapshot(3, 1, 0.9),)
        assert store.snapshots(run_id) == [Snapshot(3, 1, 0.9)]
        assert store.weights(run_id, 3) == weights

    def test_device_and_note_stay_where_none_is_given(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(1), device="CPU", note=DOWNLOADING))
        store.write(run_id, Update(Progress(2)))
        assert (store.run(run_id).device, store.run(run_id).note) == ("CPU", DOWNLOADING)
        store.write(run_id, Update(Progress(3), note=STARTING))
        assert (store.run(run_id).device, store.run(run_id).note) == ("CPU", STARTING)

    def test_a_step_written_twice_is_replaced(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(2), (metric(1), metric(2)), (evaluation(2),)))
        again = replace(evaluation(2), accuracy=0.75)
        store.write(run_id, Update(Progress(2), (metric(2, loss=7.0), metric(2, loss=8.0)), (again,)))
        assert store.news(run_id).metrics == (metric(1), metric(2, loss=8.0))
        assert store.news(run_id).evaluations == (again,)

    def test_numbers_of_a_diverging_run_survive(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(2), (metric(1, loss=math.inf), metric(2, loss=math.nan))))
        first, second = store.news(run_id).metrics
        assert first.loss == math.inf
        assert math.isnan(second.loss)

    def test_a_failing_part_leaves_nothing_of_the_whole(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(1), (metric(1),), note=DOWNLOADING))
        before = store.news(run_id)
        broken = Update(
            Progress(2), (metric(1, loss=9.0), metric(2)), (evaluation(2),), Snapshot(2, 1), weights=None, note=STARTING
        )
        with pytest.raises(StoreUnavailable):
            store.write(run_id, broken)
        assert store.news(run_id) == before

    def test_writing_to_an_unknown_run_is_refused(self, store: Store) -> None:
        with pytest.raises(RunNotFound):
            store.write("deadbeef", Update(Progress(1), (metric(1),)))


class TestScores:
    def test_a_run_carries_its_latest_and_its_best_test(self, store: Store, run_id: str) -> None:
        assert (store.run(run_id).last_test, store.run(run_id).best_test) == (None, None)
        for step, accuracy in enumerate((0.5, 0.9, 0.9, 0.7), start=1):
            store.write(run_id, Update(Progress(step), evaluations=(evaluation(step, accuracy=accuracy),)))
        (run,) = store.runs()
        assert run == store.run(run_id)
        assert run.last_test == Score(4, evaluation(4).loss, 0.7)
        assert run.best_test == Score(2, evaluation(2).loss, 0.9)

    def test_tests_that_are_written_again_count_as_they_are_now(self, store: Store, run_id: str) -> None:
        tests = tuple(evaluation(step, accuracy=step / 10) for step in (1, 2, 3))
        store.write(run_id, Update(Progress(3), evaluations=tests))
        store.write(run_id, Update(Progress(2), evaluations=(evaluation(2, accuracy=0.8),)))
        run = store.run(run_id)
        assert (run.last_test, run.best_test) == (Score(3, tests[2].loss, 0.3), Score(2, tests[1].loss, 0.8))
        store.write(run_id, Update(Progress(2), evaluations=(evaluation(2, accuracy=0.2),)))
        assert store.run(run_id).best_test == run.last_test

    def test_no_number_is_no_best(self, store: Store, run_id: str) -> None:
        lost = replace(evaluation(1), loss=math.nan, accuracy=math.nan)
        store.write(run_id, Update(Progress(1), evaluations=(lost,)))
        first = store.run(run_id).best_test
        assert first is not None
        assert math.isnan(first.loss)
        assert math.isnan(first.accuracy)
        found = replace(evaluation(2), loss=math.nan, accuracy=0.1)
        store.write(run_id, Update(Progress(3), evaluations=(found, replace(lost, step=3))))
        run = store.run(run_id)
        assert run.best_test is not None
        assert run.last_test is not None
        assert (run.best_test.step, run.best_test.accuracy, run.last_test.step) == (2, 0.1, 3)


class TestSnapshots:
    def test_weights_that_are_not_there_lead_to_another_moment(self, store: Store, run_id: str) -> None:
        with pytest.raises(SnapshotNotFound, match=r"step 1,500.*thinned away.*another moment"):
            store.weights(run_id, 1_500)
        with pytest.raises(RunNotFound):
            store.weights("deadbeef", 1)

    def test_a_snapshot_written_twice_is_replaced_and_its_accuracy_kept(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(5), snapshot=Snapshot(5, 1, 0.5), weights=b"first"))
        store.write(run_id, Update(Progress(5), snapshot=Snapshot(5, 2), weights=b"second"))
        assert store.snapshots(run_id) == [Snapshot(5, 2, 0.5)]
        assert store.weights(run_id, 5) == b"second"
        store.write(run_id, Update(Progress(5), snapshot=Snapshot(5, 2, 0.0), weights=b"third"))
        assert store.snapshots(run_id) == [Snapshot(5, 2, 0.0)]

    def test_a_run_carries_the_step_of_its_newest_weights(self, store: Store, run_id: str) -> None:
        for step, newest in ((0, 0), (8, 8), (5, 8), (9, 9)):
            store.write(run_id, Update(Progress(step), snapshot=Snapshot(step, 1), weights=b"w"))
            assert store.run(run_id).latest_step == newest

    def test_about_an_unknown_run_there_are_none(self, store: Store) -> None:
        assert store.snapshots("deadbeef") == []

    def test_at_most_64_are_kept_each_with_its_own_weights(self, store: Store, run_id: str) -> None:
        best = Snapshot(33, 1, 0.99)
        for step in range(1, 151):
            snapshot = best if step == best.step else Snapshot(step, 1, 0.5)
            store.write(run_id, Update(Progress(step), snapshot=snapshot, weights=b"%d" % step))
            assert len(store.snapshots(run_id)) == min(step, 64)
        kept = store.snapshots(run_id)
        steps = [snapshot.step for snapshot in kept]
        assert steps == sorted(steps)
        assert (steps[0], steps[-1]) == (1, 150)
        assert best in kept
        assert [store.weights(run_id, step) for step in steps] == [b"%d" % step for step in steps]
        thinned = min(set(range(1, 151)).difference(steps))
        with pytest.raises(SnapshotNotFound):
            store.weights(run_id, thinned)

    def test_runs_are_thinned_one_by_one(self, store: Store, run_id: str) -> None:
        other = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
        for step in range(1, 41):
            store.write(run_id, Update(Progress(step), snapshot=Snapshot(step, 1), weights=b"a"))
            store.write(other, Update(Progress(step), snapshot=Snapshot(step, 1), weights=b"b"))
        assert len(store.snapshots(run_id)) == len(store.snapshots(other)) == 40
