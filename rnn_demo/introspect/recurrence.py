"""What W_hh does to a gradient on its way back: its eigenvalues."""

import numpy as np
import torch

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.introspect.layers import weights_of
from rnn_demo.introspect.results import Eigenvalues
from rnn_demo.network import RowClassifier


def eigenvalues(model: RowClassifier, layer: int, *, backward: bool) -> Eigenvalues:
    """The eigenvalues of W_hh of one layer and direction, in double precision: of the whole of it, or gate by gate.

    Raises:
        numpy.linalg.LinAlgError: a weight is not finite.
    """
    blocks = torch.split(weights_of(model, layer, backward=backward)[1].double(), model.config.hidden_size)
    names = CELLS[model.config.cell].gate_names or ("h",)
    return Eigenvalues({name: np.linalg.eigvals(block.numpy()) for name, block in zip(names, blocks, strict=True)})
