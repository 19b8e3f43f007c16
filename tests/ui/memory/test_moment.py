"""The moment at which the page Memory shows its networks."""

import numpy as np
import streamlit as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.memory.moment import MOMENTS, choose_moment, common_moments
from rnn_demo.ui.session import get_service
from tests.ui.opening import open_part


def chooser(run_ids: list[str]) -> None:
    service = get_service()
    st.text(choose_moment(service, [service.runs.get(run_id) for run_id in run_ids]))


def run_with(store: Store, steps: list[int]) -> str:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    for step in steps:
        store.write(run.id, Update(Progress(step=step), snapshot=Snapshot(step, epoch=1), weights=b"weights"))
    return run.id


def test_a_link_leads_to_a_moment_of_several_runs(empty: Service, store: Store) -> None:
    runs = [run_with(store, [0, 10, 40]), run_with(store, [0, 30])]
    page = open_part(chooser, run_ids=runs)
    assert page.text[0].value == "40"
    assert page.select_slider[0].options == ["before training", "step 10", "step 30", "step 40"]
    page.select_slider[0].set_value(0).run()
    assert page.text[0].value == "0"
    assert page.query_params == {"step": "0"}
    page.select_slider[0].set_value(40).run()
    assert page.query_params == {}
    assert open_part(chooser, "step=30", run_ids=runs).text[0].value == "30"


def test_a_moment_that_nobody_kept_is_said_to_be_another(empty: Service, store: Store) -> None:
    page = open_part(chooser, "step=33", run_ids=[run_with(store, [0, 30, 60])])
    assert page.text[0].value == "30"
    assert page.info[0].value == "No network was kept at step 33; you see step 30, the nearest."


def test_many_moments_are_spread_evenly_on_a_logarithmic_scale_with_both_ends(empty: Service, store: Store) -> None:
    kept = [0, *range(50, 3_050, 50)]
    run = empty.runs.get(run_with(store, kept))
    moments = common_moments(empty, [run])
    assert set(moments) <= set(kept)
    assert (moments[0], moments[-1]) == (0, 3_000)
    assert 10 < len(moments) <= MOMENTS
    gaps = np.diff(moments)
    assert gaps[-1] > gaps[1]


def test_with_one_moment_there_is_nothing_to_choose(empty: Service, store: Store) -> None:
    page = open_part(chooser, run_ids=[run_with(store, [0])])
    assert page.text[0].value == "0"
    assert not page.select_slider
