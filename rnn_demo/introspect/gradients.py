"""Gradients through time: how far the error reaches back, and which rows the answer depends on."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.introspect.reading import inputs, layers
from rnn_demo.introspect.trace import Floats
from rnn_demo.introspect.unroll import unroll
from rnn_demo.network.model import RowClassifier


@dataclass(frozen=True)
class Gradients:
    """Lengths (Euclidean norms) of gradients, one per step, in row order: (T,) each.

    Attributes:
        grad_h_forward, grad_h_backward: of the loss by the top layer's hidden state h_t of each direction: all that a
            change of h_t does to the loss, through the later steps of its direction and through the read-out. An lstm's
            cell state of the same step is held still. ``grad_h_backward`` is None with one direction.
        grad_x: of the logit of the label by what is read at step t.
    """

    grad_h_forward: Floats
    grad_h_backward: Floats | None
    grad_x: Floats


@torch.enable_grad()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def gradients(model: RowClassifier, image: Tensor, label: int) -> Gradients:
    """The gradients for one picture ``image`` (28, 28) uint8 whose class is ``label``.

    The loss is the cross-entropy that training minimises; with the read-out "every_row" that is the mean over all rows.

    Raises:
        RnnDemoError: the picture has another size.
    """
    x = inputs(model, image[None]).requires_grad_()  # (1, T, F)
    *below, _ = layers(model)
    y = x
    for layer in below:
        y, _ = layer(y)
    top = model.config.num_layers - 1
    directions = [
        [step.h for step in unroll(model, y[0], top, reverse=reverse)]
        for reverse in (False, True)[: model.config.num_directions]
    ]
    states = torch.stack([torch.stack(direction) for direction in directions], dim=1)[None]  # (1, T, D, H)
    logits = model.head(model.merge(model.read_out(states)))  # (1, C) or (1, T, C)
    every_logits = logits.flatten(0, -2)
    loss = functional.cross_entropy(every_logits, torch.full(every_logits.shape[:1], label))
    # A state that the loss does not depend on, as the backward ones of the read-out "last", has a gradient of zero.
    of_h = [torch.autograd.grad(loss, h, retain_graph=True, materialize_grads=True) for h in directions]
    (of_x,) = torch.autograd.grad(model.answer(logits)[0, label], x)
    return Gradients(
        grad_h_forward=_norms(of_h[0]),
        grad_h_backward=_norms(of_h[1]) if model.config.bidirectional else None,
        grad_x=of_x[0].norm(dim=1).numpy(),
    )


def _norms(vectors: tuple[Tensor, ...]) -> Floats:
    norms: Floats = torch.stack(vectors).norm(dim=1).numpy()
    return norms
