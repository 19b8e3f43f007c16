"""The store's contract about news: whoever merges them holds what the store holds."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnn_demo.errors import RunNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import (
    Cursor,
    Evaluation,
    Metric,
    Note,
    NoteCode,
    Progress,
    Run,
    RunStatus,
    Snapshot,
    Update,
)
from rnn_demo.store import Store, open_store
from tests.store.measured import evaluation, metric


@dataclass
class Reader:
    """Asks for news again and again and merges them by step, as a page does."""

    run: Run | None = None
    metrics: dict[int, Metric] = field(default_factory=dict)
    evaluations: dict[int, Evaluation] = field(default_factory=dict)
    snapshots: tuple[Snapshot, ...] | None = None
    cursor: Cursor = field(default_factory=Cursor)

    def read(self, store: Store, run_id: str) -> None:
        news = store.news(run_id, self.cursor)
        self.run, self.cursor = news.run, news.cursor
        self.metrics |= {one.step: one for one in news.metrics}
        self.evaluations |= {one.step: one for one in news.evaluations}
        self.snapshots = self.snapshots if news.snapshots is None else news.snapshots


STEPS = st.integers(1, 6)
METRICS = st.builds(metric, STEPS, loss=st.sampled_from([0.25, 0.5, 2.0]))
EVALUATIONS = st.builds(evaluation, STEPS, accuracy=st.sampled_from([0.0, 0.5, 0.9]))
SNAPSHOTS = st.builds(Snapshot, STEPS, st.just(1), st.none() | st.sampled_from([0.5, 0.9]))
UPDATES = st.builds(
    Update,
    st.builds(Progress, STEPS),
    st.lists(METRICS, max_size=4).map(tuple),
    st.lists(EVALUATIONS, max_size=2).map(tuple),
    st.none() | SNAPSHOTS,
    st.just(b"weights"),
)
ENDINGS = st.sampled_from([RunStatus.PAUSED, RunStatus.RUNNING, RunStatus.STOPPED])
# What happens: something is written, the status changes, or one of three readers asks for news.
HISTORIES = st.lists(UPDATES | ENDINGS | st.integers(0, 2), max_size=30)


# Every history has a run of its own, so they may share the store.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(HISTORIES)
def test_whoever_merges_all_news_holds_what_the_store_holds(
    store: Store, history: list[Update | RunStatus | int]
) -> None:
    run_id = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
    written = Reader()  # what was written, without a store between
    readers = [Reader() for _ in range(3)]
    for event in history:
        match event:
            case Update():
                if store.write(run_id, event):
                    written.metrics |= {one.step: one for one in event.metrics}
                    written.evaluations |= {one.step: one for one in event.evaluations}
            case RunStatus():
                store.change_status(run_id, list(RunStatus), event)
            case number:
                readers[number].read(store, run_id)
    for reader in readers:
        reader.read(store, run_id)
        assert reader.metrics == written.metrics
        assert reader.evaluations == written.evaluations
        assert reader.snapshots == tuple(store.snapshots(run_id))
        assert reader.run == store.run(run_id)
        assert reader.cursor == readers[0].cursor


def test_each_is_told_once_and_in_order(store: Store, run_id: str) -> None:
    other = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
    store.write(other, Update(Progress(9), (metric(9),), (evaluation(9),), Snapshot(9, 1), b"w"))
    store.write(run_id, Update(Progress(3), (metric(3), metric(1), metric(2)), (evaluation(3), evaluation(1))))
    first = store.news(run_id)
    assert [one.step for one in first.metrics] == [1, 2, 3]
    assert [one.step for one in first.evaluations] == [1, 3]
    assert first.snapshots == ()
    store.write(run_id, Update(Progress(5), (metric(5), metric(4)), (evaluation(5),), Snapshot(5, 1), b"w"))
    second = store.news(run_id, first.cursor)
    assert [one.step for one in second.metrics] == [4, 5]
    assert second.evaluations == (evaluation(5),)
    assert second.snapshots == (Snapshot(5, 1),)
    nothing = store.news(run_id, second.cursor)
    assert nothing == replace(second, metrics=(), evaluations=(), snapshots=None)


def test_a_heartbeat_is_no_news(store: Store, run_id: str) -> None:
    news = store.news(run_id)
    store.heartbeat(run_id)
    assert store.news(run_id) == news


def test_the_run_and_its_place_in_the_queue_are_always_told(store: Store) -> None:
    first, second = (store.create_run(RunConfig()) for _ in range(2))
    news = store.news(second.id)
    assert (news.run, news.queue_position) == (second, 2)
    store.change_status(first.id, [RunStatus.QUEUED], RunStatus.STOPPED)
    assert store.news(second.id, news.cursor).queue_position == 1
    assert store.news(first.id).queue_position == 0
    claimed = store.claim_next()
    later = store.news(second.id, news.cursor)
    assert (later.run, later.queue_position) == (claimed, 0)
    assert later.run.note == Note(NoteCode.STARTING)


def test_of_an_unknown_run_there_are_none(store: Store) -> None:
    with pytest.raises(RunNotFound):
        store.news("deadbeef")


def test_many_runs_write_and_are_watched_at_once(store: Store) -> None:
    ids = [store.create_run(RunConfig(), status=RunStatus.RUNNING).id for _ in range(6)]
    writers_done = threading.Event()

    def work(run_id: str) -> None:
        for first in range(1, 200, 10):
            steps = range(first, first + 10)
            assert store.write(run_id, Update(Progress(steps[-1]), tuple(map(metric, steps))))

    def watch(run_id: str) -> list[int]:
        seen: list[int] = []
        cursor = Cursor()
        last_look = False
        while not last_look:
            last_look = writers_done.is_set()
            news = store.news(run_id, cursor)
            cursor = news.cursor
            seen += [new.step for new in news.metrics]
            assert len(seen) >= news.run.progress.step
        return seen

    with ThreadPoolExecutor(2 * len(ids)) as pool:
        watchers = [pool.submit(watch, run_id) for run_id in ids]
        writers = [pool.submit(work, run_id) for run_id in ids]
        failures = [writer.exception() for writer in writers]
        writers_done.set()
        assert failures == [None] * len(ids)
        assert [watcher.result() for watcher in watchers] == [list(range(1, 201))] * len(ids)


# Goes 10 steps forward and 5 back, as after interruptions, and keeps weights each time.
WRITER = """
import sys
from rnn_demo.experiment.records import Metric, Progress, RunStatus, Snapshot, Update
from rnn_demo.store import open_store

url, run_id = sys.argv[1:]
store = open_store(url)
for attempt, first in enumerate(range(1, 500, 5)):
    steps = range(first, first + 10)
    metrics = tuple(Metric(step, 1, attempt, 0.5, 1.0, 0.1) for step in steps)
    store.write(run_id, Update(Progress(steps[-1]), metrics, (), Snapshot(steps[-1], 1), b"weights"))
store.change_status(run_id, [RunStatus.RUNNING], RunStatus.FINISHED)
"""


def test_the_news_of_another_process_add_up(url: str) -> None:
    store = open_store(url)
    run_id = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
    reader = Reader()
    with subprocess.Popen([sys.executable, "-c", WRITER, url, run_id]) as writer:
        while reader.run is None or not reader.run.status.is_over:
            reader.read(store, run_id)
            assert sorted(reader.metrics) == list(range(1, reader.run.progress.step + 1))
            assert writer.poll() in (None, 0)
    assert [one.loss for _, one in sorted(reader.metrics.items())] == [
        min((step - 1) // 5, 99) for step in range(1, 506)
    ]
    assert reader.snapshots == tuple(store.snapshots(run_id))
    store.close()
