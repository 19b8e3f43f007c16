"""What networks remember, in words."""

import numpy as np
import pytest

from rnn_demo.words.memory import (
    against_chance,
    forgets_least,
    forgetting,
    is_chance,
    is_less,
    missing,
    order,
    rises_again,
    share_of,
    trained_so,
    vanishing,
)

CHANCE = 0.1  # of ten classes that are equally common


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1e-38, "nothing that a 32-bit number could hold of"),
        (1e-20, "1/10²⁰ of"),
        (1.62e-7, "1/6,200,000 of"),
        (1e-3, "1/1,000 of"),
        (4e-13, "1/10¹² of"),
        (0.0951, "1/11 of"),
        (0.22, "22% of"),
        (0.28, "28% of"),
        (0.5, "50% of"),
        (0.73, "73% of"),
        (1.02, "about as much as"),
        (1.42, "1.4 times"),
        (2_345.0, "2,300 times"),
        (12_345_678.0, "12,000,000 times"),
    ],
)
def test_a_share_as_one_says_it(ratio: float, words: str) -> None:
    assert share_of(ratio) == words


def test_what_vanished_and_healed() -> None:
    said = vanishing("row 0", "row 27", before=1.6e-7, now=0.33, step=200)
    assert (
        said
        == "before training row 0 gets 1/6,200,000 of what row 27 gets; after 200 steps it gets 33% of what row 27 gets."
    )
    assert vanishing("row 0", "row 27", 0.5, 0.5, 0) == "before training row 0 gets 50% of what row 27 gets."


def test_guessing_is_told_from_knowing_as_often_as_two_standard_errors_allow() -> None:
    rng = np.random.default_rng(0)
    guesses = (rng.integers(0, 10, (2_000, 1_000)) == 0).mean(axis=1)
    shares = np.mean([is_chance(accuracy, 1_000, CHANCE) for accuracy in guesses])
    assert 0.95 < shares < 0.995
    assert not is_chance(0.13, 1_000, CHANCE)
    pairs = rng.binomial(1_000, 0.8, (2_000, 2)) / 1_000
    assert 0.01 < np.mean([is_less(one, other, 1_000) for one, other in pairs]) < 0.04


def test_naming_the_commonest_class_is_no_knowledge() -> None:
    assert is_chance(0.125, 1_000, 0.126)
    assert not is_chance(0.125, 1_000, 0.1)
    assert against_chance(0.125, 1_000, 0.126) == "no better than always naming the commonest class (12.6%)"


def test_an_accuracy_beside_naming_the_commonest_class() -> None:
    assert against_chance(0.504, 1_000, 0.126) == "4.0 times what always naming the commonest class gets (12.6%)"
    assert against_chance(0.33, 1_000, CHANCE) == "3.3 times what always naming the commonest class gets (10.0%)"
    assert against_chance(0.105, 1_000, CHANCE) == "no better than always naming the commonest class (10.0%)"


def test_forgetting_in_words() -> None:
    points = [(0, 0.93), (28, 0.5), (84, 0.33)]
    assert forgetting(points, 3, 1_000, CHANCE) == (
        "93.0% at once, 50.0% after 28 blank rows, 33.0% after 84 blank rows: 3.3 times what always naming the commonest "
        "class gets (10.0%); 3 of 10 classes are then still read rightly more often than not."
    )
    assert forgetting(points, None, 1_000, CHANCE).endswith(
        "3.3 times what always naming the commonest class gets (10.0%)."
    )
    assert forgetting([(0, 0.93), (84, 0.1)], 1, 1_000, CHANCE).endswith(
        "84 blank rows: no better than always naming the commonest class (10.0%)."
    )
    assert forgetting([(0, 0.1), (84, 0.1)], 1, 1_000, CHANCE).endswith("nothing to forget.")


def test_a_curve_that_rises_again_is_said_to() -> None:
    assert rises_again([(0, 0.97), (14, 0.508), (112, 0.827)], 1_000) == (
        "It is lowest after 14 blank rows, 50.8%, and rises again to 82.7% after 112."
    )
    assert rises_again([(0, 0.97), (14, 0.1), (112, 0.12)], 1_000) is None  # as much may be accident
    assert rises_again([(0, 0.97), (112, 0.5)], 1_000) is None


def test_who_forgets_least() -> None:
    curves = [("a", 0.9, 0.45), ("b", 0.8, 0.72), ("guesses", 0.1, 0.1)]
    assert forgets_least(curves, 28, 1_000, CHANCE) == (
        "After 28 blank rows b keeps 90% of the accuracy that it has without them, a 50%."
    )
    assert forgets_least([("a", 0.9, 0.45), ("b", 0.9, 0.46)], 28, 1_000, CHANCE) is None  # may be accident
    assert forgets_least([curves[0], curves[2]], 28, 1_000, CHANCE) is None


def test_the_band_that_matters_most() -> None:
    found = missing("row", 10, 4, accuracy=0.6, intact=0.9, num_digits=1_000, chance=CHANCE)
    assert found == "90.0% with nothing blank; it falls most without rows 10 to 13, to 60.0%."
    one = missing("column", 10, 1, accuracy=0.1, intact=0.9, num_digits=1_000, chance=CHANCE)
    assert one == (
        "90.0% with nothing blank; it falls most without column 10, to 10.0%, no better than always naming the commonest "
        "class (10.0%)."
    )


def test_nothing_is_claimed_of_bands_without_a_reason() -> None:
    assert "falls" not in missing("row", 10, 4, accuracy=0.08, intact=0.1, num_digits=1_000, chance=CHANCE)
    assert "may be accident" in missing("row", 10, 4, accuracy=0.89, intact=0.9, num_digits=1_000, chance=CHANCE)


def test_orders_in_words() -> None:
    found = order("row", 0.9, 0.3, 0.2, num_digits=1_000, chance=CHANCE)
    assert found.endswith("20.0% shuffled: the same rows reversed or shuffled are another picture to it.")
    one = order("row", 0.9, 0.9, 0.2, num_digits=1_000, chance=CHANCE)
    assert one.endswith("the same rows shuffled are another picture to it.")
    assert order("row", 0.9, 0.2, 0.9, num_digits=1_000, chance=CHANCE).endswith(
        "the same rows reversed are another picture to it."
    )
    assert order("pixel", 0.9, 0.9, 0.89, num_digits=1_000, chance=CHANCE).endswith(
        "here the order does not clearly matter."
    )
    assert order("row", 0.1, 0.1, 0.1, num_digits=1_000, chance=CHANCE).endswith("no order that could matter.")


def test_trained_so_and_only_tested_so() -> None:
    assert trained_so("a", 0.874, "b", 0.162) == (
        "Trained on rows in one shuffled order, a reads 87.4% rightly in that order. Trained on rows in order, b reads "
        "16.2% rightly when they are shuffled."
    )
