"""The layers of a network one by one, which its own module keeps to itself.

Letters in shapes: B pictures, T steps, F numbers read at each step, D directions, H hidden units.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from rnn_demo.data import Picture
from rnn_demo.network import RowClassifier


def sequence_of(model: RowClassifier, picture: Picture) -> Tensor:
    """What ``model`` reads of ``picture``: (T, F).

    Raises:
        RnnDemoError: the picture has another size than the network reads.
    """
    return model.inputs(torch.from_numpy(picture.copy())[None])[0]  # a copy: torch reads no picture backwards


def layer_of(model: RowClassifier, layer: int, *, backward: bool = False) -> nn.RNNBase:
    """One layer in one direction as a module of its own, which shares the weights of ``model`` as constants.

    It reads (T, F or D*H) or (T, B, F or D*H), from the first step to the last also where its place is in the
    ``backward`` direction.
    """
    suffix = f"_l{layer}{'_reverse' if backward else ''}"
    weights = {
        name.replace(suffix, "_l0"): values for name, values in model.rnn.state_dict().items() if name.endswith(suffix)
    }
    sizes = weights["weight_ih_l0"].shape[1], model.config.hidden_size
    options: dict[str, Any] = {"nonlinearity": model.config.nonlinearity} if model.config.cell == "rnn" else {}
    with torch.device("meta"):
        module = type(model.rnn)(*sizes, **options)
    module.load_state_dict(weights, assign=True)
    return module.requires_grad_(False)


def layer_states(model: RowClassifier, x: Tensor) -> Iterator[Tensor]:
    """The states (B, T, D, H) of every layer, the lowest first, while ``model`` reads ``x`` (B, T, F)."""
    x = x.transpose(0, 1)
    for layer in range(model.config.num_layers):
        halves = [layer_of(model, layer)(x)[0]]
        if model.config.bidirectional:
            halves.append(layer_of(model, layer, backward=True)(x.flip(0))[0].flip(0))
        states = torch.stack(halves, dim=2)  # (T, B, D, H)
        yield states.transpose(0, 1)
        x = states.flatten(2)


def keep_direction(states: Tensor, direction: int) -> Tensor:
    """A copy of ``states`` (..., D, H) in which the directions other than ``direction`` are zero."""
    kept = torch.zeros_like(states)
    kept[..., direction, :] = states[..., direction, :]
    return kept
