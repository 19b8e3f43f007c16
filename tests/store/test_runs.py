"""The store's contract about runs: creating, listing, queueing, claiming, changing their status."""

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rnn_demo.errors import InvalidName, RunNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Metric, Note, NoteCode, Progress, Run, RunStatus, Snapshot, Update
from rnn_demo.store import Store
from tests.store.conftest import Clock

CONFIG = RunConfig(cell="gru", hidden_size=20, learning_rate=0.0123, train_size=1_000, readout="every_row")
OVER = [status for status in RunStatus if status.is_over]
NOT_OVER = [status for status in RunStatus if not status.is_over]
REFUSED = Note(NoteCode.REFUSED, {"reason": "There is no such device."})
LATE = Note(NoteCode.STOPPED)


class TestCreating:
    def test_a_new_run_is_queued_and_found_again_with_its_config(self, store: Store) -> None:
        before = datetime.now(UTC)
        created = store.create_run(CONFIG)
        assert re.fullmatch("[0-9a-f]{8}", created.id)
        assert before <= created.created_at <= datetime.now(UTC)
        assert created == Run(created.id, CONFIG, RunStatus.QUEUED, created.created_at)
        assert store.run(created.id) == created

    def test_a_run_may_be_held_by_its_creator_at_once(self, store: Store) -> None:
        run = store.create_run(CONFIG, status=RunStatus.RUNNING)
        assert run.status is RunStatus.RUNNING
        assert run.started_at == run.created_at
        assert run.note == Note(NoteCode.STARTING)
        assert store.claim_next() is None
        assert store.news(run.id).queue_position == 0

    def test_times_are_aware_and_utc(self, store: Store) -> None:
        store.create_run(CONFIG)
        claimed = store.claim_next()
        assert claimed is not None
        store.change_status(claimed.id, [RunStatus.RUNNING], RunStatus.FINISHED)
        run = store.run(claimed.id)
        for moment in (run.created_at, run.started_at, run.finished_at):
            assert moment is not None
            assert moment.utcoffset() == timedelta(0)
        assert run.started_at == claimed.started_at

    def test_runs_are_listed_newest_first_up_to_the_limit(self, store: Store) -> None:
        ids = [store.create_run(CONFIG).id for _ in range(5)]
        assert [run.id for run in store.runs()] == ids[::-1]
        assert [run.id for run in store.runs(limit=2)] == ids[:2:-1]

    def test_settings_are_validated_once_however_often_they_are_read(self, store: Store) -> None:
        first, second = (store.create_run(CONFIG).id for _ in range(2))
        assert store.run(first).config is store.run(first).config is store.run(second).config

    def test_a_list_goes_on_before_a_run(self, store: Store) -> None:
        ids = [store.create_run(CONFIG).id for _ in range(5)]
        assert [run.id for run in store.runs(limit=2, before=ids[3])] == [ids[2], ids[1]]
        assert store.runs(before=ids[0]) == []
        assert store.runs(before="deadbeef") == []

    def test_a_list_may_leave_out_runs_without_weights(self, store: Store) -> None:
        ids = [store.create_run(CONFIG, status=RunStatus.RUNNING).id for _ in range(5)]
        for run_id in ids[::2]:
            store.write(run_id, Update(Progress(), snapshot=Snapshot(0, 0), weights=b"w"))
        assert [run.id for run in store.runs(with_weights=True)] == ids[::-2]
        assert [run.id for run in store.runs(limit=1, before=ids[4], with_weights=True)] == [ids[2]]
        assert [run.latest_step for run in store.runs()] == [0, None, 0, None, 0]

    def test_an_unknown_run_is_named_and_a_way_out_is_shown(self, store: Store) -> None:
        with pytest.raises(RunNotFound, match=r"no run 'deadbeef'.*Choose another one"):
            store.run("deadbeef")

    def test_changing_an_unknown_run_is_refused(self, store: Store) -> None:
        with pytest.raises(RunNotFound):
            store.change_status("deadbeef", NOT_OVER, RunStatus.STOPPED)


