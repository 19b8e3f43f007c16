"""A network's answers to many pictures, and where they are wrong."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnn_demo.introspect.reading import in_batches
from rnn_demo.introspect.trace import Floats
from rnn_demo.network.model import RowClassifier


@torch.no_grad()
def predictions(model: RowClassifier, images: Tensor, change: Callable[[Tensor], Tensor] = lambda x: x) -> Floats:
    """Class probabilities (N, C) for ``images`` (N, 28, 28) uint8; ``change`` may alter what is read, (B, T, F)."""
    batches = [model.answer(model(change(x))).softmax(dim=1) for x in in_batches(model, images)]
    probabilities: Floats = torch.cat(batches).numpy()
    return probabilities


def mistakes(probabilities: Floats, labels: Tensor) -> NDArray[np.int64]:
    """The indexes of the pictures that are read wrongly, the most confident mistake first.

    ``probabilities`` (N, C) are from `predictions`, ``labels`` (N,). Confidence is the probability of the wrong answer.
    """
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels.numpy())
    return wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")]
