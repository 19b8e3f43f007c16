"""Lesions: units that are switched off, or whose gate is held open or shut, and what is read then.

All of them are made in a copy of the weights, so the network reads as fast as ever. A unit whose new content is always
zero never leaves the zero it begins with: not the plain cell's h, not a gru's, not an lstm's c and with it h. So it is
switched off by zeros for all that makes its new content. A gate that adds up nothing but a very large bias is open, or
shut, exactly.
"""

import copy

import numpy as np
import torch
from torch import Tensor

from rnn_demo.experiment.catalogue import CELLS, NUM_CLASSES
from rnn_demo.introspect.layers import layer_states, weights_of
from rnn_demo.introspect.results import Lesion, LesionAccuracy, LesionOrders
from rnn_demo.network import RowClassifier, in_batches

SHUFFLES = 5
LARGE = 1_000.0  # the logistic function is exactly 0 or 1 there


@torch.no_grad()
def accuracy_with(model: RowClassifier, images: Tensor, labels: Tensor, lesion: Lesion) -> LesionAccuracy:
    """How many of ``images`` (N, 28, 28) uint8 with ``labels`` (N,) are read rightly with the ``lesion``."""
    hurt = _with_lesion(model, lesion)
    predicted = [hurt.picture_logits(hurt(x)).argmax(dim=1) for _, x in in_batches(hurt, images)]
    right = labels[torch.cat(predicted) == labels]
    return LesionAccuracy(
        right=right.bincount(minlength=NUM_CLASSES).numpy(), digits=labels.bincount(minlength=NUM_CLASSES).numpy()
    )


@torch.no_grad()
def lesion_orders(
    model: RowClassifier, images: Tensor, layer: int, *, forward: bool = True, backward: bool = False
) -> LesionOrders:
    """The units of a layer in these directions in the order of their importance, and in `SHUFFLES` random orders.

    Importance is how much a unit hands on: the mean of |h| over ``images`` (N, 28, 28) uint8, times the mean size of the
    weights by which it is read. In the top layer these are h as the read-out sees it and the head's weights, so it is
    the mean size of what the unit adds to a logit; in a layer below, h at every step and the weights of the layer above.
    """
    config, sizes = model.config, []
    for _, x in in_batches(model, images):
        states = [*layer_states(model, x)][layer]  # (B, T, D, H)
        seen = model.read_out(states) if layer == config.num_layers - 1 else states
        sizes.append(seen.reshape(len(x), -1, config.num_directions * config.hidden_size).abs().mean(dim=1))
    importance = (torch.cat(sizes).mean(dim=0) * _mean_weight(model, layer)).numpy()
    is_chosen = np.repeat([forward, backward][: config.num_directions], config.hidden_size)
    ranked = [unit for unit in np.argsort(-importance, kind="stable").tolist() if is_chosen[unit]]
    shuffled = (np.random.default_rng(seed).permutation(ranked).tolist() for seed in range(SHUFFLES))
    return LesionOrders(tuple(ranked), tuple(map(tuple, shuffled)))


def _mean_weight(model: RowClassifier, layer: int) -> Tensor:
    """The mean size (D*H,) of the weights by which the units of a layer are read."""
    config = model.config
    if layer < config.num_layers - 1:
        directions = (False, True)[: config.num_directions]
        return torch.cat([weights_of(model, layer + 1, backward=one)[0] for one in directions]).abs().mean(dim=0)
    by_head = model.head.weight.abs().mean(dim=0)
    return by_head if config.merge == "concat" else by_head.repeat(config.num_directions)


def _with_lesion(model: RowClassifier, lesion: Lesion) -> RowClassifier:
    """A copy of ``model`` with the ``lesion``."""
    hurt, cell, size = copy.deepcopy(model), CELLS[model.config.cell], model.config.hidden_size
    number = cell.gate_names.index(lesion.gate or cell.content_gate) if cell.gates else 0
    for direction in range(model.config.num_directions):
        # PyTorch stacks the gates, each with the rows of all units.
        rows = [number * size + unit - direction * size for unit in lesion.units if unit // size == direction]
        w_ih, w_hh, b_ih, b_hh = weights_of(hurt, lesion.layer, backward=bool(direction))
        for weights in (w_ih, w_hh, b_ih, b_hh):
            weights[rows] = 0.0
        if lesion.gate:
            b_ih[rows] = LARGE if lesion.is_open else -LARGE
    return hurt
