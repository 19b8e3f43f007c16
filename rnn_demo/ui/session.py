"""What every page of a session starts from: the service, and the theme and the time of whoever looks at it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from rnn_demo.figures.theme import Theme, theme_named
from rnn_demo.service.service import Service
from rnn_demo.settings import load_settings


@st.cache_resource(show_spinner=False)
def get_service() -> Service:
    """The one service of this server."""
    return Service(load_settings().store)


def page_theme() -> Theme:
    return theme_named(st.context.theme.type)


def reader_now() -> datetime:
    """The time on the wall of the person in front of the page."""
    zone = st.context.timezone  # None where there is no browser
    return datetime.now(ZoneInfo(zone)) if zone else datetime.now().astimezone()
