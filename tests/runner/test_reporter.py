"""What a run leaves in the store."""

import threading

import pytest

from rnn_demo.data import Dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Note, NoteCode, RunStatus
from rnn_demo.network import build_model, save_weights
from rnn_demo.runner import train_run
from rnn_demo.store import Store
from tests.runner.running import share_right


def test_everything_of_a_run_is_written(store: Store, sample: Dataset) -> None:
    config = RunConfig(cell="gru", hidden_size=8, train_size=500, batch_size=20, num_epochs=3, eval_every=10)
    run_id = store.create_run(config, status=RunStatus.RUNNING).id
    run = train_run(store, store.run(run_id), threading.Event())
    assert run.status is RunStatus.FINISHED
    assert (run.progress.step, run.progress.epoch, run.progress.num_digits) == (75, 3, 1_500)
    assert run.progress.train_seconds > 0
    assert run.started_at is not None
    assert run.finished_at is not None
    assert run.started_at < run.finished_at
    assert (run.note, run.details) == (Note(NoteCode.COMPLETED), "")
    assert run.device

    news = store.news(run_id)
    assert [metric.step for metric in news.metrics] == list(range(1, 76))
    assert [metric.epoch for metric in news.metrics] == [1] * 25 + [2] * 25 + [3] * 25
    tests = news.evaluations
    assert [test.step for test in tests] == [10, 20, 25, 30, 40, 50, 60, 70, 75]
    assert all(sum(map(sum, test.confusion)) == 1_000 for test in tests)

    assert news.snapshots is not None
    steps = [snapshot.step for snapshot in news.snapshots]
    assert set(steps) >= {0, 1, 2, 4, 8, 16, 32, 64, *(test.step for test in tests)}
    assert steps[-1] == 75
    assert store.weights(run_id, 0) == save_weights(build_model(config))
    accuracies = {snapshot.step: snapshot.test_accuracy for snapshot in news.snapshots}
    for test in tests:
        assert accuracies[test.step] == test.accuracy
        assert share_right(config, store.weights(run_id, test.step), sample) == pytest.approx(test.accuracy)
