"""Shared weights: the matrices that a layer uses at every step, whichever step it is."""

from rnn_demo.introspect.layers import weights_of
from rnn_demo.introspect.results import SharedWeights
from rnn_demo.network import RowClassifier


def shared_weights(model: RowClassifier, layer: int, *, backward: bool) -> SharedWeights:
    """The weights of one layer in one direction, gate by gate."""
    by_gate = (-1, model.config.hidden_size)  # PyTorch stacks the gates, each with the rows of all units
    matrices = weights_of(model, layer, backward=backward)
    return SharedWeights(*(values.view(*by_gate, *values.shape[1:]).numpy() for values in matrices))
