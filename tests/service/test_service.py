"""The verbs that pages and terminal call, against a real store and a real runner."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from rnn_demo.data import Dataset
from rnn_demo.errors import RunNotFound, SnapshotNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, Run, RunStatus, Update
from rnn_demo.introspect import look
from rnn_demo.network.model import build_model
from rnn_demo.service.service import Service
from tests.runner.running import LONG, SHORT, runner_at, wait_for_status, wait_for_training

TINY = RunConfig(cell="gru", hidden_size=6, train_size=300, batch_size=30, num_epochs=2, seed=3)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('service') / 'runs.db'}"


@pytest.fixture(scope="module")
def service(url: str) -> Iterator[Service]:
    service = Service(url)
    yield service
    service.store.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Service]:
    """A service with an empty store."""
    service = Service(f"sqlite:///{tmp_path / 'runs.db'}")
    yield service
    service.store.close()


@pytest.fixture(scope="module")
def trained(service: Service) -> Run:
    return train_here(service, TINY)


def train_here(service: Service, config: RunConfig) -> Run:
    return service.train_here(config, threading.Event(), lambda event: None)


# Training


def test_a_run_starts_pauses_goes_on_and_stops(service: Service, url: str) -> None:
    assert service.devices() == ()
    with runner_at(url, slots=1):
        devices = service.devices()
        assert (devices[0].name, devices[0].label) == ("cpu", "CPU")
        run = service.start(LONG)
        wait_for_training(service.store, run.id)
        waiting = service.start(LONG)
        service.pause(run.id)
        wait_for_status(service.store, run.id, RunStatus.PAUSED)
        paused_at = service.run(run.id).progress.step
        service.resume(run.id)
        wait_for_status(service.store, run.id, RunStatus.RUNNING)

        assert service.queue_position(waiting.id) == 1
        service.stop(waiting.id)
        assert service.run(waiting.id).status is RunStatus.STOPPED
        assert service.queue_position(waiting.id) == 0

        service.stop(run.id)
        wait_for_status(service.store, run.id, RunStatus.STOPPED)
        assert service.run(run.id).progress.step >= paused_at
        latest = service.latest_snapshot(run.id)
        assert latest is not None
        assert latest.step == service.run(run.id).progress.step
    assert service.devices() == ()


def test_a_queued_run_that_is_stopped_never_starts(fresh: Service) -> None:
    run = fresh.start(SHORT)
    fresh.stop(run.id)
    stopped = fresh.run(run.id)
    assert (stopped.status, stopped.started_at) == (RunStatus.STOPPED, None)
    assert fresh.store.claim_next() is None
    assert fresh.latest_snapshot(run.id) is None
    assert fresh.last_evaluation(run.id) is None


def test_training_here_tells_of_every_step(fresh: Service) -> None:
    events: list[object] = []
    run = fresh.train_here(TINY, threading.Event(), events.append)
    assert run.status is RunStatus.FINISHED
    told = [metric for event in events for metric in getattr(event, "metrics", ())]
    assert told == fresh.metrics_since(run.id, 0)
    assert len(told) == TINY.num_steps


def test_the_last_evaluation_is_the_latest(service: Service, trained: Run) -> None:
    last = service.last_evaluation(trained.id)
    assert last is not None
    assert last == service.evaluations_since(trained.id, 0)[-1]
    assert last.step == TINY.num_steps


def test_verbs_for_an_unknown_run_say_so(fresh: Service) -> None:
    for verb in (fresh.run, fresh.pause, fresh.resume, fresh.stop):
        with pytest.raises(RunNotFound, match="Choose another one"):
            verb("nothing")


# How long it will take


def test_the_expected_time_is_learned_from_earlier_runs(fresh: Service) -> None:
    before = fresh.expected_seconds(LONG)
    assert before > 0
    run = fresh.store.create_run(SHORT, status=RunStatus.RUNNING)
    slow = 50 * fresh.expected_seconds(SHORT)
    fresh.store.write(run.id, Update(Progress(SHORT.num_steps, SHORT.num_epochs, 20_000, slow)))
    assert fresh.expected_seconds(SHORT) == pytest.approx(slow)
    assert fresh.expected_seconds(LONG) == pytest.approx(50 * before)


# Looking inside


def test_look_shows_the_stored_network_at_each_snapshot(service: Service, trained: Run, sample: Dataset) -> None:
    untrained = service.look(trained.id, 0, "mnist-sample", 7)
    oracle = look(build_model(TINY).eval(), sample.test_images[7])
    np.testing.assert_array_equal(untrained.forward.states, oracle.forward.states)
    np.testing.assert_array_equal(untrained.answers, oracle.answers)

    latest = service.latest_snapshot(trained.id)
    assert latest is not None
    trace = service.look(trained.id, latest.step, "mnist-sample", 7)
    assert trace.forward.states.shape == (1, 28, 6)
    assert trace.backward is not None
    assert trace.answers.shape == (28, 10)
    np.testing.assert_allclose(trace.answers.sum(axis=1), 1, rtol=1e-5)
    assert np.abs(trace.forward.states - untrained.forward.states).max() > 1e-3


def test_the_answer_to_the_whole_picture_is_the_one_that_was_tested(service: Service, trained: Run) -> None:
    last = service.last_evaluation(trained.id)
    assert last is not None
    counts = np.zeros((10, 10), dtype=int)
    for index in range(1_000):
        digit = service.digit("mnist-sample", index)
        counts[digit.label, service.look(trained.id, last.step, "mnist-sample", index).probabilities.argmax()] += 1
    np.testing.assert_array_equal(counts, last.confusion)


def test_a_snapshot_that_is_not_there_is_not_found(service: Service, trained: Run) -> None:
    with pytest.raises(SnapshotNotFound, match="Choose another moment"):
        service.look(trained.id, TINY.num_steps + 1, "mnist-sample", 0)


def test_an_untrained_network_is_the_first_snapshot_of_its_run(service: Service, trained: Run) -> None:
    untrained, first = service.look_untrained(TINY, "mnist-sample", 3), service.look(trained.id, 0, "mnist-sample", 3)
    np.testing.assert_array_equal(untrained.forward.states, first.forward.states)
    np.testing.assert_array_equal(untrained.answers, first.answers)


def test_digits_are_counted_round_wherever_one_is_looked_at(service: Service, trained: Run) -> None:
    assert (service.digit("mnist-sample", 1_007).image == service.digit("mnist-sample", 7).image).all()
    for look_at in (partial(service.look, trained.id, 0), partial(service.look_untrained, TINY)):
        np.testing.assert_array_equal(look_at("mnist-sample", 1_007).answers, look_at("mnist-sample", 7).answers)


def test_next_digit_goes_through_all_of_a_class_and_begins_again(service: Service, sample: Dataset) -> None:
    expected = [index for index, label in enumerate(sample.test_labels.tolist()) if label == 4]
    seen = [service.next_digit("mnist-sample", 4, after=-1)]
    for _ in expected:
        seen.append(service.next_digit("mnist-sample", 4, after=seen[-1]))
    assert seen == [*expected, expected[0]]
    assert all(service.digit("mnist-sample", index).name == service.classes("mnist-sample")[4] for index in seen)


def test_a_dataset_that_is_not_there_yet_is_shown_by_the_sample(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNN_DEMO_DATA", str(tmp_path))
    assert service.shown_dataset(RunConfig(dataset="fashion-mnist")) == "mnist-sample"
    assert service.shown_dataset(RunConfig()) == "mnist-sample"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.full_mnist
@pytest.mark.usefixtures("full_mnist")
def test_a_dataset_that_is_there_is_shown_itself(service: Service) -> None:
    assert service.shown_dataset(RunConfig(dataset="mnist")) == "mnist"


@pytest.mark.parametrize("config", [RunConfig(), TINY, RunConfig(cell="rnn", hidden_size=5, bidirectional=False)])
def test_parameters_are_counted_as_the_network_has_them(service: Service, config: RunConfig) -> None:
    assert service.count_parameters(config) == sum(weights.numel() for weights in build_model(config).parameters())
