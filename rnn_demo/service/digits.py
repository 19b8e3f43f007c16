"""The digits that networks are shown: each dataset is loaded once, and kept.

Importing this module does not load torch.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from rnn_demo.experiment.config import RunConfig

if TYPE_CHECKING:
    from torch import Tensor

    from rnn_demo.data import Dataset

Split = Literal["test", "train"]


class Digit(NamedTuple):
    """A digit of a dataset: ``image`` (28, 28) uint8, the number of its class and that class's name."""

    image: "Tensor"
    label: int
    name: str


class Digits:
    """The verbs that show digits."""

    def shown_dataset(self, config: RunConfig) -> str:
        """The dataset whose test digits ``config`` is shown with: its own, or the sample until that is downloaded."""
        from rnn_demo.data import is_available

        return config.dataset if is_available(config.dataset) else "mnist-sample"

    def digit(self, dataset: str, index: int, split: Split = "test") -> Digit:
        """Digit number ``index`` of a part of ``dataset``, counted round from its end if there are fewer."""
        data = load(dataset)
        images, labels = (
            (data.test_images, data.test_labels) if split == "test" else (data.train_images, data.train_labels)
        )
        index %= len(labels)
        label = int(labels[index])
        return Digit(images[index], label, data.classes[label])

    def classes(self, dataset: str) -> tuple[str, ...]:
        return load(dataset).classes

    def next_digit(self, dataset: str, label: int, after: int) -> int:
        """The index of the next test digit of class ``label`` after index ``after``; after the last comes the first."""
        labels = load(dataset).test_labels
        return next_after([int(index) for index in (labels == label).nonzero()], after)


@lru_cache(maxsize=4)
def load(name: str) -> "Dataset":
    """The dataset ``name``, downloaded where needed.

    Raises:
        DatasetUnavailable: it does not exist, or cannot be had.
    """
    from rnn_demo.data import load_dataset

    return load_dataset(name)


def next_after(indexes: Sequence[int], after: int) -> int:
    """The first of the rising ``indexes`` that is larger than ``after``; else the first of all."""
    return next((index for index in indexes if index > after), indexes[0])
