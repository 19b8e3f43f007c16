"""What the server shows where a page fails."""

import logging

import pytest

from rnn_demo.errors import StoreUnavailable
from rnn_demo.ui.server import show_error
from rnn_demo.words.markdown import literal
from tests.ui.opening import open_part


def failing(error: Exception) -> None:
    assert show_error(error)


def test_an_error_of_ours_is_shown_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "rnn_demo"):
        page = open_part(failing, error=StoreUnavailable("The store [x](http://evil) cannot be read."))
    assert [error.value for error in page.error] == [literal("The store [x](http://evil) cannot be read.")]
    assert not [record for record in caplog.records if record.name.startswith("rnn_demo")]


def test_an_error_that_nobody_foresaw_gets_a_sentence_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "rnn_demo"):
        page = open_part(failing, error=ZeroDivisionError("secret detail"))
    (error,) = page.error
    assert "nobody foresaw \\(ZeroDivisionError\\)" in error.value
    assert "secret detail" not in error.value
    (record,) = [record for record in caplog.records if record.name.startswith("rnn_demo")]
    assert record.exc_info is not None
