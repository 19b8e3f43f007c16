"""Look inside: what every unit of a network does at every step while it reads one picture.

The cells are unrolled here by their equations, from the model's own weights, because ``nn.LSTM`` and its like return
neither gates nor the states of lower layers. Letters in shapes: L layers, T steps, G gates, H hidden units, C classes,
F numbers read at each step.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnn_demo.data import as_sequence, normalise
from rnn_demo.model import RowClassifier

Floats = NDArray[np.float32]

# The order in which PyTorch stacks the gates' weights, and in which a trace lists them.
GATES = {"rnn": (), "gru": ("r", "z", "n"), "lstm": ("i", "f", "g", "o")}

ROWS = 28


@dataclass(frozen=True)
class Direction:
    """What one direction does, in row order: entry t is the moment after reading row t.

    For the backward direction that is the state after reading the last row up to row t.

    Attributes:
        states: (L, T, H) the hidden states.
        cells: (L, T, H) an lstm's cell states; None for other cells.
        gates: (L, T, G, H) in the order of `GATES`; None for the plain rnn cell.
    """

    states: Floats
    cells: Floats | None
    gates: Floats | None


@dataclass(frozen=True)
class Trace:
    """What one picture does inside a network.

    Attributes:
        sequence: (T, F) what the network read, in 0..1.
        forward, backward: the two directions; ``backward`` is None for a network that has one only.
        belief: (28, C) class probabilities after each row (or column), as if all that comes later were blank; the last
            is the network's answer.
    """

    sequence: Floats
    forward: Direction
    backward: Direction | None
    belief: Floats


@dataclass(frozen=True)
class _Reading:
    """One layer reading in one direction: ``states`` and ``cells`` (T, H), ``gates`` (T, G, H), in row order."""

    states: Tensor
    cells: Tensor
    gates: Tensor


@torch.no_grad()
def look(model: RowClassifier, image: Tensor) -> Trace:
    """Let ``model`` (on the CPU) read one picture ``image`` (28, 28) uint8 and write down everything it does."""
    config = model.config
    sequence = as_sequence(normalise(image[None]), config.sequence, config.seed)[0]  # (T, F)
    forward: list[_Reading] = []
    backward: list[_Reading] = []
    x = sequence
    for layer in range(config.num_layers):
        forward.append(_read(model, x, f"l{layer}"))
        x_next = forward[-1].states  # (T, H)
        if config.bidirectional:
            backward.append(_read(model, x.flip(0), f"l{layer}_reverse", flip=True))
            x_next = torch.cat([x_next, backward[-1].states], dim=1)  # (T, 2H)
        x = x_next
    return Trace(
        sequence=sequence.numpy(),
        forward=_direction(forward, config.cell),
        backward=_direction(backward, config.cell) if backward else None,
        belief=_belief(model, sequence).numpy(),
    )


def _belief(model: RowClassifier, sequence: Tensor) -> Tensor:
    """What ``model`` answers to ``sequence`` (T, F) while only the first t + 1 of 28 rows are uncovered: (28, C)."""
    steps_per_row = len(sequence) // ROWS
    row_of_step = torch.arange(len(sequence)) // steps_per_row  # (T,)
    uncovered = row_of_step <= torch.arange(ROWS)[:, None]  # (28, T)
    pictures = sequence * uncovered[:, :, None]  # (28, T, F)
    belief: Tensor = model.answer(model(pictures)).softmax(dim=-1)
    return belief


def _read(model: RowClassifier, x: Tensor, suffix: str, *, flip: bool = False) -> _Reading:
    """Unroll the layer whose weights end in ``suffix`` over ``x`` (T, F), given in reading order.

    With ``flip`` the result is turned round into row order.
    """
    weights = dict(model.rnn.named_parameters())
    w_hh, b_hh = weights[f"weight_hh_{suffix}"], weights[f"bias_hh_{suffix}"]  # (G*H, H), (G*H,)
    inputs = x @ weights[f"weight_ih_{suffix}"].T + weights[f"bias_ih_{suffix}"]  # (T, G*H)
    h = x.new_zeros(model.config.hidden_size)
    c = torch.zeros_like(h)
    steps = []
    for input_t in inputs:
        h, c, gates = _step(model, input_t, w_hh @ h + b_hh, h, c)
        steps.append((h, c, gates))
    states, cells, gates = (torch.stack(parts) for parts in zip(*steps, strict=True))
    return _Reading(states.flip(0), cells.flip(0), gates.flip(0)) if flip else _Reading(states, cells, gates)


def _step(
    model: RowClassifier, from_input: Tensor, from_state: Tensor, h: Tensor, c: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """One time step, by the equations in PyTorch's documentation: the new h (H,), the new c (H,), the gates (G, H)."""
    match model.config.cell:
        case "rnn":
            total = from_input + from_state
            h = torch.tanh(total) if model.config.nonlinearity == "tanh" else torch.relu(total)
            return h, c, h.new_empty(0, h.shape[0])
        case "gru":
            input_r, input_z, input_n = from_input.chunk(3)
            state_r, state_z, state_n = from_state.chunk(3)
            r, z = torch.sigmoid(input_r + state_r), torch.sigmoid(input_z + state_z)
            n = torch.tanh(input_n + r * state_n)
            return (1 - z) * n + z * h, c, torch.stack([r, z, n])
        case "lstm":
            i, f, g, o = (from_input + from_state).chunk(4)
            i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
            c = f * c + i * g
            return o * torch.tanh(c), c, torch.stack([i, f, g, o])


def _direction(layers: list[_Reading], cell: str) -> Direction:
    def stack(parts: list[Tensor]) -> Floats:
        return torch.stack(parts).numpy()

    return Direction(
        states=stack([layer.states for layer in layers]),
        cells=stack([layer.cells for layer in layers]) if cell == "lstm" else None,
        gates=stack([layer.gates for layer in layers]) if GATES[cell] else None,
    )
