"""Memory, against pictures that are altered by hand and read by PyTorch's modules."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from rnn_demo.data import Dataset, as_sequence, normalise
from rnn_demo.errors import RnnDemoError
from rnn_demo.introspect import band_starts, in_orders, order_accuracies, remembered, without_band
from rnn_demo.network import RowClassifier
from tests.introspect.networks import PlainTorch, logits_by_hand, network, read_by_torch, softmax

COUNT = 200


def logits_by_torch(plain_torch: PlainTorch, model: RowClassifier, x: Tensor) -> np.ndarray:
    halves, weight, bias = read_by_torch(plain_torch, model, x)
    return logits_by_hand(halves, weight, bias, model.config)


def share_right(logits: np.ndarray, labels: Tensor) -> float:
    return (logits.argmax(axis=1) == labels.numpy()).mean()


def test_what_is_left_after_blank_rows(trained: RowClassifier, plain_torch: PlainTorch, sample: Dataset) -> None:
    images, labels = sample.test_images[:COUNT], sample.test_labels[:COUNT]
    points = [remembered(trained, images, labels, blanks) for blanks in (0, 5, 112)]
    assert [point.blanks for point in points] == [0, 5, 112]
    for point in points:
        longer = torch.cat([images, torch.zeros(COUNT, point.blanks, 28)], dim=1) / 255
        (forward, backward), weight, bias = read_by_torch(plain_torch, trained, longer)
        by_forward, by_backward = forward[:, -1] @ weight[:, :16].T, backward[:, 0] @ weight[:, 16:].T
        assert point.accuracy == pytest.approx(share_right(by_forward + by_backward + bias, labels))
        assert point.forward == pytest.approx(share_right(by_forward + bias, labels))
        assert point.backward == pytest.approx(share_right(by_backward + bias, labels))
        right = (by_forward + by_backward + bias).argmax(axis=1) == labels.numpy()
        shares = [right[labels.numpy() == label].mean() for label in range(10)]
        assert point.told_apart == sum(share > 0.5 for share in shares)
    assert points[0].told_apart > points[2].told_apart
    assert points[0].accuracy > points[2].accuracy + 0.1


@pytest.mark.parametrize("readout", ["mean", "every_row"])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_blank_rows_count_for_every_read_out(
    plain_torch: PlainTorch, sample: Dataset, bidirectional: bool, readout: str
) -> None:
    model = network(readout=readout, bidirectional=bidirectional, num_layers=2, cell="gru")
    images, labels = sample.test_images[:COUNT], sample.test_labels[:COUNT]
    point = remembered(model, images, labels, 9)
    longer = torch.cat([images, torch.zeros(COUNT, 9, 28)], dim=1) / 255
    assert point.accuracy == pytest.approx(share_right(logits_by_torch(plain_torch, model, longer), labels))
    if not bidirectional:
        assert (point.forward, point.backward) == (point.accuracy, None)


@pytest.mark.parametrize("sequence", ["columns", "rows_shuffled", "pixels"])
def test_blank_rows_can_follow_only_where_rows_are_read(sample: Dataset, sequence: str) -> None:
    with pytest.raises(RnnDemoError, match=f"this one reads by {sequence}. Choose a run whose sequence is rows"):
        remembered(network(sequence=sequence), sample.test_images[:2], sample.test_labels[:2], 1)


def covered(images: Tensor, first: int, width: int, sequence: str) -> Tensor:
    """``images`` without the lines ``first`` to ``first + width - 1`` on paper."""
    images = images.clone()
    for line in range(first, first + width):
        if sequence == "columns":
            images[:, :, line] = 0
        else:
            images[:, line] = 0
    return images


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
def test_a_band_of_blank_lines_moves_over_the_paper(plain_torch: PlainTorch, sample: Dataset, sequence: Any) -> None:
    model = network(sequence=sequence, readout="mean", cell="gru", recurrent_init="orthogonal")
    images, labels = sample.test_images[:40], sample.test_labels[:40]
    width = 20
    curve = [without_band(model, images, labels, first, width) for first in band_starts(width)]
    assert [(band.first, band.width) for band in curve] == [(first, width) for first in range(9)]
    for band in curve:
        left = covered(images, band.first, width, sequence)
        x = as_sequence(normalise(left), sequence, model.config.seed)
        logits = logits_by_torch(plain_torch, model, x)
        assert band.accuracy == pytest.approx(share_right(logits, labels))
        of_right_class = softmax(logits)[np.arange(40), labels.numpy()]
        assert band.probability == pytest.approx(of_right_class.mean(), abs=1e-5)
    assert len({band.probability for band in curve}) > 5


@pytest.mark.parametrize("width", [0, 29, -1])
def test_a_band_must_fit_into_the_picture(width: int) -> None:
    with pytest.raises(RnnDemoError, match=f"A band of {width} lines does not fit into a picture of 28"):
        band_starts(width)


def test_the_order_of_the_rows_matters(trained: RowClassifier, plain_torch: PlainTorch, sample: Dataset) -> None:
    images, labels = sample.test_images[:COUNT], sample.test_labels[:COUNT]
    accuracies = order_accuracies(trained, images, labels)
    x = images / 255
    shuffled = x[:, torch.randperm(28, generator=torch.Generator().manual_seed(0))]
    assert accuracies.as_trained == pytest.approx(share_right(logits_by_torch(plain_torch, trained, x), labels))
    assert accuracies.reversed == pytest.approx(share_right(logits_by_torch(plain_torch, trained, x.flip(1)), labels))
    assert accuracies.shuffled == pytest.approx(share_right(logits_by_torch(plain_torch, trained, shuffled), labels))
    assert accuracies.as_trained > max(accuracies.reversed, accuracies.shuffled) + 0.1


def test_nothing_is_blank_in_a_band_of_no_rows(sample: Dataset, trained: RowClassifier) -> None:
    images, labels = sample.test_images[:COUNT], sample.test_labels[:COUNT]
    before = images.clone()
    assert without_band(trained, images, labels, 0, 0).accuracy == order_accuracies(trained, images, labels).as_trained
    without_band(trained, images, labels, 5, 20)
    assert torch.equal(images, before)


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled", "pixels"])
def test_one_picture_in_each_order(image: Tensor, plain_torch: PlainTorch, sequence: Any) -> None:
    model = network(sequence=sequence)
    x = as_sequence(normalise(image[None]), sequence, model.config.seed)
    shuffle = torch.randperm(x.shape[1], generator=torch.Generator().manual_seed(0))
    for found, read in zip(in_orders(model, image.numpy()), (x, x.flip(1), x[:, shuffle]), strict=True):
        np.testing.assert_allclose(found.picture, read.reshape(28, 28) * 255, atol=0.01)
        np.testing.assert_allclose(
            found.probabilities, softmax(logits_by_torch(plain_torch, model, read))[0], atol=1e-5
        )
