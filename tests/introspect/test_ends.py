"""The two ends, against the head's weights applied by hand to what PyTorch's modules return."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo import introspect
from rnn_demo.data import Dataset
from rnn_demo.introspect import two_ends, two_ends_over
from rnn_demo.network import RowClassifier
from tests.introspect.networks import PlainTorch, joined, logits_by_hand, network, read_by_torch, softmax

READOUTS = ["final", "last", "mean", "every_row"]


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("merge", ["concat", "sum", "mean"])
def test_the_ends_are_the_head_on_two_states(
    image: Tensor, plain_torch: PlainTorch, merge: str, readout: str, num_layers: int
) -> None:
    model = network(merge=merge, readout=readout, num_layers=num_layers, forget_bias=4.0)
    ends = two_ends(model, introspect.trace(model, image.numpy()))
    (forward, backward), weight, bias = read_by_torch(plain_torch, model, image[None] / 255)
    wrong = softmax(joined([forward[0, 27], backward[0, 27]], merge) @ weight.T + bias)
    right = softmax(joined([forward[0, 27], backward[0, 0]], merge) @ weight.T + bias)
    np.testing.assert_allclose(ends.wrong, wrong, atol=2e-6)
    np.testing.assert_allclose(ends.right, right, atol=2e-6)


def test_one_direction_has_one_end(image: Tensor, sample: Dataset) -> None:
    model = network(bidirectional=False)
    trace = introspect.trace(model, image.numpy())
    ends = two_ends(model, trace)
    np.testing.assert_allclose(ends.right, trace.probabilities, atol=1e-6)
    np.testing.assert_array_equal(ends.wrong, trace.step_probabilities[-1])
    over = two_ends_over(model, sample.test_images[:30], sample.test_labels[:30])
    assert over.right_accuracy == over.wrong_accuracy == over.own_accuracy
    assert over.distinct_backward == 0


@torch.no_grad()
@pytest.mark.parametrize("readout", READOUTS)
def test_the_networks_own_accuracy_is_that_of_its_read_out(
    plain_torch: PlainTorch, sample: Dataset, readout: str
) -> None:
    model = network(readout=readout)
    images, labels = sample.test_images[:100], sample.test_labels[:100]
    halves, weight, bias = read_by_torch(plain_torch, model, images / 255)
    own = logits_by_hand(halves, weight, bias, model.config).argmax(axis=1)
    ends = two_ends_over(model, images, labels)
    assert ends.own_accuracy == pytest.approx((own == labels.numpy()).mean())


@torch.no_grad()
def test_both_ends_over_many_digits(trained: RowClassifier, plain_torch: PlainTorch, sample: Dataset) -> None:
    images, labels = sample.test_images[:300], sample.test_labels[:300]
    ends = two_ends_over(trained, images, labels)
    (forward, backward), weight, bias = read_by_torch(plain_torch, trained, images / 255)
    right = (np.concatenate([forward[:, 27], backward[:, 0]], axis=1) @ weight.T + bias).argmax(axis=1)
    wrong = (np.concatenate([forward[:, 27], backward[:, 27]], axis=1) @ weight.T + bias).argmax(axis=1)
    assert ends.right_accuracy == pytest.approx((right == labels.numpy()).mean())
    assert ends.wrong_accuracy == pytest.approx((wrong == labels.numpy()).mean())
    assert ends.right_accuracy > ends.wrong_accuracy + 0.1
    blank = ~images[:, 27].numpy().any(axis=1)
    assert 0.9 < ends.blank_share == blank.mean() < 1
    # A blank row is all that the backward half has read, whatever is above it.
    assert ends.distinct_backward == 1
    np.testing.assert_allclose(backward[blank, 27], backward[blank, 27][:1].repeat(blank.sum(), axis=0), atol=1e-7)


@pytest.mark.parametrize("values", [{"sequence": "columns"}, {"sequence": "rows_shuffled"}, {"sequence": "pixels"}])
def test_the_last_step_is_the_last_that_is_read(sample: Dataset, values: dict[str, Any]) -> None:
    """The right-most column, one of the shuffled rows, the last pixel."""
    model, images = network(hidden_size=2, **values), sample.test_images[:40]
    read_last = model.inputs(images)[:, -1].numpy()
    ends = two_ends_over(model, images, sample.test_labels[:40])
    assert ends.blank_share == (~read_last.any(axis=1)).mean()
    assert ends.distinct_backward == (1 if ends.blank_share else 0)


def test_lower_layers_bring_what_they_have_read_to_the_wrong_end(sample: Dataset) -> None:
    ends = two_ends_over(network(num_layers=2), sample.test_images[:50], sample.test_labels[:50])
    assert ends.distinct_backward > 40
