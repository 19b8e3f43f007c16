"""The digits that networks are shown."""

from pathlib import Path

import numpy as np
import pytest

from rnn_demo.data import Dataset
from rnn_demo.experiment.catalogue import SAMPLE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.cache import Cache
from rnn_demo.service.digits import Digits, Split


@pytest.fixture(scope="module")
def digits() -> Digits:
    return Digits(Cache(256 << 20))


@pytest.mark.parametrize("split", ["test", "train"])
def test_digits_of_both_parts(digits: Digits, sample: Dataset, split: Split) -> None:
    images, labels = getattr(sample, f"{split}_images"), getattr(sample, f"{split}_labels")
    digit = digits.digit(SAMPLE, 17, split)
    assert (digit.label, digit.name) == (int(labels[17]), str(int(labels[17])))
    np.testing.assert_array_equal(digit.picture, images[17].numpy())


def test_digits_are_counted_round(digits: Digits) -> None:
    np.testing.assert_array_equal(digits.digit(SAMPLE, 1_007).picture, digits.digit(SAMPLE, 7).picture)


def test_next_digit_goes_through_all_of_a_class_and_begins_again(digits: Digits, sample: Dataset) -> None:
    expected = [index for index, label in enumerate(sample.test_labels.tolist()) if label == 4]
    seen = [digits.next_digit(SAMPLE, 4, after=-1)]
    for _ in expected:
        seen.append(digits.next_digit(SAMPLE, 4, after=seen[-1]))
    assert seen == [*expected, expected[0]]
    assert all(digits.digit(SAMPLE, index).name == "4" for index in seen)


def test_a_dataset_is_loaded_once(digits: Digits) -> None:
    assert digits.load(SAMPLE) is digits.load(SAMPLE)


def test_a_dataset_that_is_not_there_yet_is_shown_by_the_sample(
    digits: Digits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNN_DEMO_DATA", str(tmp_path))
    assert digits.shown_dataset(RunConfig(dataset="fashion-mnist")) == SAMPLE
    assert digits.shown_dataset(RunConfig()) == SAMPLE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.full_mnist
@pytest.mark.usefixtures("full_mnist")
def test_a_dataset_that_is_there_is_shown_itself(digits: Digits) -> None:
    assert digits.shown_dataset(RunConfig(dataset="mnist")) == "mnist"
