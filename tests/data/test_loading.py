"""Datasets by name: the built-in sample, MNIST itself, and where the others lie."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision import datasets

from rnn_demo.data import Dataset, data_root, is_available, load_dataset
from rnn_demo.errors import DatasetUnavailable
from rnn_demo.experiment.catalogue import DATASETS, SAMPLE
from tests.data.mirror import Source

CHECKOUT = Path(__file__).parents[2]


def test_sample_has_every_class_equally_often(sample: Dataset) -> None:
    assert sample.train_images.shape == (4000, 28, 28)
    assert sample.test_images.shape == (1000, 28, 28)
    assert (DATASETS[SAMPLE].num_train, DATASETS[SAMPLE].num_test) == (4000, 1000)
    assert sample.train_images.dtype == sample.test_images.dtype == torch.uint8
    assert sample.train_labels.dtype == sample.test_labels.dtype == torch.int64
    assert sample.train_labels.bincount().tolist() == [400] * 10
    assert sample.test_labels.bincount().tolist() == [100] * 10
    assert DATASETS[sample.name].classes == tuple("0123456789")


def test_sample_never_changes(sample: Dataset) -> None:
    digest = hashlib.sha256()
    for tensor in (sample.train_images, sample.train_labels, sample.test_images, sample.test_labels):
        digest.update(tensor.numpy().astype(np.uint8).tobytes())
    assert digest.hexdigest() == "6cfa11bf2531c39b5d54179a673dfe131a6061a49a4d92ef5fd5a8280e373964"


def test_sample_shows_no_image_twice(sample: Dataset) -> None:
    images = torch.cat([sample.train_images, sample.test_images])
    assert len({image.numpy().tobytes() for image in images}) == 5000


def test_sample_is_upright_ink_on_a_blank_border(sample: Dataset) -> None:
    ink = sample.train_images.float().mean(0)
    assert ink[8:20, 8:20].mean() > 80
    assert ink[0].max() < 1
    # The horizontal stroke of a seven is at its top, the vertical one of a one runs from top to bottom.
    seven = sample.train_images[sample.train_labels == 7].float().mean(0)
    assert seven[6:10].mean() > 1.5 * seven[20:24].mean()
    one = sample.train_images[sample.train_labels == 1].float().mean(0)
    assert one[5:23].sum(0).argmax().item() in (13, 14)


def test_any_first_digits_of_the_sample_are_balanced_and_mixed(sample: Dataset) -> None:
    for labels in (sample.train_labels, sample.test_labels):
        tens = labels.reshape(-1, 10)
        assert torch.equal(tens.sort(1).values, torch.arange(10).expand_as(tens))
        assert len(tens.unique(dim=0)) == len(tens)


def test_sample_does_not_wait_for_torchvision() -> None:
    script = (
        "import sys; from rnn_demo.data import is_available, load_dataset\n"
        "assert is_available('mnist-sample') and len(load_dataset('mnist-sample').train_images) == 4000\n"
        "print('torchvision' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_root_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNN_DEMO_DATA", "/some/folder")
    assert data_root() == Path("/some/folder")
    monkeypatch.setenv("RNN_DEMO_DATA", "~/digits")
    assert data_root() == Path.home() / "digits"
    for unset in (lambda: monkeypatch.setenv("RNN_DEMO_DATA", ""), lambda: monkeypatch.delenv("RNN_DEMO_DATA")):
        unset()
        assert data_root() == Path("data")


def test_default_root_is_used(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNN_DEMO_DATA", str(source.root))
    source.fill(source.raw, source.unpacked)
    assert is_available("mnist")
    source.assert_is(load_dataset("mnist"))


@pytest.mark.parametrize(("name", "torchvision_class"), [("fashion-mnist", "FashionMNIST"), ("kmnist", "KMNIST")])
def test_other_datasets_have_their_own_folder_and_classes(source: Source, name: str, torchvision_class: str) -> None:
    source.fill(source.root / torchvision_class / "raw", source.unpacked)
    dataset = load_dataset(name, source.root)
    source.assert_is(dataset)
    assert dataset.name == name
    assert DATASETS[dataset.name].classes == tuple(getattr(datasets, torchvision_class).classes)


def test_unknown_dataset_is_refused() -> None:
    for function in (load_dataset, is_available):
        with pytest.raises(DatasetUnavailable, match="no dataset called 'cifar'; choose one of mnist-sample, mnist"):
            function("cifar")


@pytest.mark.full_mnist
def test_full_mnist(full_mnist: Dataset, sample: Dataset) -> None:
    assert full_mnist.train_images.shape == (60_000, 28, 28)
    assert full_mnist.test_images.shape == (10_000, 28, 28)
    assert (DATASETS["mnist"].num_train, DATASETS["mnist"].num_test) == (60_000, 10_000)
    train_counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert full_mnist.train_labels.bincount().tolist() == train_counts
    assert full_mnist.test_labels.bincount().tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    blank_last_rows = (full_mnist.test_images[:, 27] == 0).all(1).sum().item()
    assert blank_last_rows == 9910

    labels = {image.numpy().tobytes(): int(label) for image, label in zip(*_train(full_mnist), strict=True)}
    for image, label in zip(*_train(sample), strict=True):
        assert labels[image.numpy().tobytes()] == label


def _train(dataset: Dataset) -> tuple[torch.Tensor, torch.Tensor]:
    return dataset.train_images, dataset.train_labels
