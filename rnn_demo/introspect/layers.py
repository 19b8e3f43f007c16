"""The layers of a network one by one, which its own module keeps to itself.

Letters in shapes: B pictures, T steps, F numbers read at each step, D directions, H hidden units.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast

import torch
from torch import Tensor, nn

from rnn_demo.data import Picture
from rnn_demo.network import RowClassifier

Step: TypeAlias = Callable[[Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]


def sequence_of(model: RowClassifier, picture: Picture) -> Tensor:
    """What ``model`` reads of ``picture``: (T, F).

    Raises:
        RnnDemoError: the picture has another size than the network reads.
    """
    return model.inputs(torch.from_numpy(picture.copy())[None])[0]  # a copy: torch reads no picture backwards


def weights_of(model: RowClassifier, layer: int, *, backward: bool = False) -> list[Tensor]:
    """The weights of one layer in one direction as PyTorch orders them: W_ih, W_hh, b_ih, b_hh. Constants to autograd."""
    weights, suffix = model.rnn.state_dict(), f"_l{layer}{'_reverse' if backward else ''}"
    return [weights[f"{name}{suffix}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]


def stepper(model: RowClassifier, layer: int, *, backward: bool) -> Step:
    """One time step of a layer in one direction: of x_t (B, F or D*H), h and c (B, H) it makes the next h and c.

    A cell without a cell state leaves c as it is.
    """
    weights = weights_of(model, layer, backward=backward)
    match model.config.cell:
        case "rnn":
            plain_cell = torch.rnn_relu_cell if model.config.nonlinearity == "relu" else torch.rnn_tanh_cell
            return lambda x, h, c: (plain_cell(x, h, *weights), c)
        case "gru":
            return lambda x, h, c: (torch.gru_cell(x, h, *weights), c)
        case "lstm":
            return lambda x, h, c: torch.lstm_cell(x, (h, c), *weights)


def layer_states(model: RowClassifier, x: Tensor) -> Iterator[Tensor]:
    """The states (B, T, D, H) of every layer, the lowest first, while ``model`` reads ``x`` (B, T, F)."""
    for layer in range(model.config.num_layers):
        states = read_by_layer(model, layer, x)
        yield states
        x = states.flatten(2)  # (B, T, D*H)


def read_by_layer(model: RowClassifier, layer: int, x: Tensor) -> Tensor:
    """The states (B, T, D, H) of one layer while it reads ``x`` (B, T, F or D*H)."""
    out, _ = _layer(model, layer)(x)  # (B, T, D*H)
    return cast(Tensor, out.unflatten(-1, (model.config.num_directions, model.config.hidden_size)))


def keep_direction(states: Tensor, direction: int) -> Tensor:
    """A copy of ``states`` (..., D, H) in which the directions other than ``direction`` are zero."""
    kept = torch.zeros_like(states)
    kept[..., direction, :] = states[..., direction, :]
    return kept


def _layer(model: RowClassifier, layer: int) -> nn.RNNBase:
    """One layer as a module of its own, which shares the weights of ``model``."""
    config = model.config
    weights = {
        name.replace(f"_l{layer}", "_l0"): values
        for name, values in model.rnn.state_dict().items()
        if name.removesuffix("_reverse").endswith(f"_l{layer}")
    }
    sizes = weights["weight_ih_l0"].shape[1], config.hidden_size
    options: dict[str, Any] = {"nonlinearity": config.nonlinearity} if config.cell == "rnn" else {}
    with torch.device("meta"):
        module = type(model.rnn)(*sizes, bidirectional=config.bidirectional, batch_first=True, **options)
    module.load_state_dict(weights, assign=True)
    return module.requires_grad_(False)
