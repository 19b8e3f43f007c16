"""A trace: what every unit of a network does at every step while it reads one picture."""

from collections.abc import Callable

import torch
from torch import Tensor

from rnn_demo.data import Picture
from rnn_demo.experiment.catalogue import CELLS, CellKind
from rnn_demo.introspect.results import Direction, Floats, Trace
from rnn_demo.introspect.states import keep_direction
from rnn_demo.introspect.unroll import Step, Steps, sequence_of, states_of_layer, unroll
from rnn_demo.network import RowClassifier


@torch.no_grad()
def trace(model: RowClassifier, picture: Picture) -> Trace:
    """Let ``model`` read one picture (28, 28) and write down everything it does.

    ``model`` is on the CPU and in eval mode, as `load_model` returns it: dropout would blur its predictions. With
    ``sequence`` "rows" the picture may have further rows at its end, (28 + k, 28), and T is 28 + k.

    Raises:
        RnnDemoError: the picture has another size.
    """
    sequence = sequence_of(model, picture)  # (T, F)
    x, layers = sequence, list[list[Steps]]()
    for layer in range(model.config.num_layers):
        layers.append(unroll(model, x, layer))
        top = states_of_layer(layers[-1])  # (T, D, H)
        x = top.flatten(1)
    forward, *backward = (
        _direction([of_layer[number] for of_layer in layers], CELLS[model.config.cell])
        for number in range(model.config.num_directions)
    )
    logits = model.picture_logits(model(sequence[None]))[0]
    return Trace(
        sequence=sequence.numpy(),
        forward=forward,
        backward=backward[0] if backward else None,
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
    logits = model.picture_logits(model(sequence * uncovered[:, :, None]))
    probabilities: Floats = logits.softmax(dim=1).numpy()
    return probabilities


def _step_probabilities(model: RowClassifier, states: Tensor) -> Floats:
    """The head's probabilities (T, C) on ``states`` (T, D, H), step by step."""
    probabilities: Floats = model.classify(states).softmax(dim=-1).numpy()
    return probabilities


def _direction(layers: list[Steps], cell: CellKind) -> Direction:
    """One direction of all ``layers``, the lowest first."""

    def stack(what: Callable[[Step], Tensor]) -> Floats:
        return torch.stack([torch.stack([what(step) for step in steps]) for steps in layers]).numpy()

    return Direction(
        states=stack(lambda step: step.h),
        cells=stack(lambda step: step.c) if cell.has_cell_state else None,
        gates=stack(lambda step: step.gates) if cell.gates else None,
    )
