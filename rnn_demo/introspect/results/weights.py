"""What a network's weights are, before anything is read."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_demo.introspect.results.arrays import Floats


@dataclass(frozen=True)
class SharedWeights:
    """What one layer in one direction computes with at every step, gate by gate in the catalogue's order.

    The plain cell has one of each, as if it had one gate.

    Attributes:
        w_ih: (G, H, F) the weights on what is read; in an upper layer F is D*H, the states below.
        w_hh: (G, H, H) the weights on the previous state.
        b_ih, b_hh: (G, H) the biases.
    """

    w_ih: Floats
    w_hh: Floats
    b_ih: Floats
    b_hh: Floats

    @property
    def count(self) -> int:
        """How many numbers they are."""
        return self.w_ih.size + self.w_hh.size + self.b_ih.size + self.b_hh.size


@dataclass(frozen=True)
class Eigenvalues:
    """The eigenvalues (H,) of each block of W_hh, by the letter of its gate; "h" for the whole W_hh of a plain rnn."""

    of: Mapping[str, NDArray[np.complex128]]

    def radius(self, block: str) -> float:
        """The spectral radius: the largest absolute value of an eigenvalue."""
        return float(np.abs(self.of[block]).max())
