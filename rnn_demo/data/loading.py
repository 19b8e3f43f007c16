"""Datasets by name: the built-in sample, and those that torchvision knows."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch

from rnn_demo import data  # not its modules: torchvision takes long to load, and the sample never has to wait for it
from rnn_demo.data.dataset import Dataset
from rnn_demo.errors import DatasetUnavailable
from rnn_demo.experiment.catalogue import DATASETS, SAMPLE, DatasetName
from rnn_demo.experiment.events import Downloading
from rnn_demo.settings import load_settings


def data_root() -> Path:
    """The folder for downloaded datasets: the environment variable RNN_DEMO_DATA, or ``data`` in the working folder."""
    return load_settings().data.expanduser()


def is_available(name: DatasetName, root: Path | None = None) -> bool:
    """Whether ``name`` can be loaded without a network. Writes nothing.

    Raises:
        DatasetUnavailable: there is no such dataset, or its folder cannot be read.
    """
    dataset_files = _files_of(name, root)
    return dataset_files is None or dataset_files.are_available()


def load_dataset(
    name: DatasetName, root: Path | None = None, on_progress: Callable[[Downloading], None] = lambda _: None
) -> Dataset:
    """Load ``name`` into memory; whatever is missing below ``root`` or damaged is downloaded first.

    ``root`` has torchvision's layout (``root/MNIST/raw/...``); None means `data_root`. ``on_progress`` hears of each
    piece of a download, and cancels it by raising: its exception passes through, and no half file is left.

    Raises:
        DatasetUnavailable: there is no such dataset, it cannot be downloaded, or its folder cannot be used.
    """
    dataset_files = _files_of(name, root)
    return _load_sample() if dataset_files is None else dataset_files.load(on_progress)


def _files_of(name: DatasetName, root: Path | None) -> data.DatasetFiles | None:
    """Where the dataset lies on disk; None for the sample, which comes with this package."""
    if name not in DATASETS:
        raise DatasetUnavailable(f"There is no dataset called {name!r}; choose one of {', '.join(DATASETS)}.")
    source = DATASETS[name].source
    return None if source is None else data.DatasetFiles(name, source, root or data_root())


def _load_sample() -> Dataset:
    with files("rnn_demo").joinpath("assets", "mnist_sample.npz").open("rb") as file, np.load(file) as arrays:
        tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return Dataset(SAMPLE, **{name: tensor.long() if "labels" in name else tensor for name, tensor in tensors.items()})
