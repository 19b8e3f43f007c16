"""What looking inside a network gives: plain arrays, for whoever draws, stores or explains them.

Letters in shapes: L layers, T time steps, G gates, H hidden units, C classes, F numbers read at each step, N pictures.
Arrays may be shared: treat them as read-only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Array = NDArray[np.generic]
GradientBy = Literal["state", "hidden", "input"]


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
class Gradients:
    """Lengths (Euclidean norms) of the gradients of each picture's training loss, step by step in row order: (N, T) each.

    Attributes:
        grad_h_forward, grad_h_backward: by the top layer's hidden state h_t of each direction: all that a change of h_t
            does to the loss, through the later steps of its direction and through the read-out. An lstm's cell state
            of the same step is held still. ``grad_h_backward`` is None with one direction.
        grad_c_forward, grad_c_backward: by an lstm's cell state c_t while h_t is held still; None for other cells.
        grad_x: by what is read at step t, in all layers and directions.
    """

    grad_h_forward: Floats
    grad_h_backward: Floats | None
    grad_c_forward: Floats | None
    grad_c_backward: Floats | None
    grad_x: Floats

    def by(self, what: GradientBy, *, backward: bool = False) -> Floats | None:
        """The lengths (N, T) by the whole state of a direction, by h_t alone or by the input; None with no such direction.

        All that a cell hands on to its next step is its state: h_t, and for an lstm h_t and c_t together. So that is what
        can be compared between cells. The input belongs to no direction.
        """
        if what == "input":
            return self.grad_x
        h, c = (self.grad_h_backward, self.grad_c_backward) if backward else (self.grad_h_forward, self.grad_c_forward)
        return h if h is None or c is None or what == "hidden" else np.hypot(h, c)


@dataclass(frozen=True)
class Eigenvalues:
    """The eigenvalues (H,) of each block of W_hh, by the letter of its gate; "h" for the whole W_hh of a plain rnn."""

    of: Mapping[str, NDArray[np.complex128]]

    def radius(self, block: str) -> float:
        """The spectral radius: the largest absolute value of an eigenvalue."""
        return float(np.abs(self.of[block]).max())


@dataclass(frozen=True)
class Equation:
    """One line: LaTeX of the formula, LaTeX of the same with its numbers, and what comes out."""

    formula: str
    numbers: str
    value: float


@dataclass(frozen=True)
class WrongEnd:
    """What is read from one picture's states at the last step, ``out[:, -1]``.

    Attributes:
        probabilities: (C,) if the head were put on both directions' states there.
        backward_probabilities: (C,) the same from the backward half alone, the forward half being zero.
    """

    probabilities: Floats
    backward_probabilities: Floats


@dataclass(frozen=True)
class Ends:
    """The two ends compared over many pictures.

    Attributes:
        right_accuracy: share of pictures read rightly with the head on each direction's own end.
        wrong_accuracy: the same with the head on ``out[:, -1]``.
        blank_share: share of pictures of which the last step has no ink.
        distinct_backward: how many different backward vectors those have there. With one layer it is one and the same;
            with more the lower layers bring along what they have read of the rest.
    """

    right_accuracy: float
    wrong_accuracy: float
    blank_share: float
    distinct_backward: int


@dataclass(frozen=True)
class Remembered:
    """The accuracies (0..1) when ``blanks`` blank rows follow the picture.

    ``forward`` and ``backward`` are those of one direction of the top layer alone, the other one's states being zero:
    it casts no vote, so the one direction's vote and the head's bias decide. (The other one's states on a blank picture
    would not do instead: they vote strongly, for whatever class has least ink.) The lower layers, which bring the
    directions together, are left as they are. With one direction ``forward`` is ``accuracy`` and ``backward`` None.
    ``told_apart`` is the number of classes of which the whole network reads more than half of the pictures rightly.
    """

    blanks: int
    accuracy: float
    forward: float
    backward: float | None
    told_apart: int


@dataclass(frozen=True)
class Band:
    """What is left when the lines ``first`` … ``first`` + ``width`` - 1 of the picture are blank.

    They are rows on paper, whatever the order in which the network reads them, or columns where it reads columns.
    ``accuracy`` is 0..1, ``probability`` the mean probability of the right class.
    """

    first: int
    width: int
    accuracy: float
    probability: float


@dataclass(frozen=True)
class OrderAccuracies:
    """The accuracies (0..1) with the steps in the order of training, in reverse, and shuffled (all pictures alike)."""

    as_trained: float
    reversed: float
    shuffled: float


@dataclass(frozen=True)
class InOrder:
    """One picture whose steps come in some order: ``picture`` (28, 28) as it is read, and the ``probabilities`` (C,)."""

    picture: NDArray[np.uint8]
    probabilities: Floats


@dataclass(frozen=True)
class UnitStatistics:
    """One direction's units over N pictures, in row order.

    Attributes:
        mean: (L, C, T, H) the mean state of each unit at each step over the pictures of each class; 0 for a class
            without pictures.
        saturated: (L, H) the share of its moments (a step of a picture) in which a unit is saturated, |h| > 0.95; the
            mean over H is its layer's share. Means little for relu, whose states have no bound.
        dead: (L, H) bool: the units with |h| < 0.05 at every step of every picture.
        peak_step: (L, H) the step at which the mean of |h| over all pictures is largest.
        top_images: (L, H, k) the indexes of the k pictures with the highest state of the unit at any step, the highest
            first.
    """

    mean: Floats
    saturated: Floats
    dead: NDArray[np.bool_]
    peak_step: Integers
    top_images: Integers


@dataclass(frozen=True)
class Axes:
    """The principal axes of a cloud of states.

    Attributes:
        mean: (H,) the middle of the cloud.
        directions: (k, H) unit vectors, the one along which the states vary most first. If there are fewer than k units
            the last ones are zero.
        explained: (k,) the share of the states' variance along each.
    """

    mean: Floats
    directions: Floats
    explained: Floats

    def project(self, states: Floats) -> Floats:
        """The places (..., k) of ``states`` (..., H) along the axes, seen from the middle of the cloud."""
        return ((states - self.mean) @ self.directions.T).astype(np.float32)


@dataclass(frozen=True)
class Trajectories:
    """The paths of N pictures' states along ``axes``: ``points`` (N, T, k) in row order, ``labels`` (N,)."""

    axes: Axes
    points: Floats
    labels: Integers


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
