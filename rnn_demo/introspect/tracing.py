"""A trace: what every unit of a network does at every step while it reads one picture."""

import torch
from torch import Tensor

from rnn_demo.data import Picture
from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.introspect.layers import keep_direction, layer_states, sequence_of, weights_of
from rnn_demo.introspect.results import Direction, Floats, Trace
from rnn_demo.network import RowClassifier

_SQUASH = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}


@torch.no_grad()
def trace(model: RowClassifier, picture: Picture) -> Trace:
    """Let ``model`` read one picture (28, 28) and write down everything it does.

    ``model`` is on the CPU and in eval mode, as `load_model` returns it: dropout would blur its predictions. With
    ``sequence`` "rows" the picture may have further rows at its end, (28 + k, 28), and T is 28 + k.

    Raises:
        RnnDemoError: the picture has another size.
    """
    sequence = sequence_of(model, picture)  # (T, F)
    states = torch.cat(list(layer_states(model, sequence[None])))  # (L, T, D, H)
    read = [sequence, *states[:-1].flatten(2)]  # by each layer: (T, F), then (T, D*H)
    forward = _direction(model, read, states[:, :, 0], backward=False)
    backward = _direction(model, read, states[:, :, 1], backward=True) if model.config.bidirectional else None
    logits = model.picture_logits(model(sequence[None]))[0]
    top = states[-1]
    return Trace(
        sequence=sequence.numpy(),
        forward=forward,
        backward=backward,
        logits=logits.numpy(),
        probabilities=logits.softmax(dim=0).numpy(),
        prefix_probabilities=_prefix_probabilities(model, sequence),
        step_probabilities=_step_probabilities(model, top),
        step_probabilities_forward=_step_probabilities(model, keep_direction(top, 0)),
        step_probabilities_backward=_step_probabilities(model, keep_direction(top, 1)) if backward else None,
    )


def _prefix_probabilities(model: RowClassifier, sequence: Tensor) -> Floats:
    """The probabilities (lines, C) while only the first t + 1 lines of ``sequence`` (T, F) are uncovered."""
    steps = torch.arange(len(sequence))
    uncovered = steps <= steps[model.config.reading.line_ends, None]  # (lines, T)
    return model.picture_logits(model(sequence * uncovered[:, :, None])).softmax(dim=1).numpy()


def _step_probabilities(model: RowClassifier, states: Tensor) -> Floats:
    """The head's probabilities (T, C) on ``states`` (T, D, H), step by step."""
    return model.classify(states).softmax(dim=-1).numpy()


def _direction(model: RowClassifier, read: list[Tensor], states: Tensor, *, backward: bool) -> Direction:
    """One direction, from what each layer has ``read`` (T, F or D*H) and its ``states`` (L, T, H)."""
    cell = CELLS[model.config.cell]
    if not cell.gates:
        return Direction(states.numpy(), cells=None, gates=None)
    layers = enumerate(zip(read, states, strict=True))
    gates = torch.stack([_gates(model, layer, x, h, backward) for layer, (x, h) in layers])
    cells = _cells(gates, backward).numpy() if cell.has_cell_state else None
    return Direction(states.numpy(), cells, gates.numpy())


def _gates(model: RowClassifier, layer: int, x: Tensor, h: Tensor, backward: bool) -> Tensor:
    """The gates (T, G, H) of one layer that reads ``x`` (T, F or D*H) and has the states ``h`` (T, H).

    PyTorch's modules keep them to themselves; these are the equations in its documentation.
    """
    w_ih, w_hh, b_ih, b_hh = weights_of(model, layer, backward=backward)
    nothing = torch.zeros_like(h[:1])
    before = torch.cat([h[1:], nothing] if backward else [nothing, h[:-1]])
    by_gate = (len(x), -1, model.config.hidden_size)
    from_input, from_state = (x @ w_ih.T + b_ih).view(by_gate), (before @ w_hh.T + b_hh).view(by_gate)
    if model.config.cell == "gru":  # its reset gate decides what the new content gets of the state
        from_state[:, 2] *= torch.sigmoid(from_input[:, 0] + from_state[:, 0])
    sums = (from_input + from_state).unbind(1)
    gates = CELLS[model.config.cell].gates
    return torch.stack([_SQUASH[gate.squash](total) for gate, total in zip(gates, sums, strict=True)], dim=1)


def _cells(gates: Tensor, backward: bool) -> Tensor:
    """The cell states (L, T, H) of an lstm with these ``gates`` (L, T, 4, H)."""
    c, cells = torch.zeros_like(gates[:, 0, 0]), []
    for i, f, g, _ in (gates.flip(1) if backward else gates).permute(1, 2, 0, 3):
        c = f * c + i * g
        cells.append(c)
    return torch.stack(cells[::-1] if backward else cells, dim=1)
