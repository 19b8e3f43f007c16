"""Choosing a layer, a direction, a unit and a row."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.ui.choosers.unit import choose_direction, choose_layer, choose_row, choose_unit
from tests.ui.opening import open_part, warnings

DEEP = RunConfig(hidden_size=6, num_layers=3)
FLAT = RunConfig(hidden_size=6, bidirectional=False)


def choosers(config: RunConfig) -> None:
    chosen = choose_layer(config), choose_direction(config), choose_unit(config), choose_row(28)
    st.text(chosen)


def said(page: AppTest) -> str:
    return page.text[0].value


def test_at_first_it_is_the_top_layer_forward_and_the_first_unit_and_row() -> None:
    assert said(open_part(choosers, config=DEEP)) == "(2, False, 0, 0)"
    assert said(open_part(choosers, config=FLAT)) == "(0, False, 0, 0)"


def test_all_stand_in_the_link() -> None:
    page = open_part(choosers, "layer=1&direction=backward&unit=5&row=27", config=DEEP)
    assert said(page) == "(1, True, 5, 27)"
    assert not warnings(page)
    assert page.segmented_control[0].options == ["1", "2", "3"]  # for people layers are counted from 1


def test_choices_go_into_the_link_and_come_out_again() -> None:
    page = open_part(choosers, config=DEEP)
    page.segmented_control[0].set_value("0")
    page.selectbox[0].set_value("backward").run()
    assert page.query_params == {"layer": "0", "direction": "backward"}
    assert said(page) == "(0, True, 0, 0)"
    page.segmented_control[0].set_value("2")
    page.selectbox[0].set_value("forward").run()
    assert page.query_params == {}


def test_with_one_layer_and_direction_there_is_nothing_to_choose() -> None:
    page = open_part(choosers, config=FLAT)
    assert not page.segmented_control
    assert not page.selectbox


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("layer=9", "The link says layer=9, but it can be 0, 1, 2. You see 2."),
        ("direction=up", "The link says direction=up, but it can be forward, backward. You see forward."),
        ("unit=6", "The link says unit=6, but it can be 0 to 5. You see 0."),
        ("row=28", "The link says row=28, but it can be 0 to 27. You see 0."),
    ],
)
def test_what_the_network_does_not_have_gets_a_sentence(link: str, sentence: str) -> None:
    page = open_part(choosers, link, config=DEEP)
    assert warnings(page) == [sentence]
    assert said(page) == "(2, False, 0, 0)"


@pytest.mark.parametrize("link", ["layer=1", "direction=backward"])
def test_a_network_with_one_layer_and_direction_says_so_too(link: str) -> None:
    page = open_part(choosers, link, config=FLAT)
    assert len(warnings(page)) == 1
    assert said(page) == "(0, False, 0, 0)"
