"""All runs of the store, searched and ordered in a table, from which one is taken and given a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import pandas as pd
import streamlit as st

from rnn_demo.errors import InvalidName
from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.experiment.names import LONGEST_NAME
from rnn_demo.experiment.records import Run
from rnn_demo.experiment.search import RunOrder, RunSearch
from rnn_demo.service.runs import Runs, count_parameters
from rnn_demo.ui import messages
from rnn_demo.ui.keys import Key
from rnn_demo.words.markdown import literal
from rnn_demo.words.quantities import count
from rnn_demo.words.runs import STATUS, short_title, special_reading

ROWS = 50  # of the table at a time
ROW_HEIGHT = 35  # pixels
HEIGHT = 320  # pixels at most: what is below stays in sight, on a telephone too
TABLE_ALT = "The runs that were found, one per row: name, network, test accuracy, age, size, and what else is known."


@dataclass(frozen=True)
class Action:
    """What can be done with the run that was taken: ``act`` is called with its id, in a callback."""

    label: str
    act: Callable[[str], None]


def all_runs(runs: Runs, actions: Sequence[Action], *, what: str, with_weights: bool = False) -> None:
    """A button that says how many runs there are, and opens the table of them; ``what`` is what to call one."""
    number = runs.count(RunSearch(with_weights=with_weights))
    if st.button(
        f"All trained here: {count(number, what)}",
        key=Key.ALL_RUNS,
        icon=":material/manage_search:",
        disabled=number == 0,
        help="Search by name, cell and accuracy; give names.",
        width="stretch",
    ):
        # A browser keeps what was typed and ticked where the next table would have the same keys, but does not show it.
        opening = st.session_state[Key.TABLES_OPENED] = st.session_state.get(Key.TABLES_OPENED, 0) + 1
        shown = st.dialog(f"All {what}s", width="large")(run_table)
        shown(runs, actions, what=what, with_weights=with_weights, opening=opening)


def run_table(runs: Runs, actions: Sequence[Action], *, what: str, with_weights: bool, opening: int) -> None:
    """The table, with the fields that narrow it down above it and what to do with a run below.

    ``opening`` counts how often a person has opened it.
    """
    search = _search(with_weights, opening)
    number = runs.count(search)
    if number == 0:
        messages.info(f"No {what} is like that. Ask for less.")
        return
    place = st.container()
    page = (
        st.pagination(ceil(number / ROWS), key=f"{Key.RUN_PAGE.at_opening(opening)} {search}") if number > ROWS else 1
    )
    found = runs.find(search, ROWS, offset=(page - 1) * ROWS)
    with place:
        taken = _table(runs, found, opening)
    if taken is None:
        st.caption(f"{count(number, what)}. Tick one to open it or to give it a name.")
        return
    _rename(runs, taken, opening)
    with st.container(horizontal=True):
        for action in actions:
            if st.button(
                action.label,
                type="primary" if action is actions[0] else "secondary",
                on_click=action.act,
                args=(taken.id,),
            ):
                st.rerun()  # closes the dialog


def _search(with_weights: bool, opening: int) -> RunSearch:
    text_key, cell_key, accuracy_key, order_key = (
        key.at_opening(opening) for key in (Key.RUN_TEXT, Key.RUN_CELL, Key.RUN_ACCURACY, Key.RUN_ORDER)
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Name or run id", key=text_key, placeholder="any part of it", max_chars=LONGEST_NAME)
        cell = st.selectbox(
            "Cell", list(CELLS), index=None, key=cell_key, format_func=str.upper, placeholder="any", width=110
        )
        accuracy = st.number_input(
            "Test accuracy from, %", 0, 100, key=accuracy_key, step=5, width=190, help="Of the latest test."
        )
        orders = list(RunOrder)
        order = st.selectbox("Order", orders, key=order_key, format_func=lambda order: f"{order} first", width=200)
    return RunSearch(text.strip(), cell, accuracy / 100, with_weights, order)


def _table(runs: Runs, found: Sequence[Run], opening: int) -> Run | None:
    """The runs as rows; the one that is ticked."""
    sizes = runs.weights_bytes([run.id for run in found])
    rows = pd.DataFrame(
        {
            "name": [run.name for run in found],
            "network": [run.config.network for run in found],
            "accuracy": [run.last_test and 100 * run.last_test.accuracy for run in found],
            "created": [run.created_at for run in found],
            "parameters": [count_parameters(run.config) for run in found],
            "weights": [sizes.get(run.id, 0) for run in found],
            "reads": [", ".join(special_reading(run)) for run in found],
            "status": [STATUS[run.status] for run in found],
            "id": [run.id for run in found],
        }
    )
    event = st.dataframe(
        rows,
        height=min(HEIGHT, ROW_HEIGHT * (len(rows) + 1) + 2),
        row_height=ROW_HEIGHT,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        # Another one for other runs: what is ticked is the number of a row.
        key=f"{Key.RUN_TABLE.at_opening(opening)} {' '.join(rows['id'])}",
        alt=TABLE_ALT,
        column_config={
            "name": st.column_config.TextColumn("Name"),
            "network": st.column_config.TextColumn("Network"),
            "accuracy": st.column_config.NumberColumn("Accuracy", format="%.1f%%", help="In the latest test."),
            "created": st.column_config.DatetimeColumn("Age", format="distance"),
            "parameters": st.column_config.NumberColumn("Parameters", format="localized"),
            "weights": st.column_config.NumberColumn(
                "Kept", format="bytes", help="The weights that the store keeps, of all moments together."
            ),
            "reads": st.column_config.TextColumn("Reads", help="If not the rows of the built-in digits."),
            "status": st.column_config.TextColumn("Status"),
            "id": st.column_config.TextColumn("Run"),
        },
    )
    ticked = event["selection"]["rows"]
    return found[ticked[0]] if ticked else None


def _rename(runs: Runs, run: Run, opening: int) -> None:
    key = f"{Key.RUN_NAME.at_opening(opening)} {run.id}"

    def rename() -> None:
        try:
            runs.rename(run.id, st.session_state[key])
        except InvalidName as error:
            st.session_state[Key.NAME_PROBLEM] = str(error)

    st.markdown(literal(short_title(run)))
    with st.form(f"{key} form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name", run.name, key=key, max_chars=LONGEST_NAME, placeholder="none yet")
        st.form_submit_button("Save the name", on_click=rename)  # so does the Enter key
    if problem := st.session_state.pop(Key.NAME_PROBLEM, None):
        messages.error(problem)
