"""The wrong end: what a network with two directions would answer if its read-out were ``out[:, -1]``.

At the last step the forward half has read the whole picture, but the backward half has read its last row only.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from rnn_demo.introspect.reading import in_batches, top_states
from rnn_demo.introspect.trace import Floats, Trace
from rnn_demo.network.model import RowClassifier


@dataclass(frozen=True)
class WrongEnd:
    """What is read from one picture's states at the last step.

    Attributes:
        answer, probabilities: the class, and all classes' probabilities (C,), if the head were put on both directions'
            states there.
        backward_answer, backward_probabilities: the same from the backward half alone, the forward half being zero.
    """

    answer: int
    probabilities: Floats
    backward_answer: int
    backward_probabilities: Floats


class Ends(NamedTuple):
    """The two ends compared over many pictures.

    Attributes:
        right_accuracy: share of pictures read rightly with the head on each direction's own end.
        wrong_accuracy: the same with the head on ``out[:, -1]``.
        blank_share: share of pictures of which the last step has no ink.
        distinct_backward: how many different backward vectors those have there. With one layer it is one and the same;
            with more the lower layers bring along what they have read of the rest.
    """

    right_accuracy: float
    wrong_accuracy: float
    blank_share: float
    distinct_backward: int


def wrong_end(trace: Trace) -> WrongEnd | None:
    """What ``out[:, -1]`` would have read in ``trace``; None with one direction, where it is the right end."""
    if trace.belief_backward is None:
        return None
    both, backward = trace.belief[-1], trace.belief_backward[-1]
    return WrongEnd(int(both.argmax()), both, int(backward.argmax()), backward)


@torch.no_grad()
def wrong_end_over(model: RowClassifier, images: Tensor, labels: Tensor) -> Ends | None:
    """Both ends over ``images`` (N, 28, 28) uint8 with ``labels`` (N,); None with one direction.

    The head is the one that was trained, so for a network with the read-out "last" the wrong end may well win.
    """
    if not model.config.bidirectional:
        return None
    right, wrong, blank, backward = [], [], [], []
    for x in in_batches(model, images):
        states = top_states(model, x)  # (B, T, 2, H)
        own_ends = torch.stack([states[:, -1, 0], states[:, 0, 1]], dim=1)  # (B, 2, H)
        right.append(model.head(model.merge(own_ends)).argmax(dim=1))
        wrong.append(model.head(model.merge(states[:, -1])).argmax(dim=1))
        blank.append(x[:, -1].amax(dim=1) == 0)
        backward.append(states[:, -1, 1])
    is_blank = torch.cat(blank)
    return Ends(
        right_accuracy=(torch.cat(right) == labels).double().mean().item(),
        wrong_accuracy=(torch.cat(wrong) == labels).double().mean().item(),
        blank_share=is_blank.double().mean().item(),
        distinct_backward=len(torch.unique(torch.cat(backward)[is_blank], dim=0)),
    )
