"""Some of many, evenly spread."""

import numpy as np
import pytest

from rnn_demo.figures.spread import evenly_spread


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10])
def test_few_are_all_taken(count: int) -> None:
    assert evenly_spread(count, 10).tolist() == list(range(count))


@pytest.mark.parametrize("count", [11, 19, 20, 1_000, 12_345])
def test_of_many_both_ends_are_taken_and_those_between_as_far_apart_as_can_be(count: int) -> None:
    chosen = evenly_spread(count, 10)
    assert (len(chosen), chosen[0], chosen[-1]) == (10, 0, count - 1)
    gaps = np.diff(chosen)
    assert gaps.min() >= 1
    assert gaps.max() - gaps.min() <= 1
