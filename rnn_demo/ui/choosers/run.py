"""Choosing the trained network that a page takes apart."""

import streamlit as st

from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service
from rnn_demo.ui.address.params import Key, Param
from rnn_demo.ui.session import linked_run, open_run
from rnn_demo.words.run_title import run_title

LISTED = 50
MOST_COMPARED = 2


def run_chooser(service: Service) -> Run | None:
    """Show the list of runs and return the chosen one; None, with a sentence, if there is nothing to look at."""
    linked = linked_run(service)
    runs = {run.id: run for run in service.runs(LISTED) if run.started_at is not None}
    if linked is not None:
        runs.setdefault(linked.id, linked)
    if not runs:
        st.info("There is no trained network yet. Train one on the page Train; it can be taken apart while it learns.")
        return None
    if linked is None:
        linked = next(iter(runs.values()))
        open_run(linked.id)
    titles = {run.id: run_title(service, run) for run in runs.values()}
    st.session_state[Key.CHOSEN_RUN] = linked.id
    st.selectbox(
        "Network",
        list(runs),
        key=Key.CHOSEN_RUN,
        format_func=lambda run_id: titles[run_id],
        on_change=lambda: open_run(st.session_state[Key.CHOSEN_RUN]),
        help="All networks that were trained on this server, newest first.",
    )
    return runs[linked.id]


def compared_runs(service: Service, run: Run) -> list[Run]:
    """Let a person choose further networks to stand beside ``run``; they stand in the URL."""
    others = {other.id: other for other in service.runs(LISTED) if other.started_at is not None and other.id != run.id}
    linked = [run_id for run_id in st.query_params.get(Param.COMPARE, "").split(",") if run_id in others]
    st.session_state[Key.COMPARED_RUNS] = linked[:MOST_COMPARED]

    def follow() -> None:
        if chosen := st.session_state[Key.COMPARED_RUNS]:
            st.query_params[Param.COMPARE] = ",".join(chosen)
        else:
            st.query_params.pop(Param.COMPARE, None)

    titles = {other.id: run_title(service, other) for other in others.values()}
    st.multiselect(
        "Compare with",
        list(others),
        key=Key.COMPARED_RUNS,
        format_func=lambda run_id: titles[run_id],
        max_selections=MOST_COMPARED,
        on_change=follow,
        placeholder="Other networks …",
    )
    return [others[run_id] for run_id in st.session_state[Key.COMPARED_RUNS]]
