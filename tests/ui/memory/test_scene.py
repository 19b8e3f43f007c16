"""Which networks the page Memory can show at a moment."""

import safetensors.torch
import streamlit as st
import torch

from rnn_demo.data import load_dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.network import build_model, save_weights
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.memory.scene import Scene, kept_steps, shown_at
from rnn_demo.ui.session import get_service
from tests.ui.opening import open_page, open_part, texts

TINY = RunConfig(hidden_size=3)
RELU = RunConfig(cell="rnn", nonlinearity="relu", hidden_size=3)


def shown(run_ids: list[str], step: int) -> None:
    service = get_service()
    runs = [service.runs.get(run_id) for run_id in run_ids]
    st.text([one.step for one in shown_at(service, runs, step)])


def run_with(store: Store, *steps: int, broken: int | None = None, factor: float = torch.nan) -> str:
    """A run that kept its weights after ``steps``, those after ``broken`` times ``factor``."""
    run = store.create_run(RELU, status=RunStatus.RUNNING)
    good = save_weights(build_model(RELU))
    bad = safetensors.torch.save({name: w * factor for name, w in safetensors.torch.load(good).items()})
    for step in steps:
        weights = bad if step == broken else good
        store.write(run.id, Update(Progress(step=step), snapshot=Snapshot(step, epoch=1), weights=weights))
    return run.id


def chance(run_ids: list[str]) -> None:
    service = get_service()
    networks = shown_at(service, [service.runs.get(run_id) for run_id in run_ids], 0)
    st.text(Scene(service, networks, 0, service.digits.digit("mnist-sample", 0)).chance)


def test_the_line_of_chance_is_the_number_that_sentences_speak_of(empty: Service, store: Store) -> None:
    labels = load_dataset("mnist-sample").test_labels[:1000].tolist()
    expected = max(labels.count(label) for label in set(labels)) / len(labels)
    assert open_part(chance, run_ids=[run_with(store, 0), run_with(store, 0)]).text[0].value == str(expected)


def test_every_network_is_shown_as_near_to_the_moment_as_it_was_kept(empty: Service, store: Store) -> None:
    runs = [run_with(store, 0, 10, 40), run_with(store, 0, 30)]
    for step, expected in ((0, [0, 0]), (12, [10, 0]), (28, [40, 30]), (500, [40, 30])):
        assert open_part(shown, run_ids=runs, step=step).text[0].value == str(expected)


def test_the_first_moment_is_there_whether_it_was_kept_or_not(empty: Service, store: Store) -> None:
    run_id = run_with(store, 10)
    assert kept_steps(empty, empty.runs.get(run_id)) == [0, 10]
    assert open_part(shown, run_ids=[run_id], step=0).text[0].value == "[0]"


def test_a_run_without_weights_is_left_out(empty: Service) -> None:
    page = open_page("memory", f"run={empty.runs.start(TINY).id}")
    (info,) = page.info
    assert "is left out\\: it has not kept any weights yet." in info.value


def test_a_network_whose_weights_are_no_numbers_is_left_out_and_its_earlier_moments_are_not(
    empty: Service, store: Store
) -> None:
    run_id = run_with(store, 0, 10, 20, broken=20)
    page = open_page("memory", f"run={run_id}")
    (info,) = page.info
    assert "its training diverged, and after 20 steps what it computes is no numbers any more." in info.value
    assert not open_page("memory", f"run={run_id}&step=10").info


def test_a_network_with_finite_weights_that_computes_no_numbers_is_left_out_too(empty: Service, store: Store) -> None:
    run_id = run_with(store, 0, 10, 20, broken=20, factor=1e10)
    assert all(bool(w.isfinite().all()) for w in safetensors.torch.load(store.weights(run_id, 20)).values())
    assert not empty.network(empty.runs.get(run_id), 20).is_finite
    page = open_page("memory", f"run={run_id}")
    (info,) = page.info
    assert "after 20 steps what it computes is no numbers any more." in info.value
    earlier = texts(open_page("memory", f"run={run_id}&step=10"))
    assert "before training row 0 gets" in earlier
    assert "nan" not in earlier + texts(page)
