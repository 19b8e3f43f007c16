"""The bar of buttons above a run: train, pause or resume, stop, reset."""

import streamlit as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run, RunStatus
from rnn_demo.service.runs import Runs
from rnn_demo.ui.address.params import Param, write
from rnn_demo.ui.choosers.run import open_run
from rnn_demo.ui.keys import Key


def control_bar(runs: Runs, config: RunConfig | None, run: Run | None) -> None:
    """Show the buttons that make sense now; ``config`` is what Train would start.

    Whoever looks at somebody else's run over a link can start one of their own, and leaves that run alone with Reset. A
    line below says it where the settings cannot be trained, or are not those of the run that is over.
    """
    is_busy = run is not None and not run.status.is_over
    is_active = run is not None and run.status.is_active
    own_runs: set[str] = st.session_state.setdefault(Key.OWN_RUNS, set())
    is_own = run is not None and run.id in own_runs
    num_started = len(own_runs)

    def train() -> None:
        assert config is not None
        if len(own_runs) == num_started:  # else this is the second half of a double click
            started = runs.start(config)
            own_runs.add(started.id)
            open_run(started.id)
            write(Param.DIGIT, st.session_state.get(Key.PROBE_DIGIT))  # not a mistake that another page showed

    def reset() -> None:
        if run is not None and is_own and is_busy:
            runs.stop(run.id)
        open_run(None)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Watch a network learn to read", anchor=False)
        buttons = st.container(horizontal=True, gap="xsmall", width="content", key="control_bar")
    with buttons:
        st.button(
            "Train",
            type="primary",
            icon=":material/play_arrow:",
            on_click=train,
            disabled=config is None or (is_own and is_busy),
            help="Start a run with the settings in the sidebar.",
        )
        if run is not None and run.status is RunStatus.PAUSED:
            st.button("Resume", icon=":material/resume:", on_click=runs.resume, args=(run.id,))
        else:
            st.button(
                "Pause",
                icon=":material/pause:",
                on_click=runs.pause,
                args=(run.id if run else "",),
                disabled=not is_active,
                help="Halt after the current step; the network waits as it is.",
            )
        st.button(
            "Stop",
            icon=":material/stop:",
            on_click=runs.stop,
            args=(run.id if run else "",),
            disabled=not is_busy,
            help="End the run; what it has learned so far is kept.",
        )
        st.button(
            "Reset",
            icon=":material/replay:",
            on_click=reset,
            disabled=run is None,
            help="Back to an untrained network. A run of yours ends; all runs stay in the list of earlier runs.",
        )
    with st.container():  # always there: the charts below keep their place, or the browser would draw them anew
        if config is None:
            st.markdown(":red[Some settings cannot be trained: the sidebar marks them.]")
        elif run is not None and run.status.is_over and config != run.config:
            st.caption(
                ":material/edit: **The settings in the sidebar are not those of this run.** To train with them, press Train."
            )
