"""Datasets as tensors in memory, and one image as a sequence."""

from rnn_demo.data.dataset import Dataset, DownloadProgress
from rnn_demo.data.loading import data_root, is_available, load_dataset
from rnn_demo.data.sequence import as_sequence, normalise

__all__ = [
    "Dataset",
    "DownloadProgress",
    "as_sequence",
    "data_root",
    "is_available",
    "load_dataset",
    "normalise",
]
