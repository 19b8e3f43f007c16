"""Votes: how much each direction says for each class.

Every read-out and every merge is linear in the states, and so is the head; so the logits are exactly the forward vote
plus the backward vote plus the head's bias.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.introspect.reading import keep_direction
from rnn_demo.introspect.trace import Floats, Trace, top_layer
from rnn_demo.network.model import RowClassifier


@dataclass(frozen=True)
class Votes:
    """What adds up to the logits, class by class: (C,) each. ``backward`` is None with one direction."""

    forward: Floats
    backward: Floats | None
    bias: Floats


@torch.no_grad()
def votes(model: RowClassifier, trace: Trace) -> Votes:
    """What each direction of the top layer contributes to the logits of ``trace``, as ``model`` reads it out."""
    states = top_layer(trace)[None]  # (1, T, D, H)
    return Votes(
        forward=_vote(model, keep_direction(states, 0)),
        backward=_vote(model, keep_direction(states, 1)) if trace.backward else None,
        bias=model.head.bias.numpy(),
    )


def _vote(model: RowClassifier, states: Tensor) -> Floats:
    """The logits (C,) of ``states`` (1, T, D, H), less the head's bias."""
    vote: Floats = model.answer(functional.linear(model.merge(model.read_out(states)), model.head.weight))[0].numpy()
    return vote
