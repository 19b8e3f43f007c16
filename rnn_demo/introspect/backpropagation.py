"""Gradients through time: how far the error reaches back, and which rows the prediction depends on."""

from collections.abc import Iterable
from itertools import islice

import torch
from torch import Tensor

from rnn_demo.data import Picture
from rnn_demo.introspect.results import Floats, Gradients
from rnn_demo.introspect.states import layer_states
from rnn_demo.introspect.unroll import sequence_of, states_of_layer, unroll
from rnn_demo.network import RowClassifier


@torch.enable_grad()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def gradients(model: RowClassifier, picture: Picture, label: int) -> Gradients:
    """The gradients for one picture (28, 28) whose class is ``label``.

    The loss is the cross-entropy that training minimises; with the read-out "every_row" that is the mean over all rows.

    Raises:
        RnnDemoError: the picture has another size.
    """
    x = sequence_of(model, picture).requires_grad_()  # (T, F)
    y, top_layer = x, model.config.num_layers - 1
    for states in islice(layer_states(model, x[None]), top_layer):
        y = states[0].flatten(1)  # (T, D*H)
    top = unroll(model, y, top_layer)
    logits = model.logits_of(states_of_layer(top)[None])  # (1, C) or (1, T, C)
    loss = model.loss(logits, torch.tensor([label]))
    # A state that the loss does not depend on, as the backward ones of the read-out "last", has a gradient of zero.
    forward, *backward = (
        _norms(torch.autograd.grad(loss, [step.h for step in steps], retain_graph=True, materialize_grads=True))
        for steps in top
    )
    (of_x,) = torch.autograd.grad(model.picture_logits(logits)[0, label], x)
    return Gradients(forward, backward[0] if backward else None, grad_x=_norms(of_x))


def _norms(vectors: Iterable[Tensor]) -> Floats:
    norms: Floats = torch.stack(tuple(vectors)).norm(dim=1).numpy()
    return norms
