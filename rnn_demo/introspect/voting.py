"""Votes: how much each direction says for each class.

Every read-out and every merge is linear in the states, and so is the head; so the logits are exactly the forward vote
plus the backward vote plus the head's bias.
"""

import torch

from rnn_demo.introspect.layers import keep_direction
from rnn_demo.introspect.results import Trace, Votes
from rnn_demo.network import RowClassifier


@torch.no_grad()
def votes(model: RowClassifier, trace: Trace) -> Votes:
    """What each direction of the top layer contributes to the logits of ``trace``, as ``model`` reads it out."""
    halves = [half for half in (trace.forward, trace.backward) if half]
    states = torch.stack([torch.from_numpy(half.states[-1]) for half in halves], dim=1)[None]  # (1, T, D, H)
    bias = model.head.bias
    forward, *backward = (
        (model.picture_logits(model.logits_of(keep_direction(states, direction)))[0] - bias).numpy()
        for direction in range(len(halves))
    )
    return Votes(forward, backward[0] if backward else None, bias.numpy())
