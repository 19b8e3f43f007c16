"""Networks to be looked into: what one picture does in them, and what many digits show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np

from rnn_demo import data, introspect, network
from rnn_demo.experiment.catalogue import DATASETS, DatasetName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.introspect import results
from rnn_demo.service.cache import Cache
from rnn_demo.service.digits import Digits, next_after

T = TypeVar("T")
LoadModel: TypeAlias = "Callable[[], network.RowClassifier]"

DIGITS = 1_000  # what is measured over many digits is measured over so many test digits, or all if there are fewer
BACK_THROUGH_TIME = 100  # test digits of which gradients are taken
PATHS = 200  # test digits whose trajectories are shown


@dataclass(frozen=True)
class Network:
    """The network of ``config`` at one moment of its training, with the test digits of ``dataset``.

    The weights are loaded when something is asked of them: then `SnapshotNotFound` is raised if they are gone, and
    `RunNotFound` if there is no such run. Results are remembered and shared: treat the arrays in them as read-only.
    Every ``picture`` is (28, 28) uint8, and raises `RnnDemoError` if it has another size than the network reads.
    """

    key: Hashable
    config: RunConfig
    dataset: DatasetName
    load: LoadModel
    digits: Digits
    cache: Cache

    @property
    def classes(self) -> tuple[str, ...]:
        return DATASETS[self.dataset].classes

    @property
    def num_digits(self) -> int:
        """Over how many test digits everything is measured that is measured over many."""
        return min(DIGITS, DATASETS[self.dataset].num_test)

    @property
    def chance(self) -> float:
        """The share of the commonest class among these digits: who always names it is right so often."""
        labels = self.digits.load(self.dataset).test_labels[:DIGITS]
        return int(labels.bincount().max()) / len(labels)

    # One picture

    def trace(self, picture: data.Picture) -> results.Trace:
        """Everything that the network does while it reads ``picture``; of 28 + k rows if it reads rows."""
        return self._remember(lambda model: introspect.trace(model, picture), "trace", _content(picture))

    def votes(self, picture: data.Picture) -> results.Votes:
        """What each direction contributes to the logits."""
        return introspect.votes(self._model(), self.trace(picture))

    def equations(
        self, picture: data.Picture, *, layer: int, row: int, unit: int, backward: bool = False
    ) -> list[results.Equation]:
        """The equations of one unit at one time step with the numbers that ``picture`` gives them."""
        return introspect.equations(self._model(), self.trace(picture), layer, row=row, unit=unit, backward=backward)

    def two_ends(self, picture: data.Picture) -> results.TwoEnds:
        """What the head says at the right and at the wrong end."""
        return introspect.two_ends(self._model(), self.trace(picture))

    def in_orders(self, picture: data.Picture) -> tuple[results.InOrder, results.InOrder, results.InOrder]:
        """``picture`` with its steps in the order of training, in reverse, and shuffled as in `order_accuracies`."""
        return self._remember(lambda model: introspect.in_orders(model, picture), "orders", _content(picture))

    def erased(self, picture: data.Picture, *, forward: bool, backward: bool) -> results.Floats:
        """The probabilities (lines, C) if the state of these directions is erased after each line of ``picture``."""
        what = "erased", _content(picture), forward, backward
        return self._remember(
            lambda model: introspect.erased(model, picture, forward=forward, backward=backward), *what
        )

    def timescales(self, picture: data.Picture) -> results.Floats | None:
        """The steps (D, L, H) that each unit remembers while ``picture`` is read; None without a gate that keeps."""
        what = "timescales", _content(picture)
        return self._remember(lambda model: introspect.timescales_of(model, picture), *what)

    def shared_weights(self, layer: int, *, backward: bool) -> results.SharedWeights:
        """The weights that one layer in one direction uses at every step."""
        return introspect.shared_weights(self._model(), layer, backward=backward)

    def arrays(self, picture: data.Picture, label: int | None = None) -> Mapping[str, results.Array]:
        """All that ``picture`` does, as named arrays for other programs; the loss is that for ``label``.

        Without a label it is that for the network's own prediction.
        """
        return introspect.as_arrays(self._model(), picture, label)

    # The whole test set

    def next_mistake(self, after: int) -> int | None:
        """The index of the next test digit after ``after`` that is read wrongly; after the last comes the first.

        None if the network makes no mistake.
        """
        wrong = sorted(self._mistakes())
        return next_after(wrong, after) if wrong else None

    def confident_mistakes(self, count: int) -> list[int]:
        """The indexes of the ``count`` test digits read wrongly with the highest probability, the highest first."""
        return self._mistakes()[:count]

    # Many digits: the first `num_digits` of the test set

    def two_ends_over_digits(self) -> results.Ends:
        """The accuracies with the right end, with the wrong end and with the network's own read-out."""
        return self._measure(introspect.two_ends_over, "two ends")

    def unit_statistics(self) -> tuple[results.UnitStatistics, ...]:
        """What each unit does, class by class: of the forward direction and, if there are two, of the backward one."""
        return self._measure(introspect.unit_statistics, "units")

    def timescales_over_digits(self) -> results.Floats | None:
        """The steps (D, L, H) that each unit remembers; None without a gate that keeps."""
        return self._measure(lambda model, images, _: introspect.timescales(model, images), "timescales")

    def accuracy_with(self, lesion: results.Lesion) -> results.LesionAccuracy:
        """What is read rightly, class by class, with ``lesion``."""
        return self._measure(introspect.accuracy_with, "lesion", lesion)

    def lesion_orders(self, layer: int, *, forward: bool, backward: bool) -> results.LesionOrders:
        """The orders in which the units of a layer, in one or both directions, can be switched off one after another."""
        images = self.digits.load(self.dataset).test_images[:DIGITS]

        def find(model: network.RowClassifier) -> results.LesionOrders:
            return introspect.lesion_orders(model, images, layer, forward=forward, backward=backward)

        return self._remember(find, "lesion orders", layer, forward, backward)

    def lesion_curve(
        self, layer: int, orders: results.LesionOrders, counts: Iterable[int]
    ) -> Iterator[results.LesionPoint]:
        """The accuracies with each number of units off, one by one, each of which takes a while."""

        def accuracy(order: Sequence[int], count: int) -> float:
            return self.accuracy_with(results.Lesion(layer, tuple(sorted(order[:count])))).total

        for count in counts:
            random = tuple(accuracy(order, count) for order in orders.random)
            yield results.LesionPoint(count, accuracy(orders.important, count), random)

    def forgetting_curve(self, blanks: Iterable[int]) -> Iterator[results.Remembered]:
        """The accuracies after each number of blank rows below the digit, one by one, each of which takes a while.

        Raises:
            RnnDemoError: with the first, if the network does not read by rows.
        """
        return (self._measure(introspect.remembered, "blanks", count) for count in blanks)

    def band_curve(self, width: int) -> Iterator[results.Band]:
        """The accuracies while a band of ``width`` lines is blank, one by one from the first, each of which takes a while.

        Raises:
            RnnDemoError: there are not ``width`` lines.
        """
        return (self._measure(introspect.without_band, "band", first, width) for first in introspect.band_starts(width))

    def intact(self) -> results.Band:
        """What `band_curve` is compared with: nothing is blank."""
        return self._measure(introspect.without_band, "band", 0, 0)

    def num_bands(self, width: int) -> int:
        """How many points `band_curve` has."""
        return len(introspect.band_starts(width))

    def order_accuracies(self) -> results.OrderAccuracies:
        """The accuracies with the steps in the order of training, in reverse, and shuffled."""
        return self._measure(introspect.order_accuracies, "order")

    def gradients(self) -> results.Gradients:
        """How far the error of each of the first `BACK_THROUGH_TIME` test digits reaches back through time."""
        loaded = self.digits.load(self.dataset)
        images, labels = loaded.test_images[:BACK_THROUGH_TIME], loaded.test_labels[:BACK_THROUGH_TIME]
        return self._remember(lambda model: introspect.gradients(model, images, labels), "gradients")

    def eigenvalues(self, layer: int, *, backward: bool) -> results.Eigenvalues:
        """The eigenvalues of W_hh of one layer and direction."""
        what = "eigenvalues", layer, backward
        return self._remember(lambda model: introspect.eigenvalues(model, layer, backward=backward), *what)

    @property
    def is_finite(self) -> bool:
        """Whether all weights, and all that `gradients` finds, are numbers, as they are until a training diverges."""

        def find(model: network.RowClassifier) -> bool:
            found = (lengths for lengths in vars(self.gradients()).values() if lengths is not None)
            return all(bool(w.isfinite().all()) for w in model.parameters()) and all(
                bool(np.isfinite(lengths).all()) for lengths in found
            )

        return self._remember(find, "finite")

    def trajectories(self, layer: int, *, backward: bool, along: Network) -> results.Trajectories:
        """The paths of the states of one layer and direction for the first `PATHS` test digits, in three dimensions.

        ``along`` is the network in which the axes are found: with one for all moments of a training, the moments can be
        compared.
        """
        axes = along._axes(layer, backward)
        labels = self.digits.load(self.dataset).test_labels[:PATHS].numpy()
        return results.Trajectories(axes, axes.project(self._states(layer, backward)), labels)

    # What is remembered

    def _model(self) -> network.RowClassifier:
        return self.cache.get((self.key, "model"), self.load)

    def _remember(self, make: Callable[[network.RowClassifier], T], *what: Hashable) -> T:
        return self.cache.get((self.key, self.dataset, *what), lambda: make(self._model()))

    def _measure(self, measure: Callable[..., T], what: str, *options: Hashable) -> T:
        loaded = self.digits.load(self.dataset)
        images, labels = loaded.test_images[:DIGITS], loaded.test_labels[:DIGITS]
        return self._remember(lambda model: measure(model, images, labels, *options), what, *options)

    def _mistakes(self) -> list[int]:
        """The indexes of the test digits read wrongly, the one with the highest probability first."""
        loaded = self.digits.load(self.dataset)

        def find(model: network.RowClassifier) -> list[int]:
            probabilities = introspect.probabilities(model, loaded.test_images)
            return [int(index) for index in introspect.mistakes(probabilities, loaded.test_labels)]

        return self._remember(find, "mistakes")

    def _axes(self, layer: int, backward: bool) -> results.Axes:
        return self._remember(
            lambda _: introspect.principal_axes(self._states(layer, backward)), "axes", layer, backward
        )

    def _states(self, layer: int, backward: bool) -> results.Floats:
        """The states of one layer and direction for the first `PATHS` test digits: (PATHS, T, H)."""
        images = self.digits.load(self.dataset).test_images[:PATHS]
        return introspect.states_of(self._model(), images, layer, backward=backward)


def _content(picture: data.Picture) -> tuple[tuple[int, ...], bytes]:
    """A picture by what is in it, so that equal ones are known to be equal."""
    return picture.shape, picture.tobytes()
