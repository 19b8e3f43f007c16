"""The verbs that look inside trained networks: what one digit does there, and what many digits show.

A network is always named by its run and by the step of one of its snapshots; all verbs raise `SnapshotNotFound` if there
are no weights of that step (any more) and `RunNotFound` for an unknown run. Results are remembered and shared: treat
the arrays in them as read-only. Importing this module does not load torch.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from rnn_demo.store import Store

if TYPE_CHECKING:
    from torch import Tensor


Split = Literal["test", "train"]

MODELS_KEPT = 64
TRACES_KEPT = 128  # of a network that reads pixels each takes megabytes
POINTS_KEPT = 4_096
LARGE_KEPT = 8
PICTURES = 1_000  # what is measured over many digits is measured over so many test digits
PATHS = 200  # digits whose trajectories are shown


class Digit(NamedTuple):
    """A digit of a dataset: ``image`` (28, 28) uint8, the number of its class and that class's name."""

    image: "Tensor"
    label: int
    name: str


class Inspection:
    """The trained networks of one store, to be looked into. May be shared by any number of threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # Bound to the instance, so that two never share what they remember.
        self._model = lru_cache(MODELS_KEPT)(self._load_model)
        self._trace = lru_cache(TRACES_KEPT)(self._look)
        self._gradients = lru_cache(TRACES_KEPT)(self._compute_gradients)
        self._predictions = lru_cache(MODELS_KEPT)(self._predict)
        self._axes = lru_cache(MODELS_KEPT)(self._find_axes)
        self._remembered = lru_cache(POINTS_KEPT)(self._measure_remembered)
        self._without_band = lru_cache(POINTS_KEPT)(self._measure_without_band)
        self.wrong_end_over = lru_cache(MODELS_KEPT)(self._wrong_end_over)
        self.unit_statistics = lru_cache(LARGE_KEPT)(self._unit_statistics)
