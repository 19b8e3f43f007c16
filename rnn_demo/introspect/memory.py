"""Memory: what a network still knows after reading on, and what it does without some rows or in another order.

Everything is measured by letting the network itself read altered pictures. Nothing is trained anew, so a fall in
accuracy says what this network relies on, not what its kind could learn.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.errors import RnnDemoError
from rnn_demo.introspect.mistakes import predictions
from rnn_demo.introspect.reading import (
    SIDE,
    answer_from,
    in_batches,
    inputs,
    keep_direction,
    steps_per_line,
    top_states,
)
from rnn_demo.introspect.trace import Floats
from rnn_demo.network.model import RowClassifier

SHUFFLE_SEED = 0


@dataclass(frozen=True)
class Remembered:
    """The accuracies (0..1) when ``blanks`` blank rows follow the picture.

    ``forward`` and ``backward`` are those of one direction of the top layer alone, the other one's states being zero:
    it casts no vote, so the one direction's vote and the head's bias decide. (The other one's states on a blank picture
    would not do instead: they vote strongly, for whatever class has least ink.) The lower layers, which bring the
    directions together, are left as they are. With one direction ``forward`` is ``accuracy`` and ``backward`` None.
    """

    blanks: int
    accuracy: float
    forward: float
    backward: float | None


@dataclass(frozen=True)
class Band:
    """What is left when the rows ``first`` … ``first`` + ``width`` - 1 are blank.

    ``accuracy`` is 0..1, ``probability`` the mean probability of the right class.
    """

    first: int
    width: int
    accuracy: float
    probability: float


@dataclass(frozen=True)
class Orders:
    """The accuracies (0..1) with the steps in the order of training, in reverse, and shuffled (all pictures alike)."""

    as_trained: float
    reversed: float
    shuffled: float


@torch.no_grad()
def remembered(model: RowClassifier, images: Tensor, labels: Tensor, blanks: int) -> Remembered:
    """One point of a forgetting curve: what is known of ``images`` (N, 28, 28) after ``blanks`` blank rows.

    Raises:
        RnnDemoError: the network does not read by rows.
    """
    sequence = model.config.sequence
    if sequence != "rows":
        raise RnnDemoError(
            f"Blank rows can follow a picture only where a network reads by rows, and this one reads by {sequence}. "
            "Choose a run whose sequence is rows."
        )
    longer = functional.pad(images, (0, 0, 0, blanks))  # (N, 28 + blanks, 28)
    answers = []
    for x in in_batches(model, longer):
        states = top_states(model, x)  # (B, T, D, H)
        seen = [states, *(keep_direction(states, direction) for direction in range(model.config.num_directions))]
        answers.append(torch.stack([answer_from(model, what).argmax(dim=1) for what in seen]))
    accuracy, forward, *backward = (torch.cat(answers, dim=1) == labels).double().mean(dim=1).tolist()
    return Remembered(blanks, accuracy, forward, backward[0] if backward else None)


def band_starts(width: int) -> range:
    """The first rows of all bands of ``width`` rows.

    Raises:
        RnnDemoError: there are not ``width`` rows.
    """
    if not 1 <= width <= SIDE:
        raise RnnDemoError(f"A band of {width} rows does not fit into a picture of {SIDE} rows; choose 1 to {SIDE}.")
    return range(SIDE - width + 1)


def without_band(model: RowClassifier, images: Tensor, labels: Tensor, first: int, width: int) -> Band:
    """One point of a curve over bands: ``images`` (N, 28, 28) without the rows ``first`` … ``first`` + ``width`` - 1."""
    steps = steps_per_line(model)

    def cover(x: Tensor) -> Tensor:
        x[:, first * steps : (first + width) * steps] = 0
        return x

    probabilities = predictions(model, images, cover)
    of_right_class = np.take_along_axis(probabilities, labels.numpy()[:, None], axis=1)
    return Band(first, width, _accuracy(probabilities, labels), float(of_right_class.mean()))


def order_test(model: RowClassifier, images: Tensor, labels: Tensor) -> Orders:
    """How well ``model`` reads ``images`` (N, 28, 28) uint8 if their steps come in another order than in training."""
    steps = inputs(model, images[:1]).shape[1]
    order = torch.randperm(steps, generator=torch.Generator().manual_seed(SHUFFLE_SEED))
    return Orders(
        as_trained=_accuracy(predictions(model, images), labels),
        reversed=_accuracy(predictions(model, images, lambda x: x.flip(1)), labels),
        shuffled=_accuracy(predictions(model, images, lambda x: x[:, order]), labels),
    )


def _accuracy(probabilities: Floats, labels: Tensor) -> float:
    return float((probabilities.argmax(axis=1) == labels.numpy()).mean())
