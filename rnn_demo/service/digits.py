"""The digits that networks are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rnn_demo import data
from rnn_demo.experiment.catalogue import DATASETS, SAMPLE, DatasetName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.cache import Cache

Split = Literal["test", "train"]


class Digit(NamedTuple):
    """A digit of a dataset: ``picture`` (28, 28) uint8, the number of its class and that class's name."""

    picture: data.Picture
    label: int
    name: str


class Digits:
    """The datasets, each loaded once and kept while there is room for it."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def shown_dataset(self, config: RunConfig) -> DatasetName:
        """The dataset whose test digits ``config`` is shown with: its own, or the sample until that is downloaded."""
        return config.dataset if data.is_available(config.dataset) else SAMPLE

    def load(self, dataset: DatasetName) -> data.Dataset:
        """All pictures of ``dataset``, downloaded where needed.

        Raises:
            DatasetUnavailable: it cannot be had.
        """
        return self._cache.get(("dataset", dataset), lambda: data.load_dataset(dataset))

    def digit(self, dataset: DatasetName, index: int, split: Split = "test") -> Digit:
        """Digit number ``index`` of a part of ``dataset``, counted round from its end if there are fewer."""
        loaded = self.load(dataset)
        if split == "test":
            images, labels = loaded.test_images, loaded.test_labels
        else:
            images, labels = loaded.train_images, loaded.train_labels
        index %= len(labels)
        label = int(labels[index])
        return Digit(images[index].numpy(), label, DATASETS[dataset].classes[label])

    def next_digit(self, dataset: DatasetName, label: int, after: int) -> int:
        """The index of the next test digit of class ``label`` after index ``after``; after the last comes the first."""
        labels = self.load(dataset).test_labels
        return next_after((labels == label).nonzero().flatten().tolist(), after)


def next_after(indexes: Sequence[int], after: int) -> int:
    """The first of the rising ``indexes`` that is larger than ``after``; else the first of all."""
    return next((index for index in indexes if index > after), indexes[0])
