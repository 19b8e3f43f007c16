"""The view Erase."""

import re

import numpy as np
import pytest

from rnn_demo.service.service import Service
from tests.ui.networks import newest, trace_of
from tests.ui.opening import keyed, open_page, texts


@pytest.mark.parametrize("row", [0, 13, 27])
def test_it_says_what_is_read_with_the_state_erased(shown: Service, one_way: str, row: int) -> None:
    network = newest(shown, one_way)
    picture = network.digits.digit(network.dataset, 3).picture
    probabilities, trace = network.erased(picture, forward=True, backward=False), trace_of(network, 3)
    said = texts(open_page("look_inside", f"run={one_way}&digit=3&view=erase&row={row}"))
    read = int(probabilities[row].argmax())
    assert f"With the forward state erased after row {row} this picture is" in said
    assert (
        f"read as **{read}** ({probabilities[row].max():.0%}); left alone it is read as **{trace.prediction}**" in said
    )
    assert ("still read as" in said) == (read == trace.prediction)
    flips = sum(int(line.argmax()) != trace.prediction for line in probabilities)
    assert f"Erasing changes the prediction at {flips} of 28 rows." in said
    knows = {0: "knows only rows 1 to 27", 13: "knows only rows 14 to 27", 27: "knows nothing"}[row]
    assert f"At its end the forward state {knows}." in said
    states = trace.forward.states[0]
    changed = np.abs(states[row] - (states[row - 1] if row else 0)) > 0.1
    assert f"Reading row {row} changed {changed.sum()} of the 5 forward numbers by more than 0.1." in said


def test_what_an_erased_state_knows_is_said_only_where_no_other_direction_tells_it(
    shown: Service, two_ways: str
) -> None:
    assert "At its end" not in texts(open_page("look_inside", f"run={two_ways}&view=erase"))


def test_both_directions_are_erased_until_one_is_chosen(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}&view=erase")
    assert "With both states erased after row 13" in texts(page)
    keyed(page, "linked_directions").set_value("backward").run()
    assert "With the backward state erased after row 13" in texts(page)
    assert page.query_params["directions"] == "backward"
    assert re.search(r"changed \d of the 6 forward numbers and \d of the 6 backward numbers", texts(page))
