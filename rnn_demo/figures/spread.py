"""Choosing some of many."""

import numpy as np
from numpy.typing import NDArray


def evenly_spread(count: int, most: int) -> NDArray[np.intp]:
    """The indexes of at most ``most`` (two or more) of ``count`` things, both ends among them."""
    return np.linspace(0, count - 1, min(count, most)).astype(np.intp)
