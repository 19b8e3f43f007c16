"""How long a unit remembers, by the gate that keeps its old content: an lstm's f, a gru's z."""

import torch
from torch import Tensor
from torch.nn import functional

from rnn_demo.data import Picture
from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.introspect.layers import layer_states, weights_of
from rnn_demo.introspect.results import Floats
from rnn_demo.network import RowClassifier, in_batches


@torch.no_grad()
def timescales(model: RowClassifier, images: Tensor) -> Floats | None:
    """The steps (D, L, H) after which each unit has kept 1/e of its content; None for a cell without such a gate.

    ``images`` are (N, 28, 28) uint8, or (N, 28 + k, 28) where rows are read. A content that is multiplied by f at every
    step is f^T after T steps, so 1/e of it is left after T = -1 / ln f: a gate is a timescale (Tallec and Ollivier,
    "Can recurrent neural networks warp time?", ICLR 2018). After steps with different gates the product of the f is
    left, so ln f is averaged over all steps of all pictures, which is the logarithm of the geometric mean of f. What
    comes back to a unit through the recurrent weights is not counted.
    """
    keeping = CELLS[model.config.cell].keeping_gate
    if keeping is None:
        return None
    config = model.config
    total = torch.zeros(config.num_directions, config.num_layers, config.hidden_size, dtype=torch.float64)
    steps = 0
    for _, x in in_batches(model, images):
        read = x
        for layer, states in enumerate(layer_states(model, x)):  # (B, T, D, H)
            for direction in range(config.num_directions):
                inner = _inner(model, layer, read, states[:, :, direction], keeping, backward=bool(direction))
                total[direction, layer] += functional.logsigmoid(inner).sum(dim=(0, 1), dtype=torch.float64)
            read = states.flatten(2)
        steps += x.shape[0] * x.shape[1]
    return (-steps / total).float().numpy()


def timescales_of(model: RowClassifier, picture: Picture) -> Floats | None:
    """The same over the steps of one ``picture`` (28 + k, 28)."""
    return timescales(model, torch.from_numpy(picture.copy())[None])


def _inner(model: RowClassifier, layer: int, x: Tensor, h: Tensor, gate: str, *, backward: bool) -> Tensor:
    """What the gate adds up before it is squashed (B, T, H), where the layer reads ``x`` and has the states ``h``."""
    number, size = CELLS[model.config.cell].gate_names.index(gate), model.config.hidden_size
    rows = slice(number * size, (number + 1) * size)
    w_ih, w_hh, b_ih, b_hh = (weights[rows] for weights in weights_of(model, layer, backward=backward))
    nothing = torch.zeros_like(h[:, :1])
    before = torch.cat([h[:, 1:], nothing] if backward else [nothing, h[:, :-1]], dim=1)
    return functional.linear(x, w_ih, b_ih) + functional.linear(before, w_hh, b_hh)
