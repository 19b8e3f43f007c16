"""Trajectories: the path of a hidden state through its most telling directions (principal component analysis)."""

from itertools import islice

import numpy as np
import torch
from torch import Tensor

from rnn_demo.errors import RnnDemoError
from rnn_demo.introspect.layers import layer_states
from rnn_demo.introspect.results import Axes, Floats
from rnn_demo.network import RowClassifier, in_batches

NUM_AXES = 3


@torch.no_grad()
def states_of(model: RowClassifier, images: Tensor, layer: int, *, backward: bool = False) -> Floats:
    """The states (N, T, H) of one layer and direction for ``images`` (N, 28, 28) uint8, in row order."""
    of_layer = (next(islice(layer_states(model, x), layer, None)) for _, x in in_batches(model, images))
    return torch.cat([states[:, :, int(backward)] for states in of_layer]).numpy()


def principal_axes(states: Floats) -> Axes:
    """The `NUM_AXES` principal axes of ``states`` (N, T, H), every step of every picture being a point.

    The same states always give the same axes: each points to where its largest component is positive.

    Raises:
        RnnDemoError: a state is NaN or infinite.
    """
    if not np.isfinite(states).all():
        raise RnnDemoError(
            "This network's states are not finite: its training diverged. Choose an earlier moment of it."
        )
    points = states.reshape(-1, states.shape[-1]).astype(np.float64)
    mean = points.mean(axis=0)
    # Of the scatter matrix (H, H), which is far smaller than the points: its vectors in rows, the most telling first.
    _, variances, vectors = np.linalg.svd((points - mean).T @ (points - mean))
    found = vectors[:NUM_AXES]
    largest = np.abs(found).argmax(axis=1)[:, None]
    directions = found * np.sign(np.take_along_axis(found, largest, axis=1))
    explained = variances[:NUM_AXES] / (variances.sum() or 1)  # 0 where nothing varies
    missing = NUM_AXES - len(directions)
    return Axes(
        mean=mean.astype(np.float32),
        directions=np.pad(directions, ((0, missing), (0, 0))).astype(np.float32),
        explained=np.pad(explained, (0, missing)).astype(np.float32),
    )
