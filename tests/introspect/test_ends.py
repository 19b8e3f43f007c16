"""The wrong end, against the head's weights applied by hand to what PyTorch's modules return."""

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo import introspect
from rnn_demo.data import Dataset
from rnn_demo.introspect import wrong_end, wrong_end_over
from rnn_demo.network import RowClassifier
from tests.introspect.networks import PlainTorch, joined, network, read_by_torch, softmax


@pytest.mark.parametrize("readout", ["final", "last", "mean", "every_row"])
@pytest.mark.parametrize("merge", ["concat", "sum", "mean"])
def test_the_wrong_end_is_the_head_on_the_last_step(
    image: Tensor, plain_torch: PlainTorch, merge: str, readout: str
) -> None:
    model = network(merge=merge, readout=readout, forget_bias=4.0)
    wrong = wrong_end(introspect.trace(model, image.numpy()))
    (forward, backward), weight, bias = read_by_torch(plain_torch, model, image[None] / 255)
    both = softmax(joined([forward[0, 27], backward[0, 27]], merge) @ weight.T + bias)
    alone = softmax(joined([0 * forward[0, 27], backward[0, 27]], merge) @ weight.T + bias)
    assert wrong is not None
    np.testing.assert_allclose(wrong.probabilities, both, atol=2e-6)
    np.testing.assert_allclose(wrong.backward_probabilities, alone, atol=2e-6)


def test_one_direction_has_no_wrong_end(image: Tensor, sample: Dataset) -> None:
    model = network(bidirectional=False)
    assert wrong_end(introspect.trace(model, image.numpy())) is None
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
