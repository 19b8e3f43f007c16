"""Everything that one picture does in a network, as named arrays for other programs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from rnn_demo.introspect.gradients import gradients
from rnn_demo.introspect.trace import look
from rnn_demo.introspect.votes import votes
from rnn_demo.network.model import RowClassifier


def as_arrays(model: RowClassifier, image: Tensor, label: int | None = None) -> dict[str, NDArray[Any]]:
    """What ``image`` (28, 28) uint8 does in ``model``, by name; gradients are for ``label``, or for the answer.

    image (28, 28) uint8; forward and backward (L, T, H), entry [l, t] of backward being the state after reading the
    last row up to row t; cell_forward and cell_backward (L, T, H) for an lstm; gates_forward and gates_backward
    (L, T, G, H), in the order of `GATES`, for gru and lstm; belief (T, C); probabilities (C,); vote_forward,
    vote_backward and vote_bias (C,); grad_h_forward, grad_h_backward and grad_x (T,). What a network has not is left
    out: with one direction, all that is backward.
    """
    trace = look(model, image)
    vote = votes(model, trace)
    gradient = gradients(model, image, int(trace.probabilities.argmax()) if label is None else label)
    backward = trace.backward
    arrays = {
        "image": image.numpy(),
        "forward": trace.forward.states,
        "backward": backward.states if backward else None,
        "cell_forward": trace.forward.cells,
        "cell_backward": backward.cells if backward else None,
        "gates_forward": trace.forward.gates,
        "gates_backward": backward.gates if backward else None,
        "belief": trace.belief,
        "probabilities": trace.probabilities,
        "vote_forward": vote.forward,
        "vote_backward": vote.backward,
        "vote_bias": vote.bias,
        "grad_h_forward": gradient.grad_h_forward,
        "grad_h_backward": gradient.grad_h_backward,
        "grad_x": gradient.grad_x,
    }
    return {name: np.asarray(values) for name, values in arrays.items() if values is not None}
