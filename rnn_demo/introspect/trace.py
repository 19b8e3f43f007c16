"""Look inside: what every unit of a network does at every step while it reads one picture.

Letters in shapes: L layers, T steps, G gates, H hidden units, C classes, F numbers read at each step.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnn_demo.introspect.reading import by_direction, inputs, keep_direction, steps_per_line
from rnn_demo.introspect.unroll import GATES, Step, unroll
from rnn_demo.network.model import RowClassifier

Floats = NDArray[np.float32]


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
        logits, probabilities: (C,) the network's answer to the whole picture.
        answers: (28, C) its answers, as probabilities, while all that comes after row (or column) t is still blank;
            the last is its answer to the whole picture. As many as there are rows if the picture has more than 28.
        belief: (T, C) the probabilities if the head were put on the top layer's states at step t.
        belief_forward, belief_backward: (T, C) the same with the other direction's state replaced by zero.
            ``belief_backward`` is None with one direction, and ``belief_forward`` is then ``belief``.
    """

    sequence: Floats
    forward: Direction
    backward: Direction | None
    logits: Floats
    probabilities: Floats
    answers: Floats
    belief: Floats
    belief_forward: Floats
    belief_backward: Floats | None


@torch.no_grad()
def look(model: RowClassifier, image: Tensor) -> Trace:
    """Let ``model`` read one picture ``image`` (28, 28) uint8 and write down everything it does.

    ``model`` is on the CPU and in eval mode, as `load_model` returns it: dropout would blur its answers. With
    ``sequence`` "rows" the picture may have further rows at its end, (28 + k, 28), and T is 28 + k.

    Raises:
        RnnDemoError: the picture has another size.
    """
    config = model.config
    sequence = inputs(model, image[None])[0]  # (T, F)
    forward: list[list[Step]] = []
    backward: list[list[Step]] = []
    x = sequence
    for layer in range(config.num_layers):
        forward.append(unroll(model, x, layer))
        if config.bidirectional:
            backward.append(unroll(model, x, layer, reverse=True))
        x = torch.cat([_states(layers[-1]) for layers in (forward, backward) if layers], dim=1)  # (T, D*H)
    top = by_direction(model, x)  # (T, D, H)
    logits = model.answer(model(sequence[None]))[0]
    return Trace(
        sequence=sequence.numpy(),
        forward=_direction(forward, config.cell),
        backward=_direction(backward, config.cell) if backward else None,
        logits=logits.numpy(),
        probabilities=logits.softmax(dim=0).numpy(),
        answers=_answers(model, sequence).numpy(),
        belief=_belief(model, top),
        belief_forward=_belief(model, keep_direction(top, 0)),
        belief_backward=_belief(model, keep_direction(top, 1)) if backward else None,
    )


def top_layer(trace: Trace) -> Tensor:
    """The states of the top layer of ``trace``: (T, D, H)."""
    directions = [direction for direction in (trace.forward, trace.backward) if direction]
    return torch.stack([torch.from_numpy(direction.states[-1]) for direction in directions], dim=1)


def _answers(model: RowClassifier, sequence: Tensor) -> Tensor:
    """What ``model`` answers to ``sequence`` (T, F) while only the first t + 1 lines are uncovered: (lines, C)."""
    line_of_step = torch.arange(len(sequence)) // steps_per_line(model)  # (T,)
    uncovered = line_of_step <= torch.unique(line_of_step)[:, None]  # (lines, T)
    pictures = sequence * uncovered[:, :, None]  # (lines, T, F)
    answers: Tensor = model.answer(model(pictures)).softmax(dim=-1)
    return answers


def _belief(model: RowClassifier, states: Tensor) -> Floats:
    """The head's probabilities (T, C) on ``states`` (T, D, H), step by step."""
    belief: Floats = model.head(model.merge(states)).softmax(dim=-1).numpy()
    return belief


def _states(steps: list[Step]) -> Tensor:
    return torch.stack([step.h for step in steps])


def _direction(layers: list[list[Step]], cell: str) -> Direction:
    return Direction(
        states=_stack([[step.h for step in steps] for steps in layers]),
        cells=_stack([[step.c for step in steps] for steps in layers]) if cell == "lstm" else None,
        gates=_stack([[step.gates for step in steps] for steps in layers]) if GATES[cell] else None,
    )


def _stack(layers: list[list[Tensor]]) -> Floats:
    return torch.stack([torch.stack(steps) for steps in layers]).numpy()
