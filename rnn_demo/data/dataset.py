"""A dataset in memory."""

from dataclasses import dataclass, replace
from typing import Self

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

    def to(self, device: torch.device | str) -> Self:
        """The same dataset with its tensors on ``device``."""
        return replace(
            self,
            train_images=self.train_images.to(device),
            train_labels=self.train_labels.to(device),
            test_images=self.test_images.to(device),
            test_labels=self.test_labels.to(device),
        )
