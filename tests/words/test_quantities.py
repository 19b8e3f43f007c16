"""Durations, counts and sizes as one says them."""

import pytest

from rnn_demo.words.quantities import about, count, duration, megabytes, times


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (0.5, "0.5 s"),
        (1.0, "1 s"),
        (3.14, "3.1 s"),
        (8.0, "8 s"),
        (9.9, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (89.4, "89 s"),
        (90.0, "2 min"),
        (180.0, "3 min"),
        (5_340.0, "89 min"),
        (5_400.0, "1 h 30 min"),
        (4_800.0, "80 min"),
        (7_200.0, "2 h 0 min"),
        (100_000.0, "27 h 47 min"),
    ],
)
def test_duration_as_one_says_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 epochs"), (1, "1 epoch"), (2, "2 epochs"), (1_500, "1,500 epochs")]
)
def test_things_are_counted(number: int, words: str) -> None:
    assert count(number, "epoch") == words


@pytest.mark.parametrize(("number", "words"), [(1, "once"), (2, "twice"), (3, "3 times"), (1_000, "1,000 times")])
def test_how_often(number: int, words: str) -> None:
    assert times(number) == words


def test_bytes_are_said_in_megabytes() -> None:
    assert megabytes(1_234_567, 9_912_422) == "1.2 of 9.9 MB"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0.55, "0.6 rows"), (9.94, "9.9 rows"), (9.96, "10 rows"), (47.3, "47 rows"), (1e9, "more than 1,000 rows")],
)
def test_about_so_many(number: float, words: str) -> None:
    assert about(number, "row") == words
