"""Durations, counts and sizes as one says them."""

import pytest

from rnn_demo.words.quantities import about, count, duration, duration_range, loss_figure, megabytes, shortened, times


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
    ("text", "line"),
    [("", ""), (" a\n\tb ", "a b"), ("x" * 9, "x" * 9), ("x" * 10, "x" * 8 + "…"), ("a " * 500, "a a a a …")],
)
def test_a_text_is_cut_to_one_line_of_its_length(text: str, line: str) -> None:
    assert shortened(text, 9) == line


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.1, 0.4, "1 s"),
        (2.6, 7.2, "2 to 8 s"),
        (9.0, 31.0, "9 to 35 s"),
        (17.0, 41.0, "15 to 45 s"),
        (50.0, 170.0, "50 s to 3 min"),
        (130.0, 500.0, "2 to 9 min"),
        (2_000.0, 8_000.0, "30 min to 2 h 30 min"),
        (4_000.0, 20_000.0, "65 min to 6 h 0 min"),
    ],
)
def test_a_rough_time_is_a_range_that_is_never_narrower(low: float, high: float, words: str) -> None:
    assert duration_range(low, high) == words


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (0.0, "0.0000"),
        (2.30259, "2.3026"),
        (9_999.0, "9999.0000"),
        (12_345.0, "1.2e+04"),
        (1.1882723003460005e36, "1.2e+36"),
    ],
)
def test_a_loss_is_short_however_large_it_is(loss: float, words: str) -> None:
    assert loss_figure(loss) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0.55, "0.6 rows"), (9.94, "9.9 rows"), (9.96, "10 rows"), (47.3, "47 rows"), (1e9, "more than 1,000 rows")],
)
def test_about_so_many(number: float, words: str) -> None:
    assert about(number, "row") == words
