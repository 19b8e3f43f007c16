"""What loading gives: the dataset and, on the way to it, reports of a download."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Dataset:
    """All images and labels of one dataset.

    Images are uint8, (N, 28, 28), 0 for blank and 255 for ink; labels are int64, (N,), indices into ``classes``.
    """

    name: str
    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    classes: tuple[str, ...]

    def to(self, device: torch.device | str) -> "Dataset":
        """The same dataset with its tensors on ``device``."""
        return replace(
            self,
            train_images=self.train_images.to(device),
            train_labels=self.train_labels.to(device),
            test_images=self.test_images.to(device),
            test_labels=self.test_labels.to(device),
        )


@dataclass(frozen=True)
class DownloadProgress:
    """How far the download of one of a dataset's files has come.

    ``bytes_total`` is None as long as the size is unknown: before a server has answered, and while another process
    does the work.
    """

    dataset: str
    file: str
    bytes_done: int
    bytes_total: int | None

    def __str__(self) -> str:
        if self.bytes_total is None:
            return f"Downloading {self.dataset}: {self.file} …"
        return (
            f"Downloading {self.dataset}: {self.file}, {self.bytes_done / 1e6:.1f} of {self.bytes_total / 1e6:.1f} MB"
        )
