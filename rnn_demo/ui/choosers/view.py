"""Choosing among the views of a page; the choice stands in the URL."""

from collections.abc import Mapping

import streamlit as st

from rnn_demo.ui.address.params import Key, Param


def view_chooser(titles: Mapping[str, str], *, key: Key) -> str:
    """Show the views' ``titles`` by name and return the name of the one chosen; the first if the URL names none."""
    linked = st.query_params.get(Param.VIEW, "")
    view = linked if linked in titles else next(iter(titles))
    st.session_state[key] = view
    st.segmented_control(
        "View",
        list(titles),
        key=key,
        required=True,
        wrap=True,
        label_visibility="collapsed",
        format_func=lambda name: titles[name],
        on_change=lambda: st.query_params.update({Param.VIEW: st.session_state[key]}),
    )
    return view
