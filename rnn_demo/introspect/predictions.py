"""What a network says of many pictures, and where it is wrong."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from rnn_demo.introspect.results import Floats, Integers
from rnn_demo.network import RowClassifier, in_batches


@torch.no_grad()
def probabilities(model: RowClassifier, images: Tensor, change: Callable[[Tensor], Tensor] = lambda x: x) -> Floats:
    """Class probabilities (N, C) for ``images`` (N, 28, 28) uint8; ``change`` may alter what is read, (B, T, F)."""
    batches = [model.picture_logits(model(change(x))).softmax(dim=1) for _, x in in_batches(model, images)]
    return torch.cat(batches).numpy()


def mistakes(said: Floats, labels: Tensor) -> Integers:
    """The indexes of the pictures that are read wrongly, the most confident mistake first.

    ``said`` (N, C) is what `probabilities` gave, ``labels`` are (N,). Confidence is the probability of the prediction.
    """
    wrong = np.flatnonzero(said.argmax(axis=1) != labels.numpy())
    return wrong[np.argsort(-said[wrong].max(axis=1), kind="stable")]