class TestNames:
    def test_a_run_has_a_name_once_somebody_gives_it_one(self, store: Store) -> None:
        run, other = store.create_run(CONFIG), store.create_run(CONFIG)
        assert run.name == ""
        before = store.news(run.id).cursor
        store.rename(run.id, "  my\n first ")
        assert store.run(run.id).name == "my first"
        assert store.news(run.id, before).cursor.revision > before.revision
        assert store.run(other.id) == other
        store.rename(run.id, "")
        assert store.run(run.id).name == ""

    @pytest.mark.parametrize("status", OVER)
    def test_the_name_is_all_that_changes_of_a_run_that_is_over(self, store: Store, status: RunStatus) -> None:
        run = store.create_run(CONFIG)
        store.change_status(run.id, NOT_OVER, status)
        over = store.run(run.id)
        store.rename(run.id, "the end")
        assert store.run(run.id) == replace(over, name="the end")

    @pytest.mark.parametrize(
        ("name", "sentence"), [("x" * 61, "may have 60 characters; this one has 61"), ("a\u202eb", "cannot be seen")]
    )
    def test_a_name_is_one_short_line_that_can_be_seen(self, store: Store, name: str, sentence: str) -> None:
        run = store.create_run(CONFIG)
        store.rename(run.id, "x" * 60)
        with pytest.raises(InvalidName, match=sentence):
            store.rename(run.id, name)
        assert store.run(run.id).name == "x" * 60

    def test_a_run_that_is_not_there_cannot_be_named(self, store: Store) -> None:
        with pytest.raises(RunNotFound):
            store.rename("deadbeef", "name")


class TestQueue:
    def test_positions_count_from_the_next_to_start(self, store: Store) -> None:
        first, second, third = (store.create_run(CONFIG).id for _ in range(3))
        assert [store.news(run_id).queue_position for run_id in (first, second, third)] == [1, 2, 3]
        assert store.change_status(second, [RunStatus.QUEUED], RunStatus.STOPPED)
        assert [store.news(run_id).queue_position for run_id in (first, second, third)] == [1, 0, 2]
        store.claim_next()
        assert [store.news(run_id).queue_position for run_id in (first, second, third)] == [0, 0, 1]

    def test_the_oldest_queued_run_is_claimed(self, store: Store) -> None:
        ids = [store.create_run(CONFIG).id for _ in range(3)]
        before = datetime.now(UTC)
        claimed = store.claim_next()
        assert claimed is not None
        assert (claimed.id, claimed.status, claimed.config) == (ids[0], RunStatus.RUNNING, CONFIG)
        assert claimed.note == Note(NoteCode.STARTING)
        assert claimed.started_at is not None
        assert before <= claimed.started_at <= datetime.now(UTC)
        assert store.run(ids[0]) == claimed
        assert [run.id for run in iter(store.claim_next, None)] == ids[1:]
        assert store.claim_next() is None

    def test_many_threads_claim_each_run_once(self, store: Store) -> None:
        ids = [store.create_run(CONFIG).id for _ in range(60)]
        together = threading.Barrier(12)

        def claim_all(_: int) -> list[str]:
            together.wait(timeout=60)
            return [run.id for run in iter(store.claim_next, None)]

        with ThreadPoolExecutor(12) as pool:
            claimed = Counter(run_id for share in pool.map(claim_all, range(12)) for run_id in share)
        assert claimed == Counter(ids)


