"""Probabilities of many pictures, and which of them are wrong."""

from typing import Any

import numpy as np
import pytest
import torch

from rnn_demo.data import Dataset, as_sequence, normalise
from rnn_demo.introspect import mistakes, probabilities
from tests.introspect.networks import PlainTorch, logits_by_hand, network, read_by_torch, softmax


@pytest.mark.parametrize("readout", ["final", "every_row"])
@pytest.mark.parametrize("sequence", ["rows", "columns", "pixels"])
def test_probabilities_are_those_of_every_picture_in_order(
    sample: Dataset, plain_torch: PlainTorch, sequence: Any, readout: str
) -> None:
    model = network(sequence=sequence, readout=readout, hidden_size=32, num_layers=2, dropout=0.5)
    images = sample.test_images[:120]  # of single pixels that is more than are read at a time
    halves, weight, bias = read_by_torch(
        plain_torch, model, as_sequence(normalise(images), sequence, model.config.seed)
    )
    result = probabilities(model, images)
    assert result.dtype == np.float32
    np.testing.assert_allclose(result, softmax(logits_by_hand(halves, weight, bias, model.config)), atol=2e-6)


def test_the_most_confident_mistake_comes_first() -> None:
    said = np.array([[0.9, 0.1], [0.4, 0.6], [0.05, 0.95], [0.8, 0.2], [0.3, 0.7]], dtype=np.float32)
    assert mistakes(said, torch.tensor([1, 0, 1, 1, 0])).tolist() == [0, 3, 4, 1]
    assert mistakes(said, torch.tensor([0, 1, 1, 0, 1])).tolist() == []
