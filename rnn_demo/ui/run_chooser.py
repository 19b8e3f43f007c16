"""Choosing the trained network that a page takes apart."""

import streamlit as st

from rnn_demo.records import Run
from rnn_demo.service import Service
from rnn_demo.ui.earlier_runs import run_title
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import linked_run, open_run

LISTED = 50


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
    titles = {run.id: run_title(run, service.last_evaluation(run.id)) for run in runs.values()}
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