class TestStatus:
    def test_the_expected_status_wins_and_sets_note_and_details(self, store: Store) -> None:
        run = store.create_run(CONFIG, status=RunStatus.RUNNING)
        assert store.change_status(run.id, [RunStatus.RUNNING], RunStatus.PAUSED, note=REFUSED)
        assert store.change_status(run.id, NOT_OVER, RunStatus.FAILED, details="Traceback …")
        failed = store.run(run.id)
        assert (failed.status, failed.note, failed.details) == (RunStatus.FAILED, REFUSED, "Traceback …")
        assert failed.started_at == run.started_at

    def test_another_status_loses_and_changes_nothing(self, store: Store) -> None:
        run = store.create_run(CONFIG)
        assert not store.change_status(run.id, [RunStatus.RUNNING], RunStatus.PAUSED, note=LATE, details="y")
        assert not store.change_status(run.id, [], RunStatus.STOPPED)
        assert store.run(run.id) == run

    def test_of_many_threads_one_wins(self, store: Store) -> None:
        run = store.create_run(CONFIG)
        together = threading.Barrier(12)

        def start(number: int) -> bool:
            together.wait(timeout=60)
            return store.change_status(
                run.id, [RunStatus.QUEUED], RunStatus.RUNNING, note=Note(NoteCode.DIVERGED, {"step": number})
            )

        with ThreadPoolExecutor(12) as pool:
            won = list(pool.map(start, range(12)))
        assert won.count(True) == 1
        assert store.run(run.id).note.params == {"step": won.index(True)}

    @pytest.mark.parametrize("over", OVER)
    def test_a_run_that_is_over_never_changes_again(self, store: Store, over: RunStatus) -> None:
        run = store.create_run(CONFIG, status=RunStatus.RUNNING)
        store.write(run.id, Update(Progress(1), snapshot=Snapshot(1, 1), weights=b"w"))
        assert store.change_status(run.id, [RunStatus.RUNNING], over, note=REFUSED)
        ended, news = store.run(run.id), store.news(run.id)
        assert ended.finished_at is not None

        metric = Metric(step=2, epoch=1, loss=1.0, accuracy=0.5, grad_norm=1.0, learning_rate=0.1)
        late = Update(Progress(2), (metric,), (), Snapshot(1, 1, 0.5), b"late", "cuda:0", LATE)
        assert not store.write(run.id, late)
        for new in RunStatus:
            assert not store.change_status(run.id, list(RunStatus), new, note=LATE, details="late")
        store.heartbeat(run.id)

        assert store.run(run.id) == ended
        assert store.news(run.id) == news
        assert store.snapshots(run.id) == [Snapshot(1, 1)]
        assert store.weights(run.id, 1) == b"w"


class TestHeartbeat:
    def test_only_active_runs_are_looked_for(self, store: Store, clock: Clock) -> None:
        store.create_run(CONFIG)
        running, paused, over = (store.create_run(CONFIG, status=RunStatus.RUNNING) for _ in range(3))
        store.change_status(paused.id, [RunStatus.RUNNING], RunStatus.PAUSED)
        store.change_status(over.id, [RunStatus.RUNNING], RunStatus.STOPPED)
        assert store.active_runs_unseen_for(1_800) == []
        clock.move_on(hours=1)
        assert [run.id for run in store.active_runs_unseen_for(1_800)] == [running.id, paused.id]
        assert store.active_runs_unseen_for(7_200) == []

    @pytest.mark.parametrize("word", ["heartbeat", "write", "change_status"])
    def test_every_word_of_a_worker_is_a_heartbeat(self, store: Store, clock: Clock, word: str) -> None:
        silent = store.create_run(CONFIG, status=RunStatus.RUNNING)
        alive = store.create_run(CONFIG, status=RunStatus.RUNNING)
        clock.move_on(hours=1)
        match word:
            case "heartbeat":
                store.heartbeat(alive.id)
            case "write":
                store.write(alive.id, Update(Progress(1)))
            case "change_status":
                store.change_status(alive.id, [RunStatus.RUNNING], RunStatus.PAUSED)
        assert [run.id for run in store.active_runs_unseen_for(1_800)] == [silent.id]

    def test_waiting_in_the_queue_is_no_silence(self, store: Store, clock: Clock) -> None:
        store.create_run(CONFIG)
        clock.move_on(hours=1)
        store.claim_next()
        assert store.active_runs_unseen_for(1_800) == []
