"""What every page of a session starts from: the service, the theme, the run and the digit that the URL names."""

import streamlit as st

from rnn_demo.errors import RunNotFound
from rnn_demo.figures.theme import Theme, theme
from rnn_demo.records import Run
from rnn_demo.service import Service
from rnn_demo.settings import load_settings
from rnn_demo.ui.keys import Param


@st.cache_resource(show_spinner=False)
def get_service() -> Service:
    """The one service of this server."""
    return Service(load_settings().store)


def page_theme() -> Theme:
    return theme(st.context.theme.type)


@st.fragment(run_every=1.0)
def rerun_when_devices_are_known(service: Service) -> None:
    """Wait for the runner, which starts with the server but takes some seconds: its devices belong in the form."""
    if service.devices():
        st.rerun()


def linked_run(service: Service) -> Run | None:
    """The run that the URL names, if any; a sentence instead if there is no such run."""
    run_id = st.query_params.get(Param.RUN)
    if run_id is None:
        return None
    try:
        return service.run(run_id)
    except RunNotFound as error:
        st.warning(str(error))
        return None


def open_run(run_id: str | None) -> None:
    """Let the URL name this run, or none."""
    if run_id is None:
        st.query_params.pop(Param.RUN, None)
    else:
        st.query_params[Param.RUN] = run_id


def linked_digit() -> int:
    """The index of the test digit that the URL names; 0 if it names none."""
    text = st.query_params.get(Param.DIGIT, "0")
    return int(text) if text.isdecimal() else 0


def open_digit(index: int) -> None:
    st.query_params[Param.DIGIT] = str(index)
