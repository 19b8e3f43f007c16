"""Timescales, against the gates of a network unrolled in NumPy."""

import numpy as np
import pytest
from torch import Tensor

from rnn_demo.data import Dataset
from rnn_demo.introspect import timescales, timescales_of
from tests.introspect.by_hand import read_by_hand
from tests.introspect.networks import network


@pytest.mark.parametrize(("cell", "gate"), [("lstm", "f"), ("gru", "z")])
def test_it_is_where_the_product_of_the_gates_falls_to_one_over_e(sample: Dataset, cell: str, gate: str) -> None:
    model = network(cell=cell, num_layers=2)
    images = sample.test_images[:3]
    kept = [read_by_hand(model, image.double().numpy() / 255)[1] for image in images]
    found = timescales(model, images)
    assert found is not None
    assert found.shape == (2, 2, model.config.hidden_size)
    for layer in range(2):
        for direction in range(2):
            product = np.prod([np.prod(gates[layer, direction, gate], axis=0) for gates in kept], axis=0)
            # The product after 3 * 28 steps is that of the one gate whose product after `found` steps is 1/e.
            np.testing.assert_allclose(np.exp(-3 * 28 / found[direction, layer].astype(float)), product, rtol=1e-3)


def test_one_picture_is_as_good_as_a_set_of_one(image: Tensor) -> None:
    model = network(cell="gru")
    np.testing.assert_array_equal(timescales_of(model, image.numpy()), timescales(model, image[None]))


def test_a_gate_that_is_always_half_open_halves_the_memory(image: Tensor) -> None:
    model = network(cell="lstm", bidirectional=False)
    for weights in model.rnn.parameters():
        weights.data.zero_()
    np.testing.assert_allclose(timescales_of(model, image.numpy()), 1 / np.log(2), rtol=1e-6)


def test_the_plain_cell_has_no_gate_that_keeps(image: Tensor) -> None:
    assert timescales_of(network(cell="rnn"), image.numpy()) is None
