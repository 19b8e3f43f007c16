"""One test digit in the newest network, in words."""

import re

import numpy as np
import pytest

from rnn_demo.service.service import Service
from tests.ui.networks import newest, trace_of
from tests.ui.opening import open_page, texts


@pytest.mark.parametrize("digit", [0, 5])
def test_it_says_what_the_newest_network_reads(shown: Service, two_ways: str, digit: int) -> None:
    network = newest(shown, two_ways)
    trace = trace_of(network, digit)
    said = texts(open_page("train", f"run={two_ways}&digit={digit}"))
    assert f"The network (after 20 steps) reads this as **{network.classes[trace.prediction]}**" in said


def test_it_says_where_the_ink_begins_at_each_end(shown: Service, one_way: str, two_ways: str) -> None:
    inked = np.flatnonzero(shown.digits.digit("mnist-sample", 3).picture.any(axis=1))
    said = texts(open_page("train", f"run={two_ways}&digit=3"))
    assert f"The first ink is in row {inked[0]}" in said
    assert f"The backward direction starts at the other end and meets ink in row {inked[-1]}" in said
    assert "The backward direction" not in texts(open_page("train", f"run={one_way}&digit=3"))


def test_columns_are_called_columns(shown: Service) -> None:
    assert re.search(r"The first ink is in column \d+", texts(open_page("train", "sequence=columns&hidden_size=4")))
