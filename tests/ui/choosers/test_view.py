"""Choosing among the views of a page."""

import streamlit as st

from rnn_demo.ui.choosers.view import view_chooser
from tests.ui.opening import open_part, warnings


def chooser() -> None:
    st.text(view_chooser({"states": "States", "votes": "Who decided?"}))


def test_the_first_view_is_shown_at_first() -> None:
    page = open_part(chooser)
    assert page.text[0].value == "states"
    assert page.pills[0].options == ["States", "Who decided?"]


def test_the_view_stands_in_the_link() -> None:
    page = open_part(chooser, "view=votes")
    assert page.text[0].value == "votes"
    page.pills[0].set_value("states").run()
    assert page.query_params == {}


def test_an_unknown_view_gets_a_sentence() -> None:
    page = open_part(chooser, "view=nonsense")
    assert page.text[0].value == "states"
    assert warnings(page) == ["The link says view=nonsense, but it can be states, votes. You see states."]
