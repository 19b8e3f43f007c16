"""What every page of a session starts from: the service and the theme."""

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
