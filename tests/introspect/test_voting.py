"""Votes, against the head's weights applied by hand to what PyTorch's modules return."""

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo import introspect
from rnn_demo.introspect import votes
from tests.introspect.networks import (
    DIRECTIONS_AND_MERGES,
    SIZE,
    PlainTorch,
    logits_by_hand,
    network,
    read_by_torch,
)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@torch.no_grad()
def test_votes_are_the_halves_of_the_head(image: Tensor, plain_torch: PlainTorch, cell: str) -> None:
    model = network(cell=cell, num_layers=2)
    vote = votes(model, introspect.trace(model, image.numpy()))
    (forward, backward), weight, bias = read_by_torch(plain_torch, model, image[None] / 255)
    np.testing.assert_allclose(vote.forward, weight[:, :SIZE] @ forward[0, 27], atol=2e-6)
    np.testing.assert_allclose(vote.backward, weight[:, SIZE:] @ backward[0, 0], atol=2e-6)
    np.testing.assert_array_equal(vote.bias, bias.astype(np.float32))
    assert {vote.forward.dtype, vote.backward.dtype, vote.bias.dtype} == {np.dtype(np.float32)}


@pytest.mark.parametrize("readout", ["final", "last", "mean", "every_row"])
@pytest.mark.parametrize(("bidirectional", "merge"), DIRECTIONS_AND_MERGES)
@torch.no_grad()
def test_votes_add_up_to_the_logits(
    image: Tensor, plain_torch: PlainTorch, bidirectional: bool, merge: str, readout: str
) -> None:
    model = network(bidirectional=bidirectional, merge=merge, readout=readout, num_layers=2)
    vote = votes(model, introspect.trace(model, image.numpy()))
    halves, weight, bias = read_by_torch(plain_torch, model, image[None] / 255)
    backward = vote.backward if bidirectional else 0.0
    np.testing.assert_allclose(
        vote.forward + backward + vote.bias, logits_by_hand(halves, weight, bias, model.config)[0], atol=1e-5
    )
    np.testing.assert_allclose(vote.logits, vote.forward + backward + vote.bias)
    assert (vote.backward is None) is not bidirectional
    if bidirectional:
        only_forward = logits_by_hand([halves[0], 0 * halves[1]], weight, bias, model.config)[0]
        np.testing.assert_allclose(vote.forward, only_forward - bias, atol=1e-5)
