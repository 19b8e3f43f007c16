"""Everything that one picture does in a network, as named arrays for other programs."""

import torch

from rnn_demo.data import Picture
from rnn_demo.introspect.backpropagation import gradients
from rnn_demo.introspect.results import Array
from rnn_demo.introspect.tracing import trace
from rnn_demo.introspect.voting import votes
from rnn_demo.network import RowClassifier


def as_arrays(model: RowClassifier, picture: Picture, label: int | None = None) -> dict[str, Array]:
    """What ``picture`` (28, 28) does in ``model``, by name; the loss is that for ``label``, or for the prediction.

    image (28, 28) uint8; forward and backward (L, T, H), entry [l, t] of backward being the state after reading the
    last row up to row t; cell_forward and cell_backward (L, T, H) for an lstm; gates_forward and gates_backward
    (L, T, G, H), in the catalogue's order, for gru and lstm; step_probabilities (T, C), the head's on the states
    of step t alone; prefix_probabilities (28, C), the network's while all that comes after row (or column) t is blank;
    probabilities (C,); vote_forward, vote_backward and vote_bias (C,); grad_h_forward, grad_h_backward and grad_x (T,),
    the lengths of the loss's gradients by the top layer's hidden states and by the input, and for an lstm grad_c_forward
    and grad_c_backward (T,), by its cell states.
    What a network has not is left out: with one direction, all that is backward.
    """
    seen = trace(model, picture)
    vote = votes(model, seen)
    truth = seen.prediction if label is None else label
    gradient = gradients(model, torch.from_numpy(picture.copy())[None], torch.tensor([truth]))
    backward = seen.backward
    arrays: dict[str, Array | None] = {
        "image": picture,
        "forward": seen.forward.states,
        "backward": backward.states if backward else None,
        "cell_forward": seen.forward.cells,
        "cell_backward": backward.cells if backward else None,
        "gates_forward": seen.forward.gates,
        "gates_backward": backward.gates if backward else None,
        "step_probabilities": seen.step_probabilities,
        "prefix_probabilities": seen.prefix_probabilities,
        "probabilities": seen.probabilities,
        "vote_forward": vote.forward,
        "vote_backward": vote.backward,
        "vote_bias": vote.bias,
        **{name: None if norms is None else norms[0] for name, norms in vars(gradient).items()},
    }
    return {name: values for name, values in arrays.items() if values is not None}
