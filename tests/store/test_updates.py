"""The store's contract about what a run measured, its weights, its commands, and the runners."""

import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from rnn_demo.errors import RunNotFound, SnapshotNotFound, StoreUnavailable
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import (
    Command,
    Device,
    Evaluation,
    Metric,
    Progress,
    Runner,
    RunStatus,
    Snapshot,
    Update,
)
from rnn_demo.store import Store

CONFUSION = tuple(tuple(10 * row + column for column in range(10)) for row in range(10))


def metric(step: int, loss: float = 0.25) -> Metric:
    return Metric(step, epoch=1, loss=loss, accuracy=0.1 * 3, grad_norm=1 / 3, learning_rate=1e-3)


def evaluation(step: int) -> Evaluation:
    return Evaluation(step, epoch=1, loss=0.1 * step, accuracy=1 / step, confusion=CONFUSION)


@pytest.fixture
def run_id(store: Store) -> str:
    return store.create_run(RunConfig(), status=RunStatus.RUNNING).id


class TestWriting:
    def test_all_parts_are_read_back_exactly(self, store: Store, run_id: str) -> None:
        progress = Progress(step=3, epoch=1, num_digits=192, train_seconds=0.1 + 0.2)
        metrics = (metric(1), metric(2), metric(3))
        weights = Random(0).randbytes(200_000)
        update = Update(progress, metrics, (evaluation(3),), Snapshot(3, 1, 0.9), weights, "CPU", "Training.")
        assert store.write(run_id, update)
        run = store.run(run_id)
        assert (run.progress, run.device, run.message) == (progress, "CPU", "Training.")
        assert store.metrics_since(run_id, 0) == list(metrics)
        assert store.evaluations_since(run_id, 0) == [evaluation(3)]
        assert store.snapshots(run_id) == [Snapshot(3, 1, 0.9)]
        assert store.weights(run_id, 3) == weights

    def test_device_and_message_stay_where_none_is_given(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(1), device="CPU", message="Training."))
        store.write(run_id, Update(Progress(2)))
        assert (store.run(run_id).device, store.run(run_id).message) == ("CPU", "Training.")
        store.write(run_id, Update(Progress(3), message=""))
        assert (store.run(run_id).device, store.run(run_id).message) == ("CPU", "")

    def test_readers_get_what_is_new_in_order(self, store: Store, run_id: str) -> None:
        other = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
        store.write(other, Update(Progress(9), (metric(9),), (evaluation(9),)))
        store.write(run_id, Update(Progress(3), (metric(3), metric(1), metric(2)), (evaluation(3), evaluation(1))))
        store.write(run_id, Update(Progress(5), (metric(4), metric(5)), (evaluation(5),)))
        assert [new.step for new in store.metrics_since(run_id, 2)] == [3, 4, 5]
        assert [new.step for new in store.evaluations_since(run_id, 1)] == [3, 5]
        assert store.metrics_since(run_id, 5) == []
        assert store.evaluations_since(run_id, 5) == []
        assert store.last_evaluation(run_id) == evaluation(5)

    def test_a_step_written_twice_is_replaced(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(2), (metric(1), metric(2)), (evaluation(2),)))
        again = replace(evaluation(2), accuracy=0.75)
        store.write(run_id, Update(Progress(2), (metric(2, loss=7.0), metric(2, loss=8.0)), (again,)))
        assert store.metrics_since(run_id, 0) == [metric(1), metric(2, loss=8.0)]
        assert store.evaluations_since(run_id, 0) == [again]

    def test_numbers_of_a_diverging_run_survive(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(2), (metric(1, loss=math.inf), metric(2, loss=math.nan))))
        first, second = store.metrics_since(run_id, 0)
        assert first.loss == math.inf
        assert math.isnan(second.loss)

    def test_a_failing_part_leaves_nothing_of_the_whole(self, store: Store, run_id: str) -> None:
        store.write(run_id, Update(Progress(1), (metric(1),), message="Training."))
        before = store.run(run_id)
        broken = Update(
            Progress(2), (metric(1, loss=9.0), metric(2)), (evaluation(2),), Snapshot(2, 1), weights=None, message="x"
        )
        with pytest.raises(StoreUnavailable):
            store.write(run_id, broken)
        assert store.run(run_id) == before
        assert store.metrics_since(run_id, 0) == [metric(1)]
        assert store.evaluations_since(run_id, 0) == []
        assert store.snapshots(run_id) == []

    def test_writing_to_an_unknown_run_is_refused(self, store: Store) -> None:
        with pytest.raises(RunNotFound):
            store.write("deadbeef", Update(Progress(1), (metric(1),)))

    def test_about_an_unknown_run_there_is_nothing_to_read(self, store: Store) -> None:
        assert store.metrics_since("deadbeef", 0) == []
        assert store.evaluations_since("deadbeef", 0) == []
        assert store.last_evaluation("deadbeef") is None
        assert store.snapshots("deadbeef") == []
        assert store.commands("deadbeef") == []

    def test_many_runs_write_and_are_watched_at_once(self, store: Store) -> None:
        ids = [store.create_run(RunConfig(), status=RunStatus.RUNNING).id for _ in range(6)]
        writers_done = threading.Event()

        def work(run_id: str) -> None:
            for first in range(1, 200, 10):
                steps = range(first, first + 10)
                assert store.write(run_id, Update(Progress(steps[-1]), tuple(map(metric, steps))))

        def watch(run_id: str) -> list[int]:
            seen: list[int] = []
            last_look = False
            while not last_look:
                last_look = writers_done.is_set()
                promised = store.run(run_id).progress.step
                seen += [new.step for new in store.metrics_since(run_id, seen[-1] if seen else 0)]
                assert len(seen) >= promised
            return seen

        with ThreadPoolExecutor(2 * len(ids)) as pool:
            watchers = [pool.submit(watch, run_id) for run_id in ids]
            writers = [pool.submit(work, run_id) for run_id in ids]
            failures = [writer.exception() for writer in writers]
            writers_done.set()
            assert failures == [None] * len(ids)
            assert [watcher.result() for watcher in watchers] == [list(range(1, 201))] * len(ids)


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


