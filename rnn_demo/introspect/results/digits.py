"""What many pictures show of a network."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnn_demo.introspect.results.arrays import Floats, Integers

GradientBy = Literal["state", "hidden", "input"]


@dataclass(frozen=True)
class Ends:
    """The two ends compared over many pictures.

    Attributes:
        own_accuracy: share of pictures read rightly by the network's own read-out.
        right_accuracy: the same with the head on each direction's own end.
        wrong_accuracy: the same with the head on ``out[:, -1]``.
        blank_share: share of pictures of which the last step has no ink.
        distinct_backward: how many different backward vectors those have there. With one layer it is one and the same;
            with more the lower layers bring along what they have read of the rest. 0 with one direction.
    """

    own_accuracy: float
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
