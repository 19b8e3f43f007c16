"""What one picture does in a network."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_demo.introspect.results.arrays import Floats


@dataclass(frozen=True)
class Direction:
    """What one direction does, in row order: entry t is the moment after reading row t.

    For the backward direction that is the state after reading the last row up to row t.

    Attributes:
        states: (L, T, H) the hidden states.
        cells: (L, T, H) an lstm's cell states; None for other cells.
        gates: (L, T, G, H) in the catalogue's order; None for the plain rnn cell.
    """

    states: Floats
    cells: Floats | None
    gates: Floats | None


@dataclass(frozen=True)
class Trace:
    """What one picture does inside a network.

    Attributes:
        sequence: (T, F) what the network read, in 0..1.
        forward, backward: the two directions; ``backward`` is None for a network that has one only.
        logits, probabilities: (C,) what the network says of the whole picture.
        prefix_probabilities: (28, C) what it says while all that comes after row (or column) t is still blank; the last
            are its ``probabilities``. As many as there are rows if the picture has more than 28.
        step_probabilities: (T, C) what the head says of the top layer's states at step t, for which it was not trained
            unless the read-out is "every_row".
        step_probabilities_forward, step_probabilities_backward: (T, C) the same with the other direction's state
            replaced by zero. The latter is None with one direction, and the former then ``step_probabilities``.
    """

    sequence: Floats
    forward: Direction
    backward: Direction | None
    logits: Floats
    probabilities: Floats
    prefix_probabilities: Floats
    step_probabilities: Floats
    step_probabilities_forward: Floats
    step_probabilities_backward: Floats | None

    @property
    def prediction(self) -> int:
        """The class that the network takes the picture for."""
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        """The probability of that class."""
        return float(self.probabilities.max())

    @property
    def num_lines(self) -> int:
        """How many rows (or columns) the picture has."""
        return len(self.prefix_probabilities)

    @property
    def has_diverged(self) -> bool:
        """Whether the network no longer says anything: its logits are NaN or infinite."""
        return not bool(np.isfinite(self.logits).all())


@dataclass(frozen=True)
class Votes:
    """What adds up to the logits, class by class: (C,) each. ``backward`` is None with one direction."""

    forward: Floats
    backward: Floats | None
    bias: Floats

    @property
    def logits(self) -> Floats:
        """(C,) their sum."""
        return self.forward + self.bias if self.backward is None else self.forward + self.backward + self.bias


@dataclass(frozen=True)
class Equation:
    """One line: LaTeX of the formula, LaTeX of the same with its numbers, and what comes out."""

    formula: str
    numbers: str
    value: float


@dataclass(frozen=True)
class TwoEnds:
    """What the head says of one picture's states at either end: (C,) each, the same with one direction.

    Attributes:
        right: on each direction's own last state, forward at the last step, backward at the first.
        wrong: on both directions' states at the last step, ``out[:, -1]``.
    """

    right: Floats
    wrong: Floats


@dataclass(frozen=True)
class InOrder:
    """One picture whose steps come in some order: ``picture`` (28, 28) as it is read, and the ``probabilities`` (C,)."""

    picture: NDArray[np.uint8]
    probabilities: Floats
