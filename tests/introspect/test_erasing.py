"""Erased states, against a network unrolled in NumPy whose state is set to zero after one step."""

from typing import Any

import numpy as np
import pytest
from torch import Tensor

from rnn_demo.data import as_sequence, normalise
from rnn_demo.errors import RnnDemoError
from rnn_demo.introspect import erased, trace
from rnn_demo.network import RowClassifier
from tests.introspect.by_hand import read_by_hand
from tests.introspect.networks import CELLS, Doubles, network, softmax

BOTH = {"forward": True, "backward": True}


def erased_by_hand(model: RowClassifier, x: Doubles, moments: dict[int, int]) -> Doubles:
    """The probabilities (10,) where direction d is erased, in every layer, after step ``moments[d]``."""

    def erase(layer: int, direction: int, step: int, values: Doubles) -> Doubles:
        return values * 0 if moments.get(direction) == step else values

    return softmax(read_by_hand(model, x, erase)[0])


@pytest.mark.parametrize("readout", ["final", "mean", "every_row"])
@pytest.mark.parametrize("values", CELLS, ids=str)
def test_reading_goes_on_from_zero(image: Tensor, values: dict[str, Any], readout: str) -> None:
    model = network(**values, num_layers=2, readout=readout)
    x = image.numpy() / 255
    for forward, backward in ((True, False), (False, True), (True, True)):
        probabilities = erased(model, image.numpy(), forward=forward, backward=backward)
        assert probabilities.shape == (28, 10)
        for row in (0, 11, 27):
            chosen = {d: row for d, is_chosen in enumerate((forward, backward)) if is_chosen}
            np.testing.assert_allclose(probabilities[row], erased_by_hand(model, x, chosen), atol=2e-6)


@pytest.mark.parametrize("sequence", ["columns", "rows_shuffled", "pixels"])
def test_a_line_is_what_the_network_reads_as_one(image: Tensor, sequence: Any) -> None:
    model = network(sequence=sequence, cell="gru")
    x = as_sequence(normalise(image[None]), sequence, model.config.seed)[0].double().numpy()
    per_line = len(x) // 28
    probabilities = erased(model, image.numpy(), **BOTH)
    for line in (3, 20):
        # Forward leaves a line at its last step, backward at its first.
        expected = erased_by_hand(model, x, {0: (line + 1) * per_line - 1, 1: line * per_line})
        np.testing.assert_allclose(probabilities[line], expected, atol=2e-6)


def test_with_one_direction_the_last_erasure_leaves_the_bias(image: Tensor) -> None:
    model = network(bidirectional=False)
    probabilities = erased(model, image.numpy(), forward=True, backward=False)
    np.testing.assert_allclose(probabilities[27], softmax(model.head.bias.detach().double().numpy()), atol=1e-6)


def test_nothing_erased_is_the_network_s_own_prediction(image: Tensor) -> None:
    model = network(num_layers=2)
    probabilities = erased(model, image.numpy(), forward=False, backward=False)
    np.testing.assert_allclose(probabilities, trace(model, image.numpy()).probabilities[None].repeat(28, 0), atol=1e-6)


def test_a_picture_with_more_rows_has_more_moments(image: Tensor) -> None:
    longer = np.pad(image.numpy(), ((0, 5), (0, 0)))
    assert erased(network(), longer, **BOTH).shape == (33, 10)
    with pytest.raises(RnnDemoError, match="this one has 28 rows of 20"):
        erased(network(), image.numpy()[:, :20], **BOTH)
