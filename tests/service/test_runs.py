"""Starting, steering and watching runs, against a real store and a real runner."""

import threading

import pytest

from rnn_demo.errors import InvalidName, RunNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import NoteCode, Progress, Run, RunStatus, Update
from rnn_demo.experiment.search import RunSearch
from rnn_demo.network import build_model
from rnn_demo.service.runs import count_parameters
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from tests.runner.running import LONG, SHORT, runner_at, wait_for_status, wait_for_training
from tests.service.conftest import TrainHere

TINY = RunConfig(cell="gru", hidden_size=6, train_size=300, batch_size=30, num_epochs=2, seed=3)


@pytest.fixture(scope="module")
def trained(train_here: TrainHere) -> Run:
    return train_here(TINY)


def test_a_run_starts_pauses_goes_on_and_stops(service: Service, url: str, store: Store) -> None:
    runs = service.runs
    assert runs.devices() == ()
    with runner_at(url, slots=1):
        devices = runs.devices()
        assert (devices[0].name, devices[0].label) == ("cpu", "CPU")
        run = runs.start(LONG)
        wait_for_training(store, run.id)
        waiting = runs.start(LONG)
        runs.pause(run.id)
        wait_for_status(store, run.id, RunStatus.PAUSED)
        paused_at = runs.get(run.id).progress.step
        runs.resume(run.id)
        wait_for_status(store, run.id, RunStatus.RUNNING)

        assert runs.news(waiting.id).queue_position == 1
        runs.stop(waiting.id)
        assert runs.get(waiting.id).status is RunStatus.STOPPED
        assert runs.news(waiting.id).queue_position == 0

        runs.stop(run.id)
        wait_for_status(store, run.id, RunStatus.STOPPED)
        stopped = runs.get(run.id)
        assert paused_at <= stopped.progress.step == stopped.latest_step
    assert runs.devices() == ()


def test_a_queued_run_that_is_stopped_never_starts(fresh: Service) -> None:
    run = fresh.runs.start(SHORT)
    fresh.runs.stop(run.id)
    stopped = fresh.runs.get(run.id)
    assert (stopped.status, stopped.started_at, stopped.note.code) == (RunStatus.STOPPED, None, NoteCode.STOPPED)
    assert (stopped.latest_step, stopped.last_test) == (None, None)
    assert fresh.runs.snapshots(run.id) == []


def test_training_here_tells_of_every_step(fresh: Service) -> None:
    events: list[object] = []
    run = fresh.runs.train_here(TINY, threading.Event(), events.append)
    assert run.status is RunStatus.FINISHED
    told = tuple(metric for event in events for metric in getattr(event, "metrics", ()))
    assert told == fresh.runs.news(run.id).metrics
    assert len(told) == TINY.num_steps


def test_a_run_carries_its_last_test_and_its_newest_weights(service: Service, trained: Run) -> None:
    last = service.runs.news(trained.id).evaluations[-1]
    assert trained.last_test is not None
    assert (trained.last_test.step, trained.last_test.accuracy) == (last.step, last.accuracy) == (20, last.accuracy)
    steps = [snapshot.step for snapshot in service.runs.snapshots(trained.id)]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, TINY.num_steps) == (0, trained.latest_step)


def test_news_after_news_are_only_what_is_new(service: Service, trained: Run) -> None:
    everything = service.runs.news(trained.id)
    assert len(everything.metrics) == TINY.num_steps
    nothing = service.runs.news(trained.id, everything.cursor)
    assert (nothing.run, nothing.metrics, nothing.evaluations, nothing.snapshots) == (trained, (), (), None)


def test_the_latest_runs_come_newest_first_and_page_by_page(fresh: Service) -> None:
    ids = [fresh.runs.start(SHORT).id for _ in range(5)]
    first = fresh.runs.latest(3)
    assert [run.id for run in first] == ids[:1:-1]
    assert [run.id for run in fresh.runs.latest(3, before=first[-1].id)] == ids[1::-1]
    assert fresh.runs.latest(with_weights=True) == []


