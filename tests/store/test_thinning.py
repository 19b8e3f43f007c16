from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_demo.experiment.records import Snapshot
from rnn_demo.store.thinning import surplus

ACCURACIES = st.one_of(st.none(), st.floats(0, 1))
RUNS = st.dictionaries(st.integers(0, 200_000), ACCURACIES, max_size=90).map(
    lambda accuracies: [Snapshot(step, 1, accuracy) for step, accuracy in accuracies.items()]
)
KEEP = st.integers(3, 80)


@given(RUNS, KEEP)
def test_exactly_as_many_as_asked_for_remain(snapshots: list[Snapshot], keep: int) -> None:
    dropped = surplus(snapshots, keep)
    assert len(dropped) == len(set(dropped)) == max(0, len(snapshots) - keep)
    assert set(dropped) <= {snapshot.step for snapshot in snapshots}


@given(RUNS.filter(bool), KEEP)
def test_the_first_the_latest_and_the_best_remain(snapshots: list[Snapshot], keep: int) -> None:
    dropped = set(surplus(snapshots, keep))
    remaining = [snapshot for snapshot in snapshots if snapshot.step not in dropped]
    steps = [snapshot.step for snapshot in snapshots]
    assert {min(steps), max(steps)} <= {snapshot.step for snapshot in remaining}
    tested = [snapshot.test_accuracy for snapshot in snapshots if snapshot.test_accuracy is not None]
    if tested:
        assert max(tested) in {snapshot.test_accuracy for snapshot in remaining}


@given(RUNS, KEEP)
def test_keeping_fewer_drops_the_same_and_more(snapshots: list[Snapshot], keep: int) -> None:
    more_dropped = surplus(snapshots, keep)
    less_dropped = surplus(snapshots, keep + 1)
    assert more_dropped[: len(less_dropped)] == less_dropped


@given(RUNS, KEEP, st.randoms(use_true_random=False))
def test_the_order_of_the_snapshots_does_not_matter(snapshots: list[Snapshot], keep: int, random) -> None:
    by_step = sorted(snapshots, key=lambda snapshot: snapshot.step)
    random.shuffle(snapshots)
    assert surplus(snapshots, keep) == surplus(by_step, keep)


def test_the_victim_leaves_the_smallest_gap() -> None:
    # Square roots 0, 1, 5, 6, 9: without 1 the gap is 5, without 25 also 5, without 36 only 4.
    assert surplus([Snapshot(step, 1) for step in (0, 1, 25, 36, 81)], keep=4) == [36]
    # The best is spared; of two equal gaps the earlier one goes.
    untouchable = [Snapshot(step, 1, 0.9 if step == 36 else None) for step in (0, 1, 25, 36, 81)]
    assert surplus(untouchable, keep=4) == [1]


def test_a_long_run_stays_spread_over_the_square_root_of_the_step() -> None:
    kept: list[Snapshot] = []
    for step in range(0, 30_001, 50):
        kept.append(Snapshot(step, 1))
        dropped = surplus(kept, keep=64)
        kept = [snapshot for snapshot in kept if snapshot.step not in dropped]
    assert len(kept) == 64
    roots = [sqrt(snapshot.step) for snapshot in kept]
    gaps = [later - earlier for earlier, later in pairwise(roots)]
    # The even gap is sqrt(30,000) / 63 = 2.75. Steps come in fifties, so the first gap cannot be below sqrt(50) = 7.1.
    assert max(gaps) == pytest.approx(sqrt(50))
    assert max(gaps[3:]) < 2 * sqrt(30_000) / 63


def test_the_three_that_always_remain_need_room() -> None:
    with pytest.raises(ValueError, match="use 3 or more"):
        surplus([], keep=2)
