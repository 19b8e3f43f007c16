"""Lesions, and what is read with them."""

from dataclasses import dataclass

import numpy as np

from rnn_demo.introspect.results.arrays import Floats, Integers


@dataclass(frozen=True)
class Lesion:
    """What is done to some units of a layer while a network reads.

    Attributes:
        layer: counted from 0.
        units: their numbers in 0 … D*H - 1, the forward direction's before the backward one's.
        gate: the name of a gate that is held open (at 1) or shut (at 0); None if the units are switched off: their
            hidden state, and an lstm's cell state, are zero after every step.
        is_open: whether that gate is held open.
    """

    layer: int
    units: tuple[int, ...]
    gate: str | None = None
    is_open: bool = False


@dataclass(frozen=True)
class LesionAccuracy:
    """How many pictures of each class are read rightly, (C,), of how many ``digits`` (C,) there are."""

    right: Integers
    digits: Integers

    @property
    def total(self) -> float:
        """The accuracy (0..1) over all classes."""
        return float(self.right.sum() / self.digits.sum())

    @property
    def by_class(self) -> Floats:
        """The accuracies (C,) class by class; 0 for a class without pictures."""
        shares: Floats = (self.right / self.digits.clip(min=1)).astype(np.float32)
        return shares


@dataclass(frozen=True)
class LesionOrders:
    """Orders in which the same units, numbered as in a `Lesion`, can be switched off one after another.

    Attributes:
        important: the most important unit first.
        random: several random orders.
    """

    important: tuple[int, ...]
    random: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class LesionPoint:
    """The accuracies (0..1) with ``count`` units off: the most important ones, and random ones, order by order."""

    count: int
    important: float
    random: tuple[float, ...]
