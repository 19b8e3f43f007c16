"""Datasets by name: the built-in sample, and those that torchvision knows."""

from collections.abc import Callable, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from rnn_demo.data.dataset import Dataset, DownloadProgress
from rnn_demo.errors import DatasetUnavailable
from rnn_demo.settings import load_settings

_SAMPLE = "mnist-sample"
_DIGITS = tuple("0123456789")
_CLASSES: Mapping[str, tuple[str, ...]] = {
    _SAMPLE: _DIGITS,
    "mnist": _DIGITS,
    "fashion-mnist": (
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    "kmnist": ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
}


def data_root() -> Path:
    """The folder for downloaded datasets: the environment variable RNN_DEMO_DATA, or ``data`` in the working folder."""
    return load_settings().data.expanduser()


def is_available(name: str, root: Path | None = None) -> bool:
    """Whether ``name`` can be loaded without a network. Writes nothing.

    Raises:
        DatasetUnavailable: there is no such dataset, or its folder cannot be read.
    """
    _check_name(name)
    if name == _SAMPLE:
        return True
    # torchvision takes over a second to import, which the built-in sample never has to wait for.
    from rnn_demo.data.download import DatasetFiles

    return DatasetFiles.of(name, root or data_root()).are_available()


def load_dataset(
    name: str, root: Path | None = None, on_progress: Callable[[DownloadProgress], None] | None = None
) -> Dataset:
    """Load ``name`` into memory; whatever is missing below ``root`` or damaged is downloaded first.

    ``root`` has torchvision's layout (``root/MNIST/raw/...``); None means `data_root`. ``on_progress`` hears of each
    piece of a download, and cancels it by raising: its exception passes through, and no half file is left.

    Raises:
        DatasetUnavailable: there is no such dataset, it cannot be downloaded, or its folder cannot be used.
    """
    _check_name(name)
    if name == _SAMPLE:
        return Dataset(name, *_read_sample(), _CLASSES[name])
    from rnn_demo.data.download import DatasetFiles  # here for the same reason as above

    dataset_files = DatasetFiles.of(name, root or data_root())
    with closing(dataset_files.complete()) as steps:
        for progress in steps:
            if on_progress is not None:
                on_progress(progress)
    return Dataset(name, *dataset_files.read(), _CLASSES[name])


def _check_name(name: str) -> None:
    if name not in _CLASSES:
        raise DatasetUnavailable(f"There is no dataset called {name!r}; choose one of {', '.join(_CLASSES)}.")


def _read_sample() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    with files("rnn_demo").joinpath("assets", "mnist_sample.npz").open("rb") as file, np.load(file) as arrays:
        return (
            torch.from_numpy(arrays["train_images"]),
            torch.from_numpy(arrays["train_labels"]).long(),
            torch.from_numpy(arrays["test_images"]),
            torch.from_numpy(arrays["test_labels"]).long(),
        )
