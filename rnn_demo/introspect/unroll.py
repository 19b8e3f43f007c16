"""The cells by their equations, one step at a time.

``nn.LSTM`` and its like return neither gates nor the states of lower layers, and hide the single step from autograd;
here each step is a tensor of its own. Letters in shapes: T steps, G gates, D directions, H hidden units, F numbers read
at each step.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from rnn_demo.data import Picture
from rnn_demo.network import RowClassifier


class Step(NamedTuple):
    """One step of one layer in one direction.

    ``h`` (H,), ``c`` (H,), which only an lstm uses, and ``gates`` (G, H) in the catalogue's order.
    """

    h: Tensor
    c: Tensor
    gates: Tensor


Steps = list[Step]  # of one layer in one direction; entry t is the moment after reading step t, whichever way it reads


def sequence_of(model: RowClassifier, picture: Picture) -> Tensor:
    """What ``model`` reads of ``picture``: (T, F).

    Raises:
        RnnDemoError: the picture has another size than the network reads.
    """
    return model.inputs(torch.from_numpy(picture.copy())[None])[0]  # a copy: torch reads no picture backwards


def unroll(model: RowClassifier, x: Tensor, layer: int) -> list[Steps]:
    """Let one layer of ``model`` read ``x`` (T, F or D*H): the steps of each of its directions."""
    directions = [_read(model, x, f"l{layer}", backward=False)]
    if model.config.bidirectional:
        directions.append(_read(model, x, f"l{layer}_reverse", backward=True))
    return directions


def states_of_layer(directions: list[Steps]) -> Tensor:
    """The hidden states (T, D, H) of one layer's ``directions``."""
    return torch.stack([torch.stack([step.h for step in steps]) for steps in directions], dim=1)


def _read(model: RowClassifier, x: Tensor, suffix: str, *, backward: bool) -> Steps:
    """Let one layer in one direction read ``x`` (T, F or D*H); ``suffix`` ends the names of its weights."""
    w_ih, w_hh, b_ih, b_hh = (
        model.rnn.get_parameter(f"{kind}_{suffix}") for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )  # (G*H, F), (G*H, H), (G*H,), (G*H,)
    from_input = x @ w_ih.T + b_ih  # (T, G*H)
    h = x.new_zeros(model.config.hidden_size)
    c = torch.zeros_like(h)
    steps = []
    for from_input_t in from_input.flip(0) if backward else from_input:
        steps.append(_step(model, from_input_t, w_hh @ h + b_hh, h, c))
        h, c, _ = steps[-1]
    return steps[::-1] if backward else steps


def _step(model: RowClassifier, from_input: Tensor, from_state: Tensor, h: Tensor, c: Tensor) -> Step:
    """One step by the equations in PyTorch's documentation, from the products of the weights with x and with h."""
    match model.config.cell:
        case "rnn":
            total = from_input + from_state
            h = torch.tanh(total) if model.config.nonlinearity == "tanh" else torch.relu(total)
            return Step(h, c, h.new_empty(0, h.shape[0]))
        case "gru":
            input_r, input_z, input_n = from_input.chunk(3)
            state_r, state_z, state_n = from_state.chunk(3)
            r, z = torch.sigmoid(input_r + state_r), torch.sigmoid(input_z + state_z)
            n = torch.tanh(input_n + r * state_n)
            return Step((1 - z) * n + z * h, c, torch.stack([r, z, n]))
        case "lstm":
            i, f, g, o = (from_input + from_state).chunk(4)
            i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
            c = f * c + i * g
            return Step(o * torch.tanh(c), c, torch.stack([i, f, g, o]))
