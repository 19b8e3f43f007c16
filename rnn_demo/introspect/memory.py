"""Memory: what a network still knows after reading on, and what it does without some rows or in another order.

Everything is measured by letting the network itself read altered pictures. Nothing is trained anew, so a fall in
accuracy says what this network relies on, not what its kind could learn.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.introspect.layers import keep_direction
from rnn_demo.introspect.predictions import probabilities
from rnn_demo.introspect.results import Band, Floats, OrderAccuracies, Remembered
from rnn_demo.network import RowClassifier, accuracy, in_batches

SHUFFLE_SEED = 0


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
    predicted = []
    for _, x in in_batches(model, longer):
        states = model.states(x)  # (B, T, D, H)
        seen = [states, *(keep_direction(states, direction) for direction in range(model.config.num_directions))]
        logits = [model.picture_logits(model.logits_of(what)) for what in seen]
        predicted.append(torch.stack(logits).argmax(dim=2))  # (1 + D, B)
    both, forward, *backward = (accuracy(predictions, labels) for predictions in torch.cat(predicted, dim=1))
    return Remembered(blanks, both, forward, backward[0] if backward else None)


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
    steps = model.config.reading.steps_per_line

    def cover(x: Tensor) -> Tensor:
        x[:, first * steps : (first + width) * steps] = 0
        return x

    said = probabilities(model, images, cover)
    of_right_class = np.take_along_axis(said, labels.numpy()[:, None], axis=1)
    return Band(first, width, _accuracy(said, labels), float(of_right_class.mean()))


def order_accuracies(model: RowClassifier, images: Tensor, labels: Tensor) -> OrderAccuracies:
    """How well ``model`` reads ``images`` (N, 28, 28) uint8 if their steps come in another order than in training."""
    generator = torch.Generator().manual_seed(SHUFFLE_SEED)
    shuffled = torch.randperm(model.config.reading.num_steps, generator=generator)
    return OrderAccuracies(
        as_trained=_accuracy(probabilities(model, images), labels),
        reversed=_accuracy(probabilities(model, images, lambda x: x.flip(1)), labels),
        shuffled=_accuracy(probabilities(model, images, lambda x: x[:, shuffled]), labels),
    )


def _accuracy(said: Floats, labels: Tensor) -> float:
    return accuracy(torch.from_numpy(said).argmax(dim=1), labels)
