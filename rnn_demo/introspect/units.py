"""What single units do over many pictures: to which classes they answer, where, and which never move."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from rnn_demo.experiment.config import SEQUENCE_SHAPES
from rnn_demo.introspect.reading import in_batches, layer_states
from rnn_demo.introspect.trace import Floats
from rnn_demo.network.model import NUM_CLASSES, RowClassifier

SATURATED_ABOVE = 0.95
DEAD_BELOW = 0.05


@dataclass(frozen=True)
class UnitStatistics:
    """One direction's units over N pictures, in row order. L layers, C classes, T steps, H units.

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
    peak_step: NDArray[np.int64]
    top_images: NDArray[np.int64]


@torch.no_grad()
def unit_statistics(
    model: RowClassifier, images: Tensor, labels: Tensor, classes: int = NUM_CLASSES, top: int = 9
) -> tuple[UnitStatistics, ...]:
    """The statistics of the forward direction and, if there are two, of the backward one.

    ``images`` are (N, 28, 28) uint8, ``labels`` (N,) from 0 to ``classes`` - 1. ``top`` is k; fewer if there are fewer
    pictures.
    """
    config = model.config
    one_hot = functional.one_hot(labels, classes).float()  # (N, C)
    steps, _ = SEQUENCE_SHAPES[config.sequence]
    shape = (steps, config.num_directions, config.hidden_size)
    tallies = [_Tally(classes, shape) for _ in range(config.num_layers)]
    start = 0
    for x in in_batches(model, images):
        for tally, states in zip(tallies, layer_states(model, x), strict=True):
            tally.add(states, one_hot[start : start + len(x)])
        start += len(x)
    return tuple(_of_direction(tallies, direction, one_hot.sum(dim=0), top) for direction in range(shape[1]))


class _Tally:
    """What is kept of one layer's states while the pictures pass by in batches."""

    def __init__(self, classes: int, shape: tuple[int, int, int]) -> None:
        self.sum_by_class = torch.zeros(classes, *shape)  # (C, T, D, H)
        self.sum_of_size = torch.zeros(shape)  # (T, D, H)
        self.saturated = torch.zeros(shape[1:])  # (D, H) moments
        self.largest = torch.zeros(shape[1:])  # (D, H) |h|
        self.highest: list[Tensor] = []  # (B, D, H) per batch

    def add(self, states: Tensor, of_class: Tensor) -> None:
        """Note the ``states`` (B, T, D, H) of pictures whose classes are ``of_class`` (B, C), one-hot."""
        size = states.abs()
        self.sum_by_class += (of_class.T @ states.flatten(1)).view_as(self.sum_by_class)
        self.sum_of_size += size.sum(dim=0)
        self.saturated += (size > SATURATED_ABOVE).sum(dim=(0, 1))
        self.largest = torch.maximum(self.largest, size.amax(dim=(0, 1)))
        self.highest.append(states.amax(dim=1))


def _of_direction(tallies: list[_Tally], direction: int, pictures: Tensor, top: int) -> UnitStatistics:
    """The statistics of one direction from every layer's tally; ``pictures`` (C,) counts the pictures of each class."""
    sum_by_class = torch.stack([tally.sum_by_class[:, :, direction] for tally in tallies])  # (L, C, T, H)
    sum_of_size = torch.stack([tally.sum_of_size[:, direction] for tally in tallies])  # (L, T, H)
    saturated = torch.stack([tally.saturated[direction] for tally in tallies])  # (L, H)
    largest = torch.stack([tally.largest[direction] for tally in tallies])  # (L, H)
    highest = torch.stack([torch.cat(tally.highest)[:, direction] for tally in tallies])  # (L, N, H)
    by_height = highest.argsort(dim=1, descending=True, stable=True)  # (L, N, H)
    return UnitStatistics(
        mean=(sum_by_class / pictures.clamp(min=1)[:, None, None]).numpy(),
        saturated=(saturated / (highest.shape[1] * sum_of_size.shape[1])).numpy(),
        dead=(largest < DEAD_BELOW).numpy(),
        peak_step=sum_of_size.argmax(dim=1).numpy(),
        top_images=by_height[:, :top].transpose(1, 2).numpy(),
    )
