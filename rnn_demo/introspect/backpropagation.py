"""Gradients through time: how far the error reaches back, and which steps the loss depends on.

Letters in shapes: B pictures in a batch, T time steps, F numbers read at each step, D directions, H hidden units,
S parts of a state: h alone, or h and c of an lstm.
"""

from itertools import islice

import torch
from torch import Tensor

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.introspect.layers import layer_states, stepper
from rnn_demo.introspect.results import Gradients
from rnn_demo.network import RowClassifier, in_batches


@torch.enable_grad()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def gradients(model: RowClassifier, images: Tensor, labels: Tensor) -> Gradients:
    """The gradients for ``images`` (N, 28, 28) uint8 of the classes ``labels`` (N,): each picture's, of its own loss.

    The loss is the cross-entropy that training minimises; with the read-out "every_row" that is the mean over all steps.

    Raises:
        RnnDemoError: the pictures have another size.
    """
    directions = (False, True)[: model.config.num_directions]
    of_x, of_states = [], []
    for batch, inputs in in_batches(model, images):
        x = inputs.clone().requires_grad_()  # (B, T, F)
        lower = islice(layer_states(model, x), model.config.num_layers - 1)
        *_, read = x, *(states.flatten(2) for states in lower)  # by the top layer: (B, T, F or D*H)
        nudges = [_no_nudge(model, x) for _ in directions]
        tops = [_states(model, read, nudge, backward) for nudge, backward in zip(nudges, directions, strict=True)]
        logits = model.logits_of(torch.stack(tops, dim=2))
        loss = model.loss(logits, labels[batch]) * len(
            x
        )  # the mean over the pictures undone: each has a loss of its own
        # A state that the loss does not depend on, as the backward ones of the read-out "last", has a gradient of zero.
        by_x, *by_states = torch.autograd.grad(loss, [x, *nudges], materialize_grads=True)
        of_x.append(_length(by_x))
        of_states.append(torch.stack([_length(by) for by in by_states]))  # (D, T, B, S)
    forward, *backward = torch.cat(of_states, dim=2).transpose(1, 3).numpy()  # (S, N, T) each
    has_c = CELLS[model.config.cell].has_cell_state
    return Gradients(
        grad_h_forward=forward[0],
        grad_h_backward=backward[0][0] if backward else None,
        grad_c_forward=forward[1] if has_c else None,
        grad_c_backward=backward[0][1] if backward and has_c else None,
        grad_x=torch.cat(of_x).numpy(),
    )


def _length(gradient: Tensor) -> Tensor:
    """Over the last axis; in double precision, because the squares of 32-bit numbers below 1e-22 would be 0."""
    lengths: Tensor = torch.linalg.vector_norm(gradient, dim=-1, dtype=torch.float64)
    return lengths.float()


def _no_nudge(model: RowClassifier, x: Tensor) -> Tensor:
    """Zeros (T, B, S, H) to be added to the states while ``x`` (B, T, F) is read.

    The gradient by what is added to one of them is the gradient by that state, all others being what follows from it. An
    lstm's h and c of one step are two such states: without the nudges c would also count what it does through its own h.
    """
    parts = 2 if CELLS[model.config.cell].has_cell_state else 1
    return x.new_zeros(x.shape[1], x.shape[0], parts, model.config.hidden_size, requires_grad=True)


def _states(model: RowClassifier, read: Tensor, nudge: Tensor, backward: bool) -> Tensor:
    """The top layer's hidden states (B, T, H) in one direction that has ``read`` (B, T, F or D*H), step by step."""
    step = stepper(model, model.config.num_layers - 1, backward=backward)
    has_c = CELLS[model.config.cell].has_cell_state
    h = c = torch.zeros_like(nudge[0, :, 0])
    states = []
    steps = list(zip(read.unbind(1), nudge.unbind(0), strict=True))
    for x_t, nudge_t in reversed(steps) if backward else steps:
        h, c = step(x_t, h, c)
        h = h + nudge_t[:, 0]
        if has_c:
            c = c + nudge_t[:, 1]
        states.append(h)
    return torch.stack(states[::-1] if backward else states, dim=1)
