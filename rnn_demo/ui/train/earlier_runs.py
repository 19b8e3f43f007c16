"""Earlier runs to open again: the latest in a list, all of them in a table."""

import streamlit as st

from rnn_demo.service.runs import Runs
from rnn_demo.ui.choosers.all_runs import Action, all_runs
from rnn_demo.ui.choosers.run import open_run
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import reader_now
from rnn_demo.ui.train.config_form import fill
from rnn_demo.words.runs import run_title

LISTED = 30


def earlier_runs(service_runs: Runs) -> None:
    """Show the runs of this server, then the built-in ones; choosing one opens it, and puts its settings into the form."""
    runs = {run.id: run for run in [*service_runs.latest(LISTED), *service_runs.built_in()]}
    now = reader_now()

    def open_with_settings(run_id: str) -> None:
        open_run(run_id)
        fill(service_runs.get(run_id).config)

    def open_chosen() -> None:
        if chosen := st.session_state[Key.EARLIER_RUN]:
            open_with_settings(chosen)
            st.session_state[Key.EARLIER_RUN] = None

    st.selectbox(
        "Earlier runs",
        list(runs),
        index=None,
        key=Key.EARLIER_RUN,
        format_func=lambda run_id: run_title(runs[run_id], now) if run_id in runs else run_id,
        placeholder="Open a run …",
        on_change=open_chosen,
        help=f"The {LISTED} latest runs of this server, newest first, or as many as there are, and those that are built in. "
        "Type to search in them. All that were started here stand in the table below.",
    )
    all_runs(service_runs, [Action("Open it, with its settings", open_with_settings)], what="run")
