"""The runs that ship with the package, against the networks themselves."""

import threading
from pathlib import Path

import pytest
import safetensors.torch
import torch

from rnn_demo.data import Dataset
from rnn_demo.errors import SnapshotNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.events import Stepped
from rnn_demo.experiment.records import Cursor, RunStatus
from rnn_demo.library.networks import FOLDER, BuiltInRun, built_in_runs, to_bytes
from rnn_demo.network import TrainingState, load_model, train
from rnn_demo.runner import train_run
from rnn_demo.store import open_store
from tools.build_networks import RECIPES

MOST_BYTES = 2_000_000
IDS = sorted(RECIPES)


def test_there_is_one_for_each_recipe() -> None:
    assert list(built_in_runs()) == IDS
    for run_id, built_in in built_in_runs().items():
        assert built_in.run.id == run_id
        assert built_in.run.config == RECIPES[run_id].config
        assert built_in.run.built_in
        assert built_in.run.status.is_over
        assert built_in.run.latest_step == built_in.snapshots[-1].step


def test_together_they_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MOST_BYTES


@pytest.mark.parametrize("run_id", IDS)
def test_the_accuracy_that_is_told_is_that_of_the_weights(run_id: str, sample: Dataset) -> None:
    built_in = built_in_runs()[run_id]
    last = built_in.news(Cursor()).evaluations[-1]
    assert built_in.snapshots[-1].step == last.step
    assert built_in.snapshots[-1].test_accuracy == last.accuracy
    model = load_model(built_in.run.config, built_in.weights(last.step))
    with torch.no_grad():
        predictions = model(model.inputs(sample.test_images)).argmax(dim=-1)
    right = (predictions == sample.test_labels).double().mean().item()
    assert right == pytest.approx(last.accuracy, abs=0.002)  # another processor may round otherwise
    assert sum(last.confusion[i][i] for i in range(10)) / sum(map(sum, last.confusion)) == last.accuracy


def test_its_weights_are_those_of_its_recipe(sample: Dataset) -> None:
    """The first steps of a training, once more."""
    built_in = built_in_runs()["tour-rnn"]
    state = TrainingState.start(built_in.run.config, torch.device("cpu"))
    told = built_in.news(Cursor()).metrics
    for step in (0, 16):
        for event in train(state, sample) if step else ():
            assert isinstance(event, Stepped)
            assert event.metrics[0].loss == pytest.approx(told[state.step - 1].loss, rel=1e-3)
            if state.step == step:
                break
        for name, weights in safetensors.torch.load(built_in.weights(step)).items():
            torch.testing.assert_close(weights, state.model.state_dict()[name], atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("config", [RunConfig(hidden_size=4, train_size=60, batch_size=20, num_epochs=2)])
def test_a_file_tells_what_the_store_told(config: RunConfig, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'runs.db'}")
    run = train_run(store, store.create_run(config, status=RunStatus.RUNNING), threading.Event())
    news = store.news(run.id)
    weights = {snapshot.step: store.weights(run.id, snapshot.step) for snapshot in store.snapshots(run.id)}
    path = tmp_path / "run.safetensors"
    path.write_bytes(to_bytes(run, news.metrics, news.evaluations, weights))
    built_in = BuiltInRun(path)
    told = built_in.news(Cursor())

    assert told.run == built_in.run == run
    assert told.evaluations == news.evaluations
    assert told.snapshots == tuple(built_in.snapshots) == tuple(store.snapshots(run.id))
    assert [(one.step, one.epoch) for one in told.metrics] == [(one.step, one.epoch) for one in news.metrics]
    for name in ("loss", "accuracy", "grad_norm", "learning_rate"):
        measured = [getattr(one, name) for one in news.metrics]
        assert [getattr(one, name) for one in told.metrics] == pytest.approx(measured, rel=1e-6)
    for step, file in weights.items():
        kept, own = safetensors.torch.load(file), safetensors.torch.load(built_in.weights(step))
        assert kept.keys() == own.keys()
        assert all(torch.equal(kept[name], own[name]) for name in kept)
    store.close()


def test_after_the_first_news_there_is_nothing_new() -> None:
    built_in = built_in_runs()["tour-overfitting"]
    first = built_in.news(Cursor())
    assert [metric.step for metric in first.metrics] == list(range(1, 241))
    again = built_in.news(first.cursor)
    assert (again.run, again.metrics, again.evaluations, again.snapshots) == (built_in.run, (), (), None)
    assert again.cursor == first.cursor


def test_of_a_run_that_diverged_the_last_sound_weights_are_there() -> None:
    built_in = built_in_runs()["tour-divergence"]
    assert built_in.run.status is RunStatus.DIVERGED
    weights = safetensors.torch.load(built_in.weights(built_in.snapshots[-1].step))
    assert all(tensor.isfinite().all() for tensor in weights.values())


def test_a_moment_that_is_not_there_gets_a_sentence() -> None:
    with pytest.raises(SnapshotNotFound, match=r"tour-gru has no weights for step 7, but for 0, 945\. Choose another"):
        built_in_runs()["tour-gru"].weights(7)
