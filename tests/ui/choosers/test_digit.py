"""Choosing a test digit."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.service.service import Service
from rnn_demo.ui.choosers.digit import digit_chooser
from rnn_demo.ui.session import get_service
from tests.ui.opening import open_part, warnings


def chooser() -> None:
    digits = get_service().digits
    index = digit_chooser(digits, "mnist-sample")
    st.text(f"{index} is a {digits.digit('mnist-sample', index).name}")


def chosen(page: AppTest) -> int:
    return int(page.text[0].value.split()[0])


def test_the_first_digit_is_shown_at_first(empty: Service) -> None:
    page = open_part(chooser)
    assert chosen(page) == 0
    assert page.query_params == {}
    assert page.pills[0].value == empty.digits.digit("mnist-sample", 0).label


def test_the_digit_of_the_link_is_shown(empty: Service) -> None:
    page = open_part(chooser, "digit=17")
    assert chosen(page) == 17
    assert page.pills[0].value == empty.digits.digit("mnist-sample", 17).label


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", "1017", "9" * 30])
def test_nonsense_gets_a_sentence(empty: Service, text: str) -> None:
    page = open_part(chooser, f"digit={text}")
    assert chosen(page) == 0
    (sentence,) = warnings(page)
    assert sentence.startswith(f"The link says digit={text}, but it can be 0 to 999. You see ")


def test_a_digit_that_came_along_from_another_page_stands_in_the_link(empty: Service) -> None:
    page = open_part(chooser, "digit=17")
    page.query_params = {}  # as Streamlit does when a person goes to another page
    page.run()
    assert chosen(page) == 17
    assert page.query_params == {"digit": "17"}


def test_choosing_a_class_goes_to_its_first_digit_and_next_to_the_one_after_it(empty: Service) -> None:
    page = open_part(chooser, "digit=500")
    page.pills[0].set_value(7).run()
    first = chosen(page)
    assert page.query_params == {"digit": str(first)}
    page.button[0].click().run()
    sevens = [index for index in range(1_000) if empty.digits.digit("mnist-sample", index).label == 7]
    assert [first, chosen(page)] == sevens[:2]
    assert page.pills[0].value == 7


def test_after_the_last_digit_of_a_class_comes_the_first(empty: Service) -> None:
    sevens = [index for index in range(1_000) if empty.digits.digit("mnist-sample", index).label == 7]
    page = open_part(chooser, f"digit={sevens[-1]}")
    page.button[0].click().run()
    assert chosen(page) == sevens[0]
