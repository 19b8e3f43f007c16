"""Time travel through a run's training."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.choosers.moment import choose_moment
from rnn_demo.ui.session import get_service
from tests.ui.opening import open_part, warnings


def chooser(run_id: str) -> None:
    service = get_service()
    st.text(choose_moment(service, service.runs.get(run_id)))


def said(page: AppTest) -> str:
    return page.text[0].value


@pytest.fixture
def live(store: Store) -> str:
    """A run under way, of which the weights of the steps 0, 10, …, 40 are kept."""
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    for step in range(0, 50, 10):
        keep(store, run.id, step)
    return run.id


def keep(store: Store, run_id: str, step: int) -> None:
    store.write(run_id, Update(Progress(step=step), snapshot=Snapshot(step, epoch=1), weights=b"weights"))


def test_without_any_weights_it_says_so(empty: Service) -> None:
    page = open_part(chooser, run_id=empty.runs.start(RunConfig()).id)
    assert said(page) == "None"
    assert page.info[0].value.startswith("This run has not kept any weights yet.")


def test_with_one_moment_there_is_nothing_to_choose(empty: Service, store: Store) -> None:
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    keep(store, run.id, 0)
    page = open_part(chooser, run_id=run.id)
    assert said(page) == "(0, 0)"
    assert not page.select_slider
    assert page.button[0].disabled


def test_the_newest_moment_is_shown_and_followed(empty: Service, store: Store, live: str) -> None:
    page = open_part(chooser, run_id=live)
    assert said(page) == "(40, 40)"
    assert page.query_params == {}
    keep(store, live, 50)
    assert said(page.run()) == "(50, 50)"


def test_a_chosen_moment_stands_in_the_url_and_stays(empty: Service, store: Store, live: str) -> None:
    page = open_part(chooser, run_id=live)
    page.select_slider[0].set_value(20).run()
    assert said(page) == "(20, 40)"
    assert page.query_params == {"step": "20"}
    keep(store, live, 50)
    assert said(page.run()) == "(20, 50)"
    page.select_slider[0].set_value(50).run()
    assert page.query_params == {}


def test_a_moment_that_is_not_kept_shows_the_nearest(empty: Service, live: str) -> None:
    page = open_part(chooser, "step=27", run_id=live)
    assert said(page) == "(30, 40)"
    assert [info.value for info in page.info] == [
        "No weights of step 27 are kept; you see those of step 30, the nearest."
    ]


@pytest.mark.parametrize("text", ["abc", "-1", "9" * 20])
def test_nonsense_gets_a_sentence(empty: Service, live: str, text: str) -> None:
    page = open_part(chooser, f"step={text}", run_id=live)
    assert said(page) == "(40, 40)"
    (sentence,) = warnings(page)
    assert sentence.startswith(f"The link says step={text}, but it can be a number. You see ")


def test_play_begins_anew_at_the_end(empty: Service, live: str) -> None:
    page = open_part(chooser, run_id=live)
    page.button[0].click().run()
    assert page.button[0].label == "Pause"
    assert said(page) == "(0, 40)"
    page.button[0].click().run()
    assert page.button[0].label == "Play the training"
    assert said(page) == "(0, 40)"
