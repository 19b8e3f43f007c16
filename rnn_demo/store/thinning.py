"""Which snapshots to drop so that a slider can still travel evenly through training."""

from collections.abc import Sequence
from math import sqrt

from rnn_demo.experiment.records import Snapshot


def surplus(snapshots: Sequence[Snapshot], keep: int) -> list[int]:
    """The steps to drop so that ``keep`` (3 or more) of ``snapshots`` remain, in the order in which to drop them.

    The first, the latest and the best (the earliest with the highest test accuracy) always remain. Of the others the
    one goes whose absence leaves the smallest gap, until enough are gone. Gaps are measured in the square root of the
    step, because a network changes most in its early steps. Steps must be distinct and not negative.

    Raises:
        ValueError: ``keep`` is less than 3.
    """
    if keep < 3:
        raise ValueError(
            f"keep is {keep}, but the first, the latest and the best snapshot always remain: use 3 or more"
        )
    kept = sorted(snapshots, key=lambda snapshot: snapshot.step)
    tested = [snapshot for snapshot in kept if snapshot.test_accuracy is not None]
    best = max(tested, key=lambda snapshot: snapshot.test_accuracy or 0.0, default=None)
    dropped = []
    while len(kept) > keep:
        # The first and the latest have no gap around them, so they are never candidates.
        candidates = (index for index in range(1, len(kept) - 1) if kept[index] is not best)
        victim = min(candidates, key=lambda index: sqrt(kept[index + 1].step) - sqrt(kept[index - 1].step))
        dropped.append(kept.pop(victim).step)
    return dropped
