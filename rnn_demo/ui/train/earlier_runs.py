"""A list of earlier runs to open again."""

import streamlit as st

from rnn_demo.service.service import Service
from rnn_demo.ui.address.params import Key
from rnn_demo.ui.session import open_run
from rnn_demo.ui.train.config_form import fill
from rnn_demo.words.run_title import run_title

LISTED = 30


def earlier_runs(service: Service) -> None:
    """Show the latest runs of this server; choosing one opens it, and puts its settings into the form."""
    runs = {run.id: run for run in service.runs(LISTED)}
    titles = {run.id: run_title(service, run) for run in runs.values()}

    def open_chosen() -> None:
        if chosen := st.session_state[Key.EARLIER_RUN]:
            open_run(chosen)
            fill(runs[chosen].config)
            st.session_state[Key.EARLIER_RUN] = None

    st.selectbox(
        "Earlier runs",
        list(runs),
        index=None,
        key=Key.EARLIER_RUN,
        format_func=lambda run_id: titles.get(run_id, run_id),
        placeholder="Open a run …" if runs else "None yet",
        on_change=open_chosen,
        disabled=not runs,
    )
