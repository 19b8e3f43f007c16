"""The view Gates."""

import numpy as np
import pytest

from rnn_demo.service.service import Service
from tests.ui.networks import newest, trace_of
from tests.ui.opening import open_page, texts


@pytest.mark.parametrize(("direction", "number"), [("forward", 0), ("backward", 1)])
def test_it_says_how_long_the_unit_remembers(shown: Service, two_ways: str, direction: str, number: int) -> None:
    network = newest(shown, two_ways)
    trace = trace_of(network, 3)
    half = trace.backward if number else trace.forward
    assert half is not None
    assert half.gates is not None
    z = half.gates[1, :, 1, 5].astype(np.float64)
    over_digits = network.timescales_over_digits()
    assert over_digits is not None
    said = texts(open_page("look_inside", f"run={two_ways}&digit=3&view=gates&unit=5&direction={direction}"))
    assert f"**Unit 5 remembers {-1 / np.log(z).mean():.1f} rows** while it reads this picture" in said
    assert "is left of its state h, as far as gate z decides" in said
    assert f"Over the first 1,000 test digits: {over_digits[number, 1, 5]:.1f} rows." in said
    assert f"half of them {np.median(over_digits[number, 1]):.1f} rows or more" in said
    assert f"what comes before a row stands {'below' if number else 'above'} it" in said


def test_a_plain_cell_has_no_gates(shown: Service, one_way: str) -> None:
    page = open_page("look_inside", f"run={one_way}&view=gates&unit=2")
    assert "A plain cell has no gates" in texts(page)
    assert "remembers" not in texts(page)
    assert not page.warning
