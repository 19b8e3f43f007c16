"""The picture that is always there."""

import pytest

from rnn_demo.service.service import Service
from rnn_demo.ui.keys import Key
from tests.ui.networks import newest, trace_of
from tests.ui.opening import alternative_texts, keyed, open_page, texts


@pytest.mark.parametrize("view", ["states", "steps", "votes", "wrong-end", "units", "space"])
@pytest.mark.parametrize("digit", [0, 3])
def test_every_view_says_what_the_digit_is_and_what_it_is_read_as(
    shown: Service, two_ways: str, view: str, digit: int
) -> None:
    network, name = newest(shown, two_ways), shown.digits.digit("mnist-sample", digit).name
    prediction = network.classes[trace_of(network, digit).prediction]
    verdict = "right" if prediction == name else "wrong"
    page = open_page("look_inside", f"run={two_ways}&view={view}&digit={digit}")
    assert f"This digit is **{name}**, read as **{prediction}** ({verdict})" in texts(page)
    assert alternative_texts(page)[0] == f"The picture that is read, a {name}."


def test_rows_added_below_are_counted(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}")
    keyed(page, Key.of_edit("blank_rows_at_end")).set_value(10).run()
    assert "and 10 blank rows" in page.markdown[0].value
