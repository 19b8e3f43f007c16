"""Where choosers and view stand."""

import pytest
import streamlit as st

from rnn_demo.ui.tour.places import places
from tests.ui.opening import open_part


def page() -> None:
    for place, name in zip(places(), ("side", "above", "view"), strict=True):
        place.text(name)
    st.text("below")


@pytest.mark.parametrize("link", ["", "card=0", "card=99", "card=x"])
def test_without_a_card_that_there_is_all_is_open(link: str) -> None:
    opened = open_part(page, link)
    assert not opened.expander
    assert sorted(text.value for text in opened.text) == ["above", "below", "side", "view"]


def test_with_a_card_the_choosers_are_folded_up() -> None:
    opened = open_part(page, "card=1")
    (folded,) = opened.expander
    assert not folded.proto.expanded
    assert sorted(text.value for text in folded.text) == ["above", "side"]
