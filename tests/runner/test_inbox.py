"""Commands to runs: what a runner with two slots, which all these tests share, makes of them."""

from collections.abc import Iterator

import pytest

from rnn_demo.data import Dataset
from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.records import Note, NoteCode, Run, RunStatus
from rnn_demo.store import Store, open_store
from tests.runner.running import LONG, SHORT, runner_at, share_right, wait_for_status, wait_for_training
from tests.runner.waiting import wait_until


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'runs.db'}"
    with runner_at(url, slots=2):
        store = open_store(url)
        yield store
        store.close()


def latest_weights(store: Store, run: Run) -> bytes:
    latest_step = store.run(run.id).latest_step
    assert latest_step is not None
    return store.weights(run.id, latest_step)


def test_a_paused_run_stands_still_and_then_ends_as_if_undisturbed(store: Store) -> None:
    undisturbed, disturbed = store.create_run(SHORT), store.create_run(SHORT)
    wait_for_training(store, disturbed.id)
    store.send(disturbed.id, Command.PAUSE)
    wait_for_status(store, disturbed.id, RunStatus.PAUSED)
    paused = store.run(disturbed.id)
    assert 0 < paused.progress.step < SHORT.num_steps
    assert store.news(paused.id).metrics[-1].step == paused.latest_step == paused.progress.step

    wait_for_status(store, undisturbed.id, RunStatus.FINISHED)
    other = store.create_run(SHORT.model_copy(update={"num_epochs": 1}))
    wait_for_status(store, other.id, RunStatus.FINISHED)
    assert store.run(paused.id) == paused

    store.send(disturbed.id, Command.RESUME)
    wait_for_status(store, disturbed.id, RunStatus.FINISHED)
    news, undisturbed_news = store.news(disturbed.id), store.news(undisturbed.id)
    assert news.metrics == undisturbed_news.metrics
    assert news.evaluations == undisturbed_news.evaluations
    assert latest_weights(store, disturbed) == latest_weights(store, undisturbed)
    in_all = news.run
    assert in_all.started_at is not None
    assert in_all.finished_at is not None
    whole_time = (in_all.finished_at - in_all.started_at).total_seconds()
    assert in_all.progress.train_seconds < whole_time


def test_a_running_run_stops_and_its_network_can_be_used(store: Store, sample: Dataset) -> None:
    config = LONG.model_copy(update={"cell": "gru", "hidden_size": 8, "learning_rate": 0.01, "eval_every": 20})
    run = store.create_run(config)
    wait_until(lambda: (best := store.run(run.id).best_test) and best.accuracy > 0.4)
    store.send(run.id, Command.STOP)
    wait_for_status(store, run.id, RunStatus.STOPPED)
    news = store.news(run.id)
    assert news.run.note == Note(NoteCode.STOPPED)
    assert [metric.step for metric in news.metrics] == list(range(1, news.run.progress.step + 1))
    assert news.run.latest_step == news.run.progress.step < config.num_steps
    assert share_right(config, latest_weights(store, run), sample) > 0.3


def test_a_paused_run_stops(store: Store) -> None:
    run = store.create_run(LONG)
    wait_for_training(store, run.id)
    store.send(run.id, Command.PAUSE)
    wait_for_status(store, run.id, RunStatus.PAUSED)
    store.send(run.id, Command.STOP)
    wait_for_status(store, run.id, RunStatus.STOPPED)
    news = store.news(run.id)
    assert news.run.latest_step == news.metrics[-1].step == news.run.progress.step


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
