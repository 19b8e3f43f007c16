"""Runs from the queue to their end, by a runner with two slots that all these tests share."""

from collections.abc import Iterator

import pytest
import torch

from rnn_demo.data import Dataset, as_sequence, normalise
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Command, Run, RunStatus
from rnn_demo.network.model import build_model, load_model, save_weights
from rnn_demo.store import Store, open_store
from tests.runner.running import LONG, SHORT, runner_at, wait_for_status, wait_for_training
from tests.runner.waiting import wait_until


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'runs.db'}"
    with runner_at(url, slots=2):
        store = open_store(url)
        yield store
        store.close()


def latest_weights(store: Store, run: Run) -> bytes:
    return store.weights(run.id, store.snapshots(run.id)[-1].step)


def share_right(config: RunConfig, weights: bytes, data: Dataset) -> float:
    """The share of all test digits that the stored network reads right."""
    model = load_model(config, weights)
    with torch.no_grad():
        logits = model.answer(model(as_sequence(normalise(data.test_images), config.sequence, config.seed)))
    return (logits.argmax(dim=1) == data.test_labels).float().mean().item()


def test_a_queued_run_is_trained_to_its_end(store: Store, sample: Dataset) -> None:
    config = RunConfig(cell="gru", hidden_size=8, train_size=500, batch_size=20, num_epochs=3, eval_every=10)
    run_id = store.create_run(config).id
    wait_for_status(store, run_id, RunStatus.FINISHED)
    run = store.run(run_id)
    assert (run.progress.step, run.progress.epoch, run.progress.num_digits) == (75, 3, 1_500)
    assert run.progress.train_seconds > 0
    assert run.started_at is not None
    assert run.finished_at is not None
    assert run.created_at <= run.started_at < run.finished_at
    assert (run.message, run.details) == ("", "")
    assert run.device

    metrics = store.metrics_since(run_id, 0)
    assert [metric.step for metric in metrics] == list(range(1, 76))
    assert [metric.epoch for metric in metrics] == [1] * 25 + [2] * 25 + [3] * 25
    tests = store.evaluations_since(run_id, 0)
    assert [test.step for test in tests] == [10, 20, 25, 30, 40, 50, 60, 70, 75]
    assert all(sum(map(sum, test.confusion)) == 1_000 for test in tests)

    snapshots = store.snapshots(run_id)
    steps = [snapshot.step for snapshot in snapshots]
    assert set(steps) >= {0, 1, 2, 4, 8, 16, 32, 64, *(test.step for test in tests)}
    assert steps[-1] == 75
    assert store.weights(run_id, 0) == save_weights(build_model(config))
    accuracies = {snapshot.step: snapshot.test_accuracy for snapshot in snapshots}
    for test in tests:
        assert accuracies[test.step] == test.accuracy
        assert share_right(config, store.weights(run_id, test.step), sample) == pytest.approx(test.accuracy)


def test_a_paused_run_stands_still_and_then_ends_as_if_undisturbed(store: Store) -> None:
    undisturbed, disturbed = store.create_run(SHORT), store.create_run(SHORT)
    wait_for_training(store, disturbed.id)
    store.send(disturbed.id, Command.PAUSE)
    wait_for_status(store, disturbed.id, RunStatus.PAUSED)
    paused = store.run(disturbed.id)
    assert 0 < paused.progress.step < SHORT.num_steps
    assert store.metrics_since(paused.id, 0)[-1].step == paused.progress.step
    assert store.snapshots(paused.id)[-1].step == paused.progress.step

    wait_for_status(store, undisturbed.id, RunStatus.FINISHED)
    other = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, other.id, RunStatus.FINISHED)
    assert store.run(paused.id) == paused

    store.send(disturbed.id, Command.RESUME)
    wait_for_status(store, disturbed.id, RunStatus.FINISHED)
    assert store.metrics_since(disturbed.id, 0) == store.metrics_since(undisturbed.id, 0)
    assert store.evaluations_since(disturbed.id, 0) == store.evaluations_since(undisturbed.id, 0)
    assert latest_weights(store, disturbed) == latest_weights(store, undisturbed)
    in_all = store.run(disturbed.id)
    assert in_all.started_at is not None
    assert in_all.finished_at is not None
    whole_time = (in_all.finished_at - in_all.started_at).total_seconds()
    assert in_all.progress.train_seconds < whole_time


def test_a_running_run_stops_and_its_network_can_be_used(store: Store, sample: Dataset) -> None:
    config = LONG.model_copy(update={"cell": "gru", "hidden_size": 8, "learning_rate": 0.01, "eval_every": 20})
    run = store.create_run(config)
    wait_until(lambda: any(test.accuracy > 0.4 for test in store.evaluations_since(run.id, 0)))
    store.send(run.id, Command.STOP)
    wait_for_status(store, run.id, RunStatus.STOPPED)
    stopped = store.run(run.id)
    steps = [metric.step for metric in store.metrics_since(run.id, 0)]
    assert steps == list(range(1, stopped.progress.step + 1))
    assert store.snapshots(run.id)[-1].step == stopped.progress.step < config.num_steps
    assert share_right(config, latest_weights(store, run), sample) > 0.3


def test_a_paused_run_stops(store: Store) -> None:
    run = store.create_run(LONG)
    wait_for_training(store, run.id)
    store.send(run.id, Command.PAUSE)
    wait_for_status(store, run.id, RunStatus.PAUSED)
    store.send(run.id, Command.STOP)
    wait_for_status(store, run.id, RunStatus.STOPPED)
    stopped = store.run(run.id)
    assert store.snapshots(run.id)[-1].step == store.metrics_since(run.id, 0)[-1].step == stopped.progress.step


def test_a_pause_that_is_wanted_before_the_run_starts_holds_it_early(store: Store) -> None:
    run = store.create_run(LONG)
    store.send(run.id, Command.PAUSE)
    wait_for_status(store, run.id, RunStatus.PAUSED)
    store.send(run.id, Command.STOP)
    wait_for_status(store, run.id, RunStatus.STOPPED)


def test_commands_to_a_run_that_is_over_do_nothing(store: Store) -> None:
    run = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, run.id, RunStatus.FINISHED)
    finished = store.run(run.id)
    for command in Command:
        store.send(run.id, command)
    later = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, later.id, RunStatus.FINISHED)
    assert store.run(run.id) == finished


def test_a_run_that_cannot_start_fails_with_a_sentence_and_the_next_one_trains(store: Store) -> None:
    run = store.create_run(SHORT.model_copy(update={"device": "cuda:99"}))
    later = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, run.id, RunStatus.FAILED)
    failed = store.run(run.id)
    assert failed.message.startswith("The device cuda:99 does not exist on this machine. Choose auto or one of these:")
    assert failed.details == ""
    wait_for_status(store, later.id, RunStatus.FINISHED)
