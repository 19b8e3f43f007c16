"""The parameters of the URL, read and written as text. Nothing else touches `st.query_params`."""

from collections.abc import Mapping
from enum import StrEnum

import streamlit as st

LONGEST_NUMBER = 10  # digits: more than anything here counts to, and few enough for Python to read


class Param(StrEnum):
    """Parameters of the URL beside the fields of `RunConfig`."""

    RUN = "run"
    DIGIT = "digit"
    COMPARE = "compare"
    STEP = "step"
    VIEW = "view"
    LAYER = "layer"
    DIRECTION = "direction"
    ROW = "row"
    PIXEL = "pixel"
    UNIT = "unit"
    AXES = "axes"
    GRADIENT = "gradient"
    RELATIVE = "relative"
    GATE = "gate"
    BAND = "band"
    BLANKS = "blanks"
    CARD = "card"
    DIRECTIONS = "directions"
    LESION = "lesion"
    ORDER = "order"
    SHARE = "share"
    UNITS = "units"


# Streamlit empties the URL when a person goes to another page. These go along.
_OF_SESSION = (Param.RUN, Param.DIGIT)

_URL = "url"  # all of it, in the session

# These speak of the run in the URL, and would mean something else in another one.
_OF_RUN = (Param.STEP,)


def read(param: Param) -> str | None:
    """What the URL says, or what it said on the page before; None if that is nothing."""
    if param in _OF_SESSION and param not in st.query_params:
        return st.session_state.get(_kept(param)) or None
    return read_here(param)


def read_here(param: Param) -> str | None:
    """What the URL says, whatever it said on the page before; None if that is nothing."""
    return st.query_params.get(param) or None


def write(param: Param, text: str | None) -> None:
    """Let the URL say ``text``, or nothing. Another run takes along what was said of the one before."""
    if param is Param.RUN and read(param) not in (None, text):
        for other in _OF_RUN:
            write(other, None)
    if text is None:
        st.query_params.pop(param, None)
        st.session_state.pop(_kept(param), None)
    else:
        if st.query_params.get(param) != text:
            st.query_params[param] = text
        if param in _OF_SESSION:
            st.session_state[_kept(param)] = text
    keep_url()


def write_scene(scene: Mapping[Param, str], *, keep: bool = False) -> None:
    """Let the URL say all of ``scene``; with ``keep`` only that of which it says nothing itself."""
    for param, text in scene.items():
        if not (keep and param in st.query_params):
            write(param, text)


def keep_url() -> None:
    """Remember what the URL says: when a page begins, and whenever something was written."""
    st.session_state[_URL] = st.query_params.to_dict()


def restore_url() -> None:
    """Let the URL say again what was kept of it last; to be called first in a fragment that a timer runs.

    The timer is the browser's, and the URL that comes with it is the one the browser knew then: where the browser or the
    server is slow, older than what was written since. To run the whole page with it would undo what a person has done.
    """
    if st.session_state.get(_URL, st.query_params.to_dict()) != st.query_params.to_dict():
        st.query_params.from_dict(st.session_state[_URL])


def read_all() -> dict[str, str]:
    """Everything in the URL that is no `Param`."""
    return {name: text for name, text in st.query_params.to_dict().items() if name not in tuple(Param)}


def write_all(texts: dict[str, str]) -> None:
    """Let the URL say ``texts``, and nothing else that is no `Param`."""
    for name in read_all().keys() - texts.keys():
        del st.query_params[name]
    for name, text in texts.items():
        if st.query_params.get(name) != text:
            st.query_params[name] = text
    keep_url()


def is_number(text: str) -> bool:
    """Whether ``text`` is a number that anything here could have."""
    return text.isdecimal() and len(text) < LONGEST_NUMBER


def _kept(param: Param) -> str:
    return f"kept_{param}"
