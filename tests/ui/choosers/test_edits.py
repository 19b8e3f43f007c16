"""Changing a picture before it is read."""

from typing import Any

import numpy as np
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.data import Edit, apply_edit
from rnn_demo.service.service import Service
from rnn_demo.ui.choosers.edits import edited
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from tests.ui.opening import keyed, open_part, texts


def editor(run_id: str) -> None:
    service = get_service()
    run = service.runs.get(run_id)
    assert run.latest_step is not None
    picture = service.digits.digit("mnist-sample", 3).picture
    st.session_state["before"] = picture
    st.session_state["after"] = edited(service.network(run, run.latest_step), picture)


def field(page: AppTest, name: str) -> Any:
    return keyed(page, Key.of_edit(name))


def test_at_first_nothing_is_changed(shown: Service, two_ways: str) -> None:
    page = open_part(editor, run_id=two_ways)
    assert np.array_equal(page.session_state["after"], page.session_state["before"])
    assert "Nothing is changed yet." in texts(page)


def test_a_change_shows_both_answers(shown: Service, two_ways: str) -> None:
    page = open_part(editor, run_id=two_ways)
    field(page, "flip").set_value("vertical").run()
    assert np.array_equal(page.session_state["after"], page.session_state["before"][::-1])
    said = texts(page)
    assert "Original: read as" in said
    assert "Changed: read as" in said
    assert ("The prediction is the same." in said) != ("The change turns" in said)


def test_changes_add_up(shown: Service, two_ways: str) -> None:
    page = open_part(editor, run_id=two_ways)
    field(page, "blank").set_value(True).run()  # its rows can be chosen from then on
    field(page, "rows").set_value((5, 9))
    field(page, "shift_down").set_value(2)
    field(page, "blank_rows_at_end").set_value(10).run()
    edit = Edit(blank_from=5, blank_to=9, shift_down=2, blank_rows_at_end=10)
    assert np.array_equal(page.session_state["after"], apply_edit(edit, page.session_state["before"]))
    assert len(page.session_state["after"]) == 38
    assert "and 10 blank rows" in texts(page)


def test_rows_are_blanked_only_when_that_is_switched_on(shown: Service, two_ways: str) -> None:
    page = open_part(editor, run_id=two_ways)
    assert field(page, "rows").disabled
    field(page, "blank").set_value(True).run()
    assert not field(page, "rows").disabled
    assert not page.session_state["after"][10:15].any()
