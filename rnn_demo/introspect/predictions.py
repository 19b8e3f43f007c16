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
    joined: Floats = torch.cat(batches).numpy()
    return joined


def mistakes(probabilities: Floats, labels: Tensor) -> Integers:
    """The indexes of the pictures that are read wrongly, the most confident mistake first.

    ``probabilities`` (N, C) are what the function of this name gives, ``labels`` (N,). Confidence is the probability of
    the wrong prediction.
    """
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels.numpy())
    return wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")]
