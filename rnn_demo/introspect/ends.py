"""The wrong end: what a network with two directions would say if its read-out were ``out[:, -1]``.

At the last step the forward half has read the whole picture, but the backward half has read its last row only.
"""

import torch
from torch import Tensor

from rnn_demo.introspect.results import Ends, Trace, WrongEnd
from rnn_demo.network import RowClassifier, accuracy, in_batches


def wrong_end(trace: Trace) -> WrongEnd | None:
    """What ``out[:, -1]`` would have read in ``trace``; None with one direction, where it is the right end."""
    backward = trace.step_probabilities_backward
    return None if backward is None else WrongEnd(trace.step_probabilities[-1], backward[-1])


@torch.no_grad()
def wrong_end_over(model: RowClassifier, images: Tensor, labels: Tensor) -> Ends | None:
    """Both ends over ``images`` (N, 28, 28) uint8 with ``labels`` (N,); None with one direction.

    The head is the one that was trained, so for a network with the read-out "last" the wrong end may well win.
    """
    if not model.config.bidirectional:
        return None
    right, wrong, blank, backward = [], [], [], []
    for _, x in in_batches(model, images):
        states = model.states(x)  # (B, T, 2, H)
        right.append(model.classify(model.own_ends(states)).argmax(dim=1))
        wrong.append(model.classify(states[:, -1]).argmax(dim=1))
        blank.append(x[:, -1].amax(dim=1) == 0)
        backward.append(states[:, -1, 1])
    is_blank = torch.cat(blank)
    return Ends(
        right_accuracy=accuracy(torch.cat(right), labels),
        wrong_accuracy=accuracy(torch.cat(wrong), labels),
        blank_share=is_blank.double().mean().item(),
        distinct_backward=len(torch.unique(torch.cat(backward)[is_blank], dim=0)),
    )
