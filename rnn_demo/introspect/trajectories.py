"""Trajectories: the path of a hidden state through its most telling directions (principal component analysis)."""

from itertools import islice

import numpy as np
import torch
from torch import Tensor

from rnn_demo.introspect.results import Axes, Floats
from rnn_demo.introspect.states import layer_states
from rnn_demo.network import RowClassifier, in_batches


@torch.no_grad()
def states_of(model: RowClassifier, images: Tensor, layer: int, *, backward: bool = False) -> Floats:
    """The states (N, T, H) of one layer and direction for ``images`` (N, 28, 28) uint8, in row order."""
    of_layer = (next(islice(layer_states(model, x), layer, None)) for _, x in in_batches(model, images))
    states: Floats = torch.cat([batch[:, :, int(backward)] for batch in of_layer]).numpy()
    return states


def principal_axes(states: Floats, k: int = 3) -> Axes:
    """The ``k`` principal axes of ``states`` (N, T, H), every step of every picture being a point.

    The same states always give the same axes: each points to where its largest component is positive.
    """
    points = states.reshape(-1, states.shape[-1]).astype(np.float64)
    mean = points.mean(axis=0)
    covariance = (points - mean).T @ (points - mean) / len(points)  # (H, H)
    variances, vectors = np.linalg.eigh(covariance)  # ascending; vectors in columns
    found = vectors.T[::-1][:k]
    largest = np.abs(found).argmax(axis=1)[:, None]
    directions = found * np.sign(np.take_along_axis(found, largest, axis=1))
    total = variances.sum()
    explained = variances[::-1][:k] / total if total > 0 else np.zeros(len(directions))
    missing = k - len(directions)
    return Axes(
        mean=mean.astype(np.float32),
        directions=np.pad(directions, ((0, missing), (0, 0))).astype(np.float32),
        explained=np.pad(explained.clip(min=0), (0, missing)).astype(np.float32),
    )
