"""The hidden states of every layer while a network reads many pictures, and one direction's share of them.

Letters in shapes: B pictures, T steps, F numbers read at each step, D directions, H hidden units.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from rnn_demo.network import RowClassifier


def layer_states(model: RowClassifier, x: Tensor) -> Iterator[Tensor]:
    """The states (B, T, D, H) of every layer, the lowest first, while ``model`` reads ``x`` (B, T, F)."""
    for layer in range(model.config.num_layers):
        x, _ = _single_layer(model, layer)(x)
        yield model.by_direction(x)


def keep_direction(states: Tensor, direction: int) -> Tensor:
    """A copy of ``states`` (..., D, H) in which the directions other than ``direction`` are zero."""
    kept = torch.zeros_like(states)
    kept[..., direction, :] = states[..., direction, :]
    return kept


def _single_layer(model: RowClassifier, layer: int) -> nn.RNNBase:
    """One layer as a module of its own, (B, T, F or D*H) -> (B, T, D*H), which shares the weights of ``model``."""
    config = model.config
    weights = {
        name.replace(f"_l{layer}", "_l0"): values
        for name, values in model.rnn.state_dict().items()
        if name.removesuffix("_reverse").endswith(f"_l{layer}")
    }
    options: dict[str, Any] = {"nonlinearity": config.nonlinearity} if config.cell == "rnn" else {}
    with torch.device("meta"):
        module = type(model.rnn)(
            weights["weight_ih_l0"].shape[1],
            config.hidden_size,
            bidirectional=config.bidirectional,
            batch_first=True,
            **options,
        )
    module.load_state_dict(weights, assign=True)
    return module
