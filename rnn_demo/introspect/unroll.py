"""The cells by their equations, one step at a time.

``nn.LSTM`` and its like return neither gates nor the states of lower layers, and hide the single step from autograd;
here each step is a tensor of its own. Letters in shapes: T steps, G gates, H hidden units, F numbers read at each step.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from rnn_demo.network.model import RowClassifier

# The order in which PyTorch stacks the gates' weights, and in which a trace lists them.
GATES = {"rnn": (), "gru": ("r", "z", "n"), "lstm": ("i", "f", "g", "o")}


class Step(NamedTuple):
    """One step of one layer in one direction: ``h`` (H,), ``c`` (H,), which only an lstm uses, and ``gates`` (G, H)."""

    h: Tensor
    c: Tensor
    gates: Tensor


def unroll(model: RowClassifier, x: Tensor, layer: int, *, reverse: bool = False) -> list[Step]:
    """Let one layer of ``model`` read ``x`` (T, F) from the first step to the last, or, with ``reverse``, back.

    The T steps are in the order of ``x`` either way: with ``reverse`` entry t has read the last step up to step t.
    """
    weights = dict(model.rnn.named_parameters())
    suffix = f"l{layer}_reverse" if reverse else f"l{layer}"
    w_hh, b_hh = weights[f"weight_hh_{suffix}"], weights[f"bias_hh_{suffix}"]  # (G*H, H), (G*H,)
    inputs = x @ weights[f"weight_ih_{suffix}"].T + weights[f"bias_ih_{suffix}"]  # (T, G*H)
    h = x.new_zeros(model.config.hidden_size)
    c = torch.zeros_like(h)
    steps = []
    for input_t in inputs.flip(0) if reverse else inputs:
        steps.append(_step(model, input_t, w_hh @ h + b_hh, h, c))
        h, c, _ = steps[-1]
    return steps[::-1] if reverse else steps


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
