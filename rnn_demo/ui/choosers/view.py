"""Choosing among the views of a page; the choice stands in the URL."""

from collections.abc import Mapping

import streamlit as st

from rnn_demo.ui.address.linked import choice
from rnn_demo.ui.address.params import Param


def view_chooser(titles: Mapping[str, str]) -> str:
    """Show the views' ``titles`` by name and return the name of the one chosen; the first if the URL names none."""
    return choice("View", Param.VIEW, titles, widget=st.pills, label_visibility="collapsed")
