"""What to look for among many runs, and in which order."""

from dataclasses import dataclass
from enum import StrEnum

from rnn_demo.experiment.catalogue import CellName


class RunOrder(StrEnum):
    """Runs without what is ordered by come last, and of equals the newest first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_ACCURATE = "most accurate"
    NAME = "name"


@dataclass(frozen=True)
class RunSearch:
    """All runs, unless something narrows them down.

    Attributes:
        text: is part of the name or of the id, in capitals or not.
        cell: None for any.
        min_accuracy: what the latest test showed at least, 0..1; with 0 also runs without a test.
        with_weights: only runs of which weights are kept.
    """

    text: str = ""
    cell: CellName | None = None
    min_accuracy: float = 0.0
    with_weights: bool = False
    order: RunOrder = RunOrder.NEWEST
