"""The shared weights, against PyTorch's own module."""

import numpy as np
import pytest
from torch import nn

from rnn_demo.introspect import shared_weights
from tests.introspect.networks import SIZE, network


@pytest.mark.parametrize(("cell", "gates"), [("rnn", 1), ("gru", 3), ("lstm", 4)])
@pytest.mark.parametrize(("layer", "reads"), [(0, 28), (1, 2 * SIZE)])
def test_they_are_the_module_s_gate_by_gate(cell: str, gates: int, layer: int, reads: int) -> None:
    model = network(cell=cell, num_layers=2)
    for backward, suffix in ((False, f"_l{layer}"), (True, f"_l{layer}_reverse")):
        weights = shared_weights(model, layer, backward=backward)
        assert weights.w_ih.shape == (gates, SIZE, reads)
        assert weights.w_hh.shape == (gates, SIZE, SIZE)
        for name, values in (
            ("weight_ih", weights.w_ih),
            ("weight_hh", weights.w_hh),
            ("bias_ih", weights.b_ih),
            ("bias_hh", weights.b_hh),
        ):
            theirs = model.state_dict()[f"rnn.{name}{suffix}"].numpy()
            np.testing.assert_array_equal(np.concatenate(values), theirs)


@pytest.mark.parametrize(("sequence", "features"), [("rows", 28), ("pixels", 1)])
def test_they_are_all_that_pytorch_counts_however_many_steps(sequence: str, features: int) -> None:
    weights = shared_weights(network(sequence=sequence), 0, backward=False)
    assert weights.count == sum(values.numel() for values in nn.LSTM(features, SIZE).parameters())
