"""Memory: what a network still knows after reading on, and what it does without some rows or in another order.

Everything is measured by letting the network itself read altered pictures. Nothing is trained anew, so a fall in
accuracy says what this network relies on, not what its kind could learn.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.data import Picture
from rnn_demo.errors import RnnDemoError
from rnn_demo.experiment.catalogue import NUM_CLASSES, SIDE
from rnn_demo.introspect.layers import keep_direction, sequence_of
from rnn_demo.introspect.predictions import probabilities
from rnn_demo.introspect.results import Band, Floats, InOrder, OrderAccuracies, Remembered
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
    seen_as = torch.cat(predicted, dim=1)  # (1 + D, N)
    both, forward, *backward = (accuracy(predictions, labels) for predictions in seen_as)
    return Remembered(blanks, both, forward, backward[0] if backward else None, _told_apart(seen_as[0], labels))


def band_starts(width: int) -> range:
    """The first lines of all bands of ``width`` lines.

    Raises:
        RnnDemoError: there are not ``width`` lines.
    """
    if not 1 <= width <= SIDE:
        raise RnnDemoError(f"A band of {width} lines does not fit into a picture of {SIDE}; choose 1 to {SIDE}.")
    return range(SIDE - width + 1)


def without_band(model: RowClassifier, images: Tensor, labels: Tensor, first: int, width: int) -> Band:
    """One point of a curve over bands: ``images`` (N, 28, 28) without ``width`` of its lines; with 0, as they are.

    The lines ``first`` … ``first`` + ``width`` - 1 on paper are blank: columns if the network reads columns, else rows.
    """
    left = images.clone()
    lines = left.transpose(1, 2) if model.config.reading.line == "column" else left
    lines[:, first : first + width] = 0
    said = probabilities(model, left)
    of_right_class = np.take_along_axis(said, labels.numpy()[:, None], axis=1)
    return Band(first, width, _accuracy(said, labels), float(of_right_class.mean()))


def order_accuracies(model: RowClassifier, images: Tensor, labels: Tensor) -> OrderAccuracies:
    """How well ``model`` reads ``images`` (N, 28, 28) uint8 if their steps come in another order than in training."""
    by_order = (
        _accuracy(probabilities(model, images, lambda x: x[:, order]), labels)  # noqa: B023  # called at once
        for order in _orders(model.config.reading.num_steps)
    )
    return OrderAccuracies(*by_order)


@torch.no_grad()
def in_orders(model: RowClassifier, picture: Picture) -> tuple[InOrder, InOrder, InOrder]:
    """What ``model`` makes of ``picture`` (28, 28) in the orders of `order_accuracies`: as trained, reversed, shuffled."""
    x = sequence_of(model, picture)  # (T, F)
    as_trained, backwards, shuffled = (
        InOrder(
            (x[order].reshape(SIDE, SIDE) * 255).round().byte().numpy(),
            model.picture_logits(model(x[order][None])).softmax(dim=1)[0].numpy(),
        )
        for order in _orders(len(x))
    )
    return as_trained, backwards, shuffled


def _orders(num_steps: int) -> tuple[Tensor, Tensor, Tensor]:
    """The orders in which steps are read: as in training, reversed, and shuffled, for all networks and pictures alike."""
    steps = torch.arange(num_steps)
    return steps, steps.flip(0), torch.randperm(num_steps, generator=torch.Generator().manual_seed(SHUFFLE_SEED))


def _told_apart(predictions: Tensor, labels: Tensor) -> int:
    """The number of classes of which more than half of the pictures are read rightly."""
    right = torch.bincount(labels[predictions == labels], minlength=NUM_CLASSES)
    return int((2 * right > torch.bincount(labels, minlength=NUM_CLASSES)).sum())


def _accuracy(said: Floats, labels: Tensor) -> float:
    return accuracy(torch.from_numpy(said).argmax(dim=1), labels)
