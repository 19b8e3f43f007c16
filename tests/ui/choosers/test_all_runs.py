"""The table of all runs: what it finds, what it says, what can be done with the run that is ticked."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, Run, RunStatus, Snapshot, Update
from rnn_demo.experiment.search import RunOrder
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.choosers.all_runs import ROWS, Action, all_runs, run_table
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from rnn_demo.words.markdown import literal
from tests.store.measured import evaluation
from tests.ui.opening import keyed, open_part, texts


def table(with_weights: bool = False) -> None:
    def act(run_id: str) -> None:
        st.session_state["acted on"] = run_id

    run_table(get_service().runs, [Action("Open", act)], what="run", with_weights=with_weights, opening=1)
    st.text(st.session_state.get("acted on", "nothing"))


def button() -> None:
    all_runs(get_service().runs, [], what="network", with_weights=True)


def add(store: Store, name: str = "", cell: str = "lstm", accuracy: float | None = None) -> Run:
    run = store.create_run(RunConfig(cell=cell, hidden_size=8), status=RunStatus.RUNNING)
    store.rename(run.id, name)
    if accuracy is not None:
        tested = Update(Progress(1), evaluations=(evaluation(1, accuracy),), snapshot=Snapshot(1, 1), weights=b"1234")
        store.write(run.id, tested)
    return store.run(run.id)


def column(page: AppTest, name: str) -> list[object]:
    return list(page.dataframe[0].value[name])


def tick(page: AppTest, row: int) -> AppTest:
    """Tick a row as the browser does."""
    ids = " ".join(str(run_id) for run_id in column(page, "id"))
    page.session_state[f"{Key.RUN_TABLE.at_opening(1)} {ids}"] = {
        "selection": {"rows": [row], "columns": [], "cells": []}
    }
    return page.run()


def test_the_button_counts_what_the_table_lists(empty: Service, store: Store) -> None:
    page = open_part(button)
    assert (keyed(page, Key.ALL_RUNS).label, keyed(page, Key.ALL_RUNS).disabled) == (
        "All trained here: 0 networks",
        True,
    )
    add(store)
    add(store, accuracy=0.5)
    assert keyed(page.run(), Key.ALL_RUNS).label == "All trained here: 1 network"
    keyed(page, Key.ALL_RUNS).click().run()
    assert len(column(page, "id")) == 1


def test_a_row_says_how_good_and_how_large_a_network_is(empty: Service, store: Store) -> None:
    plain, tested = add(store, cell="rnn"), add(store, "mine", accuracy=0.973)
    page = open_part(table)
    assert column(page, "id") == [tested.id, plain.id]
    assert column(page, "name") == ["mine", ""]
    assert column(page, "network") == ["Bi-LSTM 8", "Bi-RNN 8"]
    assert column(page, "accuracy")[0] == pytest.approx(97.3)
    assert page.dataframe[0].value["accuracy"].isna().tolist() == [False, True]
    # Bi-LSTM 8: 2 directions × 4 gates × 8 units × (28 + 8 weights + 2 biases), and 10 classes × (16 weights + 1 bias).
    assert column(page, "parameters")[0] == 2 * 4 * 8 * (28 + 8 + 2) + 10 * 17
    assert column(page, "weights") == [4, 0]
    assert page.dataframe[0].value["created"].tolist() == [tested.created_at, plain.created_at]


def test_fields_narrow_the_table_down(empty: Service, store: Store) -> None:
    good, bad, gru = add(store, "Probe 1", accuracy=0.9), add(store, "probe 2", accuracy=0.3), add(store, cell="gru")
    page = open_part(table)
    keyed(page, Key.RUN_TEXT.at_opening(1)).set_value(" PROBE ").run()
    assert column(page, "id") == [bad.id, good.id]
    keyed(page, Key.RUN_ORDER.at_opening(1)).set_value(RunOrder.MOST_ACCURATE).run()
    assert column(page, "id") == [good.id, bad.id]
    keyed(page, Key.RUN_ACCURACY.at_opening(1)).set_value(85).run()
    assert column(page, "id") == [good.id]
    keyed(page, Key.RUN_CELL.at_opening(1)).set_value("gru").run()
    assert not page.dataframe
    assert page.info[0].value == "No run is like that. Ask for less."
    keyed(page, Key.RUN_ACCURACY.at_opening(1)).set_value(0).run()
    keyed(page, Key.RUN_TEXT.at_opening(1)).set_value(gru.id[:5]).run()
    assert column(page, "id") == [gru.id]


def test_networks_without_weights_are_left_out_where_they_cannot_be_looked_into(empty: Service, store: Store) -> None:
    add(store)
    with_weights = add(store, accuracy=0.5)
    assert column(open_part(table, with_weights=True), "id") == [with_weights.id]


def test_each_opening_begins_anew(empty: Service, store: Store) -> None:
    ids = [add(store, accuracy=0.5).id for _ in range(2)]
    page = open_part(button)
    keyed(page, Key.ALL_RUNS).click().run()
    page.session_state[Key.RUN_TEXT.at_opening(1)] = ids[0]
    keyed(page, Key.ALL_RUNS).click().run()
    assert keyed(page, Key.RUN_TEXT.at_opening(2)).value == ""
    assert column(page, "id") == ids[::-1]


def test_many_runs_come_page_by_page(empty: Service, store: Store) -> None:
    ids = [add(store).id for _ in range(ROWS + 3)]
    page = open_part(table)
    assert column(page, "id") == ids[: -ROWS - 1 : -1]
    assert f"{ROWS + 3} runs" in texts(page)


def test_a_ticked_run_is_acted_on(empty: Service, store: Store) -> None:
    first = add(store)
    add(store)
    page = open_part(table)
    assert not page.button
    tick(page, 1)
    next(button for button in page.button if button.label == "Open").click().run()
    assert page.text[0].value == first.id


def test_a_ticked_run_is_renamed(empty: Service, store: Store) -> None:
    run = add(store, "<b>*old*</b>")
    page = tick(open_part(table), 0)
    assert literal(f"‹b›*old*‹/b› ({run.id})") in texts(page)
    key = f"{Key.RUN_NAME.at_opening(1)} {run.id}"
    name = keyed(page, key)
    assert (name.value, name.max_chars) == ("<b>*old*</b>", 60)
    name.set_value("  new   name ")
    next(button for button in page.button if button.label == "Save the name").click().run()
    assert store.run(run.id).name == "new name"
    assert column(page, "name") == ["new name"]
    assert not page.error

    keyed(page, key).set_value("a\u202eb")
    next(button for button in page.button if button.label == "Save the name").click().run()
    assert page.error[0].value.startswith("A name may not hold characters that cannot be seen")
    assert store.run(run.id).name == "new name"