class TestCommands:
    def test_commands_are_taken_once_in_order(self, store: Store, run_id: str) -> None:
        other = store.create_run(RunConfig()).id
        sent = [Command.PAUSE, Command.RESUME, Command.PAUSE, Command.STOP, Command.RESUME]
        for command in sent:
            store.send(run_id, command)
            store.send(other, Command.STOP)
        assert store.commands(run_id) == sent
        assert store.commands(run_id) == []
        assert store.commands(other) == [Command.STOP] * 5

    def test_threads_never_take_the_same_command(self, store: Store, run_id: str) -> None:
        for _ in range(100):
            store.send(run_id, Command.PAUSE)
        together = threading.Barrier(8)

        def take(_: int) -> int:
            together.wait(timeout=60)
            return len(store.commands(run_id))

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(take, range(8))) == 100

    def test_sending_to_an_unknown_run_is_refused(self, store: Store) -> None:
        with pytest.raises(RunNotFound):
            store.send("deadbeef", Command.STOP)


class TestRunners:
    def test_a_runner_is_seen_when_it_reports_itself(self, store: Store) -> None:
        devices = (Device("cpu", "CPU, 8 cores"), Device("cuda:0", "NVIDIA H100"))
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        before = datetime.now(UTC)
        store.report_runner(Runner("b", 2, devices, seen_at=long_ago))
        store.report_runner(Runner("a", 1, (), seen_at=long_ago))
        first, second = store.runners(seen_within_seconds=3_600)
        assert (first.id, first.slots, first.devices) == ("a", 1, ())
        assert (second.id, second.slots, second.devices) == ("b", 2, devices)
        assert before <= second.seen_at <= first.seen_at <= datetime.now(UTC)

    def test_a_later_report_replaces_an_earlier_one(self, store: Store) -> None:
        runner = Runner("a", 1, (), seen_at=datetime.now(UTC))
        store.report_runner(runner)
        store.report_runner(replace(runner, slots=4, devices=(Device("cpu", "CPU"),)))
        (seen,) = store.runners(3_600)
        assert (seen.slots, seen.devices) == (4, (Device("cpu", "CPU"),))

    def test_a_silent_runner_is_not_listed(self, store: Store, an_hour_passes: Callable[[], None]) -> None:
        runner = Runner("silent", 1, (), seen_at=datetime.now(UTC))
        store.report_runner(runner)
        store.report_runner(replace(runner, id="alive"))
        an_hour_passes()
        store.report_runner(replace(runner, id="alive"))
        assert [runner.id for runner in store.runners(1_800)] == ["alive"]
        assert [runner.id for runner in store.runners(7_200)] == ["alive", "silent"]

    def test_a_removed_runner_is_gone(self, store: Store) -> None:
        store.report_runner(Runner("a", 1, (), seen_at=datetime.now(UTC)))
        store.remove_runner("a")
        store.remove_runner("never known")
        assert store.runners(3_600) == []
