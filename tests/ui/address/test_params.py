"""The parameters of the URL as text."""

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.ui.address.params import Param, is_number, keep_url, read, read_all, restore_url, write, write_all
from tests.ui.opening import open_part


def page() -> None:
    st.json({param: read(param) for param in Param})
    st.json(read_all())
    st.button("Digit 5", on_click=write, args=(Param.DIGIT, "5"))
    st.button("No digit", on_click=write, args=(Param.DIGIT, None))
    st.button("Row 5", on_click=write, args=(Param.ROW, "5"))
    st.button("GRU", on_click=write_all, args=({"cell": "gru"},))


def press(page: AppTest, label: str) -> AppTest:
    (button,) = (button for button in page.button if button.label == label)
    return button.click().run()


def said(page: AppTest) -> dict[str, str]:
    """The parameters that say something."""
    return {name: text for name, text in json.loads(page.json[0].value).items() if text is not None}


def test_what_the_url_says_is_read() -> None:
    assert said(open_part(page, "row=3&view=&cell=rnn")) == {"row": "3"}  # nothing is as good as absent


def test_writing_changes_the_url_and_none_takes_it_out() -> None:
    opened = open_part(page, "row=3")
    assert press(opened, "Digit 5").query_params == {"row": "3", "digit": "5"}
    assert said(opened) == {"row": "3", "digit": "5"}
    assert press(opened, "No digit").query_params == {"row": "3"}
    assert press(opened, "No digit").query_params == {"row": "3"}


def test_the_digit_goes_along_to_another_page_and_the_row_does_not() -> None:
    opened = open_part(page)
    press(opened, "Row 5")
    press(opened, "Digit 5")
    opened.query_params = {}  # as Streamlit does when a person goes to another page
    assert said(opened.run()) == {"digit": "5"}
    press(opened, "No digit")
    assert said(opened) == {}


def test_settings_are_read_and_written_beside_the_parameters() -> None:
    opened = open_part(page, "row=3&hidden_size=8&cell=lstm")
    assert json.loads(opened.json[1].value) == {"hidden_size": "8", "cell": "lstm"}
    assert press(opened, "GRU").query_params == {"row": "3", "cell": "gru"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [("0", True), ("123456789", True), ("1234567890", False), ("-1", False), ("1.5", False), ("", False), ("²", False)],
)
def test_numbers_are_short_and_whole(text: str, answer: bool) -> None:
    assert is_number(text) == answer


def in_two_runs() -> None:
    step = read(Param.STEP)
    write(Param.RUN, "first")
    write(Param.DIGIT, "7")
    same = read(Param.STEP)
    write(Param.RUN, "second")
    st.text([step, same, read(Param.STEP), read(Param.DIGIT)])


@pytest.mark.parametrize("link", ["run=first&step=5", "step=5"])
def test_the_step_of_one_run_does_not_follow_into_another(link: str) -> None:
    page = open_part(in_two_runs, link)
    assert page.text[0].value == "['5', '5', None, '7']"
    assert page.query_params == {"run": "second", "digit": "7"}


def busy() -> None:
    """A page whose person presses a button while the browser's timer has sent an older URL already."""
    restore_url()
    st.button("Close", on_click=write, args=(Param.CARD, None))


def test_an_older_url_of_the_browser_does_not_undo_what_was_written() -> None:
    opened = press(open_part(busy, "card=10&row=3&cell=gru"), "Close")
    assert opened.query_params == {"row": "3", "cell": "gru"}
    opened.query_params = {"card": "10", "row": "3", "cell": "gru"}
    assert opened.run().query_params == {"row": "3", "cell": "gru"}


def test_what_the_browser_says_when_a_page_begins_counts() -> None:
    def begun() -> None:
        keep_url()
        restore_url()

    opened = open_part(begun, "card=10")
    opened.query_params = {"card": "9"}
    assert opened.run().query_params == {"card": "9"}
