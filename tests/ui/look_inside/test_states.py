"""The view States."""

import pytest

from rnn_demo.service.service import Service
from rnn_demo.ui.keys import Key
from tests.ui.look_inside.conftest import Trained
from tests.ui.networks import newest, trace_of
from tests.ui.opening import keyed, open_page, texts, warnings


@pytest.mark.parametrize("digit", [0, 1, 2])
def test_it_says_what_the_network_takes_the_picture_for(shown: Service, two_ways: str, digit: int) -> None:
    network = newest(shown, two_ways)
    trace = trace_of(network, digit)
    said = texts(open_page("look_inside", f"run={two_ways}&digit={digit}"))
    assert f"The network reads this as **{network.classes[trace.prediction]}**" in said
    assert ("(right)" in said) == (trace.prediction == shown.digits.digit("mnist-sample", digit).label)


def test_the_gates_are_explained(shown: Service, one_way: str, two_ways: str) -> None:
    assert "**r**, the reset gate" in texts(open_page("look_inside", f"run={two_ways}"))
    assert "gate" not in texts(open_page("look_inside", f"run={one_way}"))


def test_the_order_of_the_units_stays_while_time_passes(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}")
    orders = dict(page.session_state[Key.UNIT_ORDERS])
    assert list(orders) == [(two_ways, 1)]
    page.select_slider[0].set_value(0).run()
    assert page.query_params["step"] == "0"
    assert page.session_state[Key.UNIT_ORDERS] == orders
    assert "farthest from 0 at an early row, at the right those at a late one" in texts(page)
    assert "the units' own, and so not in order" in texts(page)
    keyed(page, Key.BY_PEAK).set_value(False).run()
    assert not page.exception
    assert "in the order of their numbers" in texts(page)
    assert "farthest" not in texts(page)


def test_units_are_ordered_by_the_step_that_the_network_reads(empty: Service, trained_as: Trained) -> None:
    page = open_page("look_inside", f"run={trained_as(sequence='columns')}")
    assert keyed(page, Key.BY_PEAK).label == "Order units by the column at which they peak"
    assert "at an early column, at the right those at a late one" in texts(page)
    assert "The belief after column t is what the whole network, both directions, would say" in texts(page)
    (column,) = (field for field in page.number_input if field.label == "Column")
    column.set_value(3).run()
    assert "at column 3." in texts(page)


def test_shuffled_rows_are_said_to_be(empty: Service, trained_as: Trained) -> None:
    assert "row t is here the t-th that is read" in texts(
        open_page("look_inside", f"run={trained_as(sequence='rows_shuffled')}")
    )


def test_a_row_that_the_picture_does_not_have_gets_one_sentence(shown: Service, two_ways: str) -> None:
    assert warnings(open_page("look_inside", f"run={two_ways}&row=40")) == [
        "The link says row=40, but it can be 0 to 27. You see 0."
    ]
