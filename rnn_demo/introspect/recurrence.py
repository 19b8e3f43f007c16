"""What one step back in time does to a gradient: W_hh by its eigenvalues, and the gate that lets it past W_hh."""

import numpy as np
import torch
from torch import Tensor

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.introspect.layers import layer_states, weights_of
from rnn_demo.introspect.results import Eigenvalues, Floats
from rnn_demo.network import RowClassifier, in_batches

# The gate by which the old memory is multiplied on its way to the next step.
_KEEPS = {"gru": "z", "lstm": "f"}


def eigenvalues(model: RowClassifier, layer: int, *, backward: bool) -> Eigenvalues:
    """The eigenvalues of W_hh of one layer and direction, in double precision: of the whole of it, or gate by gate.

    Raises:
        numpy.linalg.LinAlgError: a weight is not finite.
    """
    blocks = torch.split(weights_of(model, layer, backward=backward)[1].double(), model.config.hidden_size)
    names = CELLS[model.config.cell].gate_names or ("h",)
    return Eigenvalues({name: np.linalg.eigvals(block.numpy()) for name, block in zip(names, blocks, strict=True)})


@torch.no_grad()
def kept_per_step(model: RowClassifier, images: Tensor, layer: int, *, backward: bool) -> Floats | None:
    """How much of its memory each unit keeps at a step, (H,): f of an lstm, z of a gru; None for a cell without gates.

    The geometric mean over all steps of ``images`` (N, 28, 28) uint8: after k steps a unit has kept its k-th power, as the
    picture in the middle has it.
    """
    if model.config.cell not in _KEEPS:
        return None
    number = CELLS[model.config.cell].gate_names.index(_KEEPS[model.config.cell])
    size = model.config.hidden_size
    w_ih, w_hh, b_ih, b_hh = (torch.split(w, size)[number] for w in weights_of(model, layer, backward=backward))
    logs, count = torch.zeros(size, dtype=torch.float64), 0
    for _, x in in_batches(model, images):
        layers = [x, *layer_states(model, x)]
        h = layers[layer + 1][:, :, int(backward)]  # (B, T, H)
        nothing = torch.zeros_like(h[:, :1])
        before = torch.cat([h[:, 1:], nothing] if backward else [nothing, h[:, :-1]], dim=1)
        sums = layers[layer].flatten(2) @ w_ih.T + b_ih + before @ w_hh.T + b_hh
        logs += torch.nn.functional.logsigmoid(sums).double().sum(dim=(0, 1))
        count += h.shape[0] * h.shape[1]
    return (logs / count).exp().float().numpy()
