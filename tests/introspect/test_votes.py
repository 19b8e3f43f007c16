"""Votes and the wrong end, against the head's weights applied by hand to what PyTorch's modules return."""

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo.data import Dataset
from rnn_demo.introspect import look, votes, wrong_end, wrong_end_over
from rnn_demo.network.model import RowClassifier
from tests.introspect.networks import (
    DIRECTIONS_AND_MERGES,
    SIZE,
    PlainTorch,
    answer_by_hand,
    joined,
    network,
    read_by_torch,
    softmax,
)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@torch.no_grad()
def test_votes_are_the_halves_of_the_head(image: Tensor, plain_torch: PlainTorch, cell: str) -> None:
    model = network(cell=cell, num_layers=2)
    vote = votes(model, look(model, image))
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
    vote = votes(model, look(model, image))
    halves, weight, bias = read_by_torch(plain_torch, model, image[None] / 255)
    backward = vote.backward if bidirectional else 0.0
    np.testing.assert_allclose(
        vote.forward + backward + vote.bias, answer_by_hand(halves, weight, bias, model.config)[0], atol=1e-5
    )
    assert (vote.backward is None) is not bidirectional
    if bidirectional:
        only_forward = answer_by_hand([halves[0], 0 * halves[1]], weight, bias, model.config)[0]
        np.testing.assert_allclose(vote.forward, only_forward - bias, atol=1e-5)


@pytest.mark.parametrize("readout", ["final", "last", "mean", "every_row"])
@pytest.mark.parametrize("merge", ["concat", "sum", "mean"])
def test_the_wrong_end_is_the_head_on_the_last_step(
    image: Tensor, plain_torch: PlainTorch, merge: str, readout: str
) -> None:
    model = network(merge=merge, readout=readout, forget_bias=4.0)
    wrong = wrong_end(look(model, image))
    (forward, backward), weight, bias = read_by_torch(plain_torch, model, image[None] / 255)
    both = softmax(joined([forward[0, 27], backward[0, 27]], merge) @ weight.T + bias)
    alone = softmax(joined([0 * forward[0, 27], backward[0, 27]], merge) @ weight.T + bias)
    assert wrong is not None
    np.testing.assert_allclose(wrong.probabilities, both, atol=2e-6)
    np.testing.assert_allclose(wrong.backward_probabilities, alone, atol=2e-6)
    assert (wrong.answer, wrong.backward_answer) == (both.argmax(), alone.argmax())


def test_one_direction_has_no_wrong_end(image: Tensor, sample: Dataset) -> None:
    model = network(bidirectional=False)
    assert wrong_end(look(model, image)) is None
    assert wrong_end_over(model, sample.test_images[:3], sample.test_labels[:3]) is None


@torch.no_grad()
def test_both_ends_over_many_digits(trained: RowClassifier, plain_torch: PlainTorch, sample: Dataset) -> None:
    images, labels = sample.test_images[:300], sample.test_labels[:300]
    ends = wrong_end_over(trained, images, labels)
    (forward, backward), weight, bias = read_by_torch(plain_torch, trained, images / 255)
    right = (np.concatenate([forward[:, 27], backward[:, 0]], axis=1) @ weight.T + bias).argmax(axis=1)
    wrong = (np.concatenate([forward[:, 27], backward[:, 27]], axis=1) @ weight.T + bias).argmax(axis=1)
    assert ends is not None
    assert ends.right_accuracy == pytest.approx((right == labels.numpy()).mean())
    assert ends.wrong_accuracy == pytest.approx((wrong == labels.numpy()).mean())
    assert ends.right_accuracy > ends.wrong_accuracy + 0.1
    blank = ~images[:, 27].numpy().any(axis=1)
    assert 0.9 < ends.blank_share == blank.mean() < 1
    # A blank row is all that the backward half has read, whatever is above it.
    assert ends.distinct_backward == 1
    np.testing.assert_allclose(backward[blank, 27], backward[blank, 27][:1].repeat(blank.sum(), axis=0), atol=1e-7)


def test_lower_layers_bring_what_they_have_read_to_the_wrong_end(sample: Dataset) -> None:
    ends = wrong_end_over(network(num_layers=2), sample.test_images[:50], sample.test_labels[:50])
    assert ends is not None
    assert ends.distinct_backward > 40
