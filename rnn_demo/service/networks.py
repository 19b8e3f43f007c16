"""The verbs that look inside trained networks: what one digit does there, and what many digits show.

A network is always named by its run and by the step of one of its snapshots; all verbs raise `SnapshotNotFound` if
there are no weights of that step (any more), and `RunNotFound` for an unknown run. Results are remembered and shared:
treat the arrays in them as read-only. Importing this module does not load torch.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Snapshot
from rnn_demo.service.digits import Digits, load, next_after
from rnn_demo.store import Store

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from rnn_demo.introspect import (
        Axes,
        Band,
        Ends,
        Equation,
        Gradients,
        Orders,
        Remembered,
        Trace,
        Trajectories,
        UnitStatistics,
        Votes,
        WrongEnd,
    )
    from rnn_demo.network.model import RowClassifier

MODELS_KEPT = 32
TRACES_KEPT = 64  # of a network that reads pixels each takes megabytes
NUMBERS_KEPT = 4_096  # gradients too, of which one person looking at a training over time needs dozens
ARRAYS_KEPT = 8
DIGITS = 1_000  # what is measured over many digits is measured over so many test digits
PATHS = 200  # test digits whose trajectories are shown


class Inspection(Digits):
    """The trained networks of one store, to be looked into. May be shared by any number of threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # Bound to the instance, so that two never share what they remember.
        self._model = lru_cache(MODELS_KEPT)(self._load_model)
        self._of_picture = lru_cache(TRACES_KEPT)(self._look_at)
        self._numbers_of_picture = lru_cache(NUMBERS_KEPT)(self._look_at)
        self._small = lru_cache(NUMBERS_KEPT)(self._measure)
        self._large = lru_cache(ARRAYS_KEPT)(self._measure)
        self._axes = lru_cache(MODELS_KEPT)(self._find_axes)
        self._mistakes = lru_cache(MODELS_KEPT)(self._find_mistakes)

    # One picture

    def snapshots(self, run_id: str) -> list[Snapshot]:
        """The moments of training whose weights are kept, in order of their steps; none before the run has begun."""
        return self.store.snapshots(run_id)

    def latest_snapshot(self, run_id: str) -> Snapshot | None:
        """The newest weights of a run; None before it has begun."""
        return max(self.store.snapshots(run_id), key=lambda snapshot: snapshot.step, default=None)

    def look(self, run_id: str, step: int, dataset: str, index: int) -> "Trace":
        """What the test digit ``index`` of ``dataset`` does in the network as it was after ``step`` steps."""
        return self.look_at(run_id, step, self.digit(dataset, index).image)

    def look_at(self, run_id: str, step: int, image: "Tensor") -> "Trace":
        """What any picture (28, 28) uint8, drawn or edited, does in the network.

        Raises:
            RnnDemoError: the picture has another size.
        """
        from rnn_demo.introspect import look

        trace: Trace = self._of_picture(look, run_id, step, _Picture.of(image))
        return trace

    def look_untrained(self, config: RunConfig, dataset: str, index: int) -> "Trace":
        """What a test digit does in the network of ``config`` before its first step."""
        return _look_untrained(config, dataset, index)

    def equations(
        self, run_id: str, step: int, image: "Tensor", *, layer: int, row: int, unit: int, backward: bool = False
    ) -> "list[Equation]":
        """The equations of one unit at one time step with the numbers that a picture (28, 28) uint8 gives them."""
        from rnn_demo.introspect import equations

        trace = self.look_at(run_id, step, image)
        return equations(self._model(run_id, step), trace, layer, row=row, unit=unit, backward=backward)

    def votes(self, run_id: str, step: int, image: "Tensor") -> "Votes":
        """What each direction contributes to the logits for a picture (28, 28) uint8."""
        from rnn_demo.introspect import votes

        return votes(self._model(run_id, step), self.look_at(run_id, step, image))

    def wrong_end(self, run_id: str, step: int, image: "Tensor") -> "WrongEnd | None":
        """What ``out[:, -1]`` would have read in a picture (28, 28) uint8; None with one direction."""
        from rnn_demo.introspect import wrong_end

        return wrong_end(self.look_at(run_id, step, image))

    def gradients(self, run_id: str, step: int, image: "Tensor", label: int) -> "Gradients":
        """How far the error reaches back through time for a picture (28, 28) uint8 of class ``label``."""
        from rnn_demo.introspect import gradients

        result: Gradients = self._numbers_of_picture(gradients, run_id, step, _Picture.of(image), label)
        return result

    def arrays(self, run_id: str, step: int, image: "Tensor", label: int | None = None) -> "dict[str, NDArray[Any]]":
        """All that a picture (28, 28) uint8 does, as named arrays for other programs; gradients are for ``label``.

        Without a label they are for the network's answer.
        """
        from rnn_demo.introspect import as_arrays

        return as_arrays(self._model(run_id, step), image, label)

    # Mistakes in the whole test set

    def next_mistake(self, run_id: str, step: int, dataset: str, after: int) -> int | None:
        """The index of the next test digit after ``after`` that is read wrongly; after the last comes the first.

        None if the network makes no mistake.
        """
        wrong = sorted(self._mistakes(run_id, step, dataset))
        return next_after(wrong, after) if wrong else None

    def confident_mistakes(self, run_id: str, step: int, dataset: str, count: int) -> list[int]:
        """The indexes of the ``count`` test digits read wrongly with the highest probability, the highest first."""
        return self._mistakes(run_id, step, dataset)[:count]

    # Many digits: the first `DIGITS` of the test set

    def wrong_end_over(self, run_id: str, step: int, dataset: str) -> "Ends | None":
        """The accuracy with the right and with the wrong end; None with one direction."""
        from rnn_demo.introspect import wrong_end_over

        ends: Ends | None = self._small(wrong_end_over, run_id, step, dataset)
        return ends

    def unit_statistics(self, run_id: str, step: int, dataset: str) -> "tuple[UnitStatistics, ...]":
        """What each unit does, class by class: of the forward direction and, if there are two, of the backward one."""
        from rnn_demo.introspect import unit_statistics

        statistics: tuple[UnitStatistics, ...] = self._large(unit_statistics, run_id, step, dataset)
        return statistics

    def trajectories(
        self, run_id: str, step: int, dataset: str, layer: int, *, backward: bool = False, axes_step: int | None = None
    ) -> "Trajectories":
        """The paths of the states of one layer and direction for the first `PATHS` test digits, in three dimensions.

        ``axes_step`` is the snapshot in which the axes are found: with one for all moments of a training, the moments
        can be compared. None means ``step`` itself.
        """
        from rnn_demo.introspect import Trajectories, project, states_of

        axes = self._axes(run_id, step if axes_step is None else axes_step, dataset, layer, backward)
        data = load(dataset)
        states = states_of(self._model(run_id, step), data.test_images[:PATHS], layer, backward=backward)
        return Trajectories(axes, project(axes, states), data.test_labels[:PATHS].numpy())

    def forgetting_curve(self, run_id: str, step: int, dataset: str, blanks: Iterable[int]) -> "Iterator[Remembered]":
        """The accuracies after each number of blank rows below the digit, one by one, each of which takes a while.

        Raises:
            RnnDemoError: with the first, if the network does not read by rows.
        """
        from rnn_demo.introspect import remembered

        return (self._small(remembered, run_id, step, dataset, count) for count in blanks)

    def band_curve(self, run_id: str, step: int, dataset: str, width: int) -> "Iterator[Band]":
        """The accuracies while a band of ``width`` rows is blank, one by one from the top, each of which takes a while.

        Raises:
            RnnDemoError: there are not ``width`` rows.
        """
        from rnn_demo.introspect import band_starts, without_band

        return (self._small(without_band, run_id, step, dataset, first, width) for first in band_starts(width))

    def order_test(self, run_id: str, step: int, dataset: str) -> "Orders":
        """The accuracies with the rows in the order of training, in reverse, and shuffled."""
        from rnn_demo.introspect import order_test

        orders: Orders = self._small(order_test, run_id, step, dataset)
        return orders

    # What the caches above remember

    def _load_model(self, run_id: str, step: int) -> "RowClassifier":
        from rnn_demo.network.model import load_model

        return load_model(self.store.run(run_id).config, self.store.weights(run_id, step))

    def _look_at(self, what: Callable[..., Any], run_id: str, step: int, picture: "_Picture", *options: int) -> Any:
        return what(self._model(run_id, step), picture.image(), *options)

    def _measure(self, what: Callable[..., Any], run_id: str, step: int, dataset: str, *options: int) -> Any:
        data = load(dataset)
        return what(self._model(run_id, step), data.test_images[:DIGITS], data.test_labels[:DIGITS], *options)

    def _find_axes(self, run_id: str, step: int, dataset: str, layer: int, backward: bool) -> "Axes":
        from rnn_demo.introspect import principal_axes, states_of

        images = load(dataset).test_images[:PATHS]
        return principal_axes(states_of(self._model(run_id, step), images, layer, backward=backward))

    def _find_mistakes(self, run_id: str, step: int, dataset: str) -> list[int]:
        from rnn_demo.introspect import mistakes, predictions

        data = load(dataset)
        wrong: list[int] = mistakes(predictions(self._model(run_id, step), data.test_images), data.test_labels).tolist()
        return wrong


class _Picture(NamedTuple):
    """A picture by what is in it, so that equal ones are known to be equal."""

    rows: int
    pixels: bytes

    @classmethod
    def of(cls, image: "Tensor") -> "_Picture":
        return cls(len(image), image.numpy().tobytes())

    def image(self) -> "Tensor":
        """The picture (rows, columns) uint8."""
        import torch

        return torch.frombuffer(bytearray(self.pixels), dtype=torch.uint8).reshape(self.rows, -1)


@lru_cache(maxsize=128)
def _look_untrained(config: RunConfig, dataset: str, index: int) -> "Trace":
    from rnn_demo.introspect import look
    from rnn_demo.network.model import build_model

    return look(build_model(config).eval(), Digits().digit(dataset, index).image)