def test_verbs_for_an_unknown_run_say_so(fresh: Service) -> None:
    for verb in (fresh.runs.get, fresh.runs.news, fresh.runs.pause, fresh.runs.resume, fresh.runs.stop):
        with pytest.raises(RunNotFound, match="Choose another one"):
            verb("nothing")


def test_the_expected_time_is_learned_from_earlier_runs(service: Service, store: Store) -> None:
    before = service.runs.estimate_seconds(LONG).expected
    assert before > 0
    for _ in range(50):
        run = store.create_run(SHORT, status=RunStatus.RUNNING)
        store.write(run.id, Update(Progress(SHORT.num_steps, SHORT.num_epochs, 20_000, 1_000.0)))
    assert service.runs.estimate_seconds(SHORT).expected == pytest.approx(1_000)
    assert service.runs.estimate_seconds(LONG).expected > 10 * before


@pytest.mark.parametrize("config", [RunConfig(), TINY, RunConfig(cell="rnn", hidden_size=5, bidirectional=False)])
def test_parameters_are_counted_as_the_network_has_them(config: RunConfig) -> None:
    assert count_parameters(config) == sum(weights.numel() for weights in build_model(config).parameters())


def test_all_runs_are_read_some_at_a_time(fresh: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(fresh.runs.all()) == []
    ids = [fresh.runs.start(SHORT).id for _ in range(7)]
    monkeypatch.setattr("rnn_demo.service.runs.AT_A_TIME", 3)
    assert [run.id for run in fresh.runs.all()] == ids[::-1]


def test_runs_are_named_and_found_again(fresh: Service) -> None:
    first, second = (fresh.runs.start(SHORT).id for _ in range(2))
    fresh.runs.rename(first, "the first")
    named = RunSearch(text="FIRST")
    assert [run.name for run in fresh.runs.find(named, 10)] == ["the first"]
    assert (fresh.runs.count(named), fresh.runs.count(RunSearch())) == (1, 2)
    assert [run.id for run in fresh.runs.find(RunSearch(), 1, offset=1)] == [first]
    assert fresh.runs.weights_bytes([first, second]) == {}
    with pytest.raises(InvalidName):
        fresh.runs.rename(second, "x" * 100)


def test_the_size_of_what_is_kept_is_that_of_the_files(service: Service, trained: Run, store: Store) -> None:
    kept = sum(len(store.weights(trained.id, snapshot.step)) for snapshot in service.runs.snapshots(trained.id))
    assert service.runs.weights_bytes([trained.id]) == {trained.id: kept}


def test_built_in_runs_can_be_watched_as_others(fresh: Service) -> None:
    runs = fresh.runs
    run = runs.get("tour-gru")
    assert run in runs.built_in()
    assert run.built_in
    assert runs.latest() == []
    news = runs.news(run.id)
    assert news.evaluations[-1].step == news.metrics[-1].step == 945
    assert runs.snapshots(run.id) == [*(news.snapshots or ())]
    assert runs.news(run.id, news.cursor).metrics == ()
    first, last = (fresh.network(run, snapshot.step) for snapshot in runs.snapshots(run.id))
    digit = fresh.digits.digit("mnist-sample", 0)
    assert last.trace(digit.picture).prediction == digit.label
    assert last.trace(digit.picture).confidence > 0.9 > first.trace(digit.picture).confidence


def test_built_in_runs_cannot_be_changed(fresh: Service) -> None:
    for verb in (fresh.runs.pause, fresh.runs.resume, fresh.runs.stop):
        with pytest.raises(RunNotFound):
            verb("tour-gru")
    with pytest.raises(InvalidName, match=r"tour-gru is built in and keeps its name\."):
        fresh.runs.rename("tour-gru", "mine")
