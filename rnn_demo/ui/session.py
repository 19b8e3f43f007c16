"""What every page of a session starts from: the service, the theme, the run and the digit that the URL names."""

import streamlit as st

from rnn_demo.errors import RunNotFound
from rnn_demo.experiment.records import Run
from rnn_demo.figures.theme import Theme, theme
from rnn_demo.service.service import Service
from rnn_demo.settings import load_settings
from rnn_demo.ui.address.params import Key, Param
from rnn_demo.words.markdown import literal

LONGEST_NUMBER = 10  # digits


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
    """The run that the URL names, or else the one last looked at in this session; None if there is neither.

    A link to a run that does not exist gets a sentence on the page.
    """
    run_id = st.query_params.get(Param.RUN) or st.session_state.get(Key.RUN)
    if run_id is None:
        return None
    try:
        run = service.run(run_id)
    except RunNotFound as error:
        st.warning(literal(str(error)))
        open_run(None)
        return None
    open_run(run.id)
    return run


def open_run(run_id: str | None) -> None:
    """Let the URL and the session name this run, or none."""
    if run_id is None:
        st.query_params.pop(Param.RUN, None)
        st.session_state.pop(Key.RUN, None)
    else:
        st.query_params[Param.RUN] = st.session_state[Key.RUN] = run_id


def linked_number(param: Param, default: int, most: int) -> int:
    """The number that the URL gives for ``param``, if it is one from 0 to ``most``, else ``default``."""
    text = st.query_params.get(param, "")
    return int(text) if is_number(text) and int(text) <= most else default


def linked_digit() -> int:
    """The index of the test digit that the URL names, or else the one last looked at in this session; 0 at first."""
    text = st.query_params.get(Param.DIGIT) or st.session_state.get(Key.DIGIT, "")
    return int(text) if is_number(text) else 0


def open_digit(index: int) -> None:
    """Let the URL and the session name this test digit."""
    st.query_params[Param.DIGIT] = st.session_state[Key.DIGIT] = str(index)


def is_number(text: str) -> bool:
    """Whether a link's text is a number that anything here could have; Python refuses to read very long ones."""
    return text.isdecimal() and len(text) < LONGEST_NUMBER
