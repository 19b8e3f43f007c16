"""Votes: how much each direction says for each class.

Every read-out and every merge is linear in the states, and so is the head; so the logits are exactly the forward vote
plus the backward vote plus the head's bias.
"""

import torch

from rnn_demo.introspect.results import Floats, Trace, Votes
from rnn_demo.introspect.states import keep_direction
from rnn_demo.network import RowClassifier


@torch.no_grad()
def votes(model: RowClassifier, trace: Trace) -> Votes:
    """What each direction of the top layer contributes to the logits of ``trace``, as ``model`` reads it out."""
    directions = [direction for direction in (trace.forward, trace.backward) if direction]
    states = torch.stack([torch.from_numpy(direction.states[-1]) for direction in directions], dim=1)[None]
    bias = model.head.bias

    def vote(direction: int) -> Floats:
        logits = model.picture_logits(model.logits_of(keep_direction(states, direction)))[0]
        votes: Floats = (logits - bias).numpy()
        return votes

    return Votes(forward=vote(0), backward=vote(1) if trace.backward else None, bias=bias.numpy())
