"""A dataset in memory."""

from dataclasses import dataclass

import torch
from torch import Tensor

from rnn_demo.experiment.catalogue import DatasetName


@dataclass(frozen=True, eq=False)
class Dataset:
    """All images and labels of one dataset.

    Images are uint8, (N, 28, 28), 0 for blank and 255 for ink; labels are int64, (N,), the numbers of classes.
    """

    name: DatasetName
    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor

    def to(self, device: torch.device | str) -> "Dataset":
        """The same dataset with its tensors on ``device``."""
        tensors = (self.train_images, self.train_labels, self.test_images, self.test_labels)
        return Dataset(self.name, *(tensor.to(device) for tensor in tensors))
