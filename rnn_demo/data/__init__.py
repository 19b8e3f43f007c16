"""Datasets as tensors in memory, pictures from outside, edits, and one image as a sequence."""

from rnn_demo.data.dataset import Dataset, DownloadProgress
from rnn_demo.data.drawing import centre, read_picture
from rnn_demo.data.edits import Edit, apply_edit
from rnn_demo.data.loading import data_root, is_available, load_dataset
from rnn_demo.data.sequence import as_sequence, normalise

__all__ = [
    "Dataset",
    "DownloadProgress",
    "Edit",
    "apply_edit",
    "as_sequence",
    "centre",
    "data_root",
    "is_available",
    "load_dataset",
    "normalise",
    "read_picture",
]
