"""Gradients through time: how far the error reaches back, and which rows the prediction depends on."""

from itertools import islice

import torch
from torch import Tensor

from rnn_demo.data import Picture
from rnn_demo.introspect.layers import layer_states, sequence_of, weights_of
from rnn_demo.introspect.results import Gradients
from rnn_demo.network import RowClassifier


@torch.enable_grad()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def gradients(model: RowClassifier, picture: Picture, label: int) -> Gradients:
    """The gradients for one picture (28, 28) whose class is ``label``.

    The loss is the cross-entropy that training minimises; with the read-out "every_row" that is the mean over all rows.

    Raises:
        RnnDemoError: the picture has another size.
    """
    x = sequence_of(model, picture).requires_grad_()  # (T, F)
    top_layer = model.config.num_layers - 1
    lower = islice(layer_states(model, x[None]), top_layer)
    read = [x[None], *lower][-1][0].flatten(1)  # by the top layer: (T, F or D*H)
    directions = (False, True)[: model.config.num_directions]
    top = [_single_states(model, read, top_layer, backward) for backward in directions]
    logits = model.logits_of(torch.stack([torch.cat(states) for states in top], dim=1)[None])  # (1, C) or (1, T, C)
    loss = model.loss(logits, torch.tensor([label]))
    # A state that the loss does not depend on, as the backward ones of the read-out "last", has a gradient of zero.
    forward, *backward = (
        torch.cat(torch.autograd.grad(loss, states, retain_graph=True, materialize_grads=True)).norm(dim=1).numpy()
        for states in top
    )
    (of_x,) = torch.autograd.grad(model.picture_logits(logits)[0, label], x)
    return Gradients(forward, backward[0] if backward else None, grad_x=of_x.norm(dim=1).numpy())


def _single_states(model: RowClassifier, x: Tensor, layer: int, backward: bool) -> list[Tensor]:
    """The states of one layer in one direction that reads ``x`` (T, F or D*H), row by row, as a tensor (1, H) each.

    So each has a gradient of its own, with all that it does to the steps after it.
    """
    weights = weights_of(model, layer, backward=backward)
    plain_cell = torch.rnn_relu_cell if model.config.nonlinearity == "relu" else torch.rnn_tanh_cell
    h = c = x.new_zeros(1, model.config.hidden_size)
    states = []
    for x_t in (x.flip(0) if backward else x)[:, None]:
        match model.config.cell:
            case "rnn":
                h = plain_cell(x_t, h, *weights)
            case "gru":
                h = torch.gru_cell(x_t, h, *weights)
            case "lstm":
                h, c = torch.lstm_cell(x_t, (h, c), *weights)
        states.append(h)
    return states[::-1] if backward else states
