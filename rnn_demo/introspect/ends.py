"""The wrong end: what a network with two directions would say if its read-out were ``out[:, -1]``.

At the last step the forward half has read the whole picture, but the backward half has read its last step only.
"""

import torch
from torch import Tensor

from rnn_demo.introspect.results import Ends, Trace, TwoEnds
from rnn_demo.network import RowClassifier, accuracy, in_batches


@torch.no_grad()
def two_ends(model: RowClassifier, trace: Trace) -> TwoEnds:
    """What the head of ``model`` says of the states in ``trace`` at the right and at the wrong end."""
    halves = [half.states[-1] for half in (trace.forward, trace.backward) if half]
    states = torch.stack([torch.from_numpy(half) for half in halves], dim=1)[None]  # (1, T, D, H)
    right = model.classify(model.own_ends(states))[0].softmax(dim=0)
    return TwoEnds(right.numpy(), trace.step_probabilities[-1])


@torch.no_grad()
def two_ends_over(model: RowClassifier, images: Tensor, labels: Tensor) -> Ends:
    """Both ends, and the network's own read-out, over ``images`` (N, 28, 28) uint8 with ``labels`` (N,).

    The head is the one that was trained, so for a network with the read-out "last" the wrong end may well win.
    """
    own, right, wrong, blank, backward = [], [], [], [], []
    for _, x in in_batches(model, images):
        states = model.states(x)  # (B, T, D, H)
        own.append(model.picture_logits(model.logits_of(states)).argmax(dim=1))
        right.append(model.classify(model.own_ends(states)).argmax(dim=1))
        wrong.append(model.classify(states[:, -1]).argmax(dim=1))
        blank.append(x[:, -1].amax(dim=1) == 0)
        backward.append(states[:, -1, 1:].flatten(1))
    is_blank = torch.cat(blank)
    at_blank = torch.cat(backward)[is_blank]  # no columns with one direction
    return Ends(
        own_accuracy=accuracy(torch.cat(own), labels),
        right_accuracy=accuracy(torch.cat(right), labels),
        wrong_accuracy=accuracy(torch.cat(wrong), labels),
        blank_share=is_blank.double().mean().item(),
        distinct_backward=len(torch.unique(at_blank, dim=0)) if at_blank.numel() else 0,
    )
