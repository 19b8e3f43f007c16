"""Durations, counts and sizes as one says them, and texts as long as there is space."""

import math
from collections.abc import Callable

# Up to so many seconds, an estimate is said in steps of so many.
ROUGHLY = ((10, 1), (60, 5), (300, 30), (1_800, 60), (5_400, 300), (86_400, 1_800))

LARGEST_WRITTEN_OUT = 1e4  # of losses; a sound one is below 10


def duration(seconds: float) -> str:
    """A length of time: 8 s, 3 min, 1 h 40 min."""
    if seconds < 90:
        has_tenths = seconds < 9.95 and (seconds < 0.95 or seconds % 1)
        return f"{seconds:.1f} s" if has_tenths else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def count(number: int, what: str) -> str:
    """So many of ``what``, which is a word in the singular whose plural ends in s."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def about(number: float, what: str) -> str:
    """A number of ``what``, which is a word in the singular, to two digits: 0.6 rows, 13 rows, more than 1,000 rows."""
    if number > 1_000:
        return f"more than 1,000 {what}s"
    return f"{number:.1f} {what}s" if number < 9.95 else f"{number:.0f} {what}s"


def times(number: int) -> str:
    """How often: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def megabytes(done: float, total: float) -> str:
    """So many bytes of so many."""
    return f"{done / 1e6:.1f} of {total / 1e6:.1f} MB"


def shortened(text: str, length: int = 60) -> str:
    """One line of text from outside, not longer than a person wants to read it."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def duration_range(low: float, high: float) -> str:
    """A length of time that is known roughly: 10 to 30 s, 50 s to 3 min; the shorter end down, the longer one up."""
    shorter, longer = duration(_rough(low, math.floor)), duration(_rough(high, math.ceil))
    if shorter == longer:
        return longer
    number, _, unit = shorter.partition(" ")
    return f"{number if longer.endswith(f' {unit}') and longer.count(' ') == 1 else shorter} to {longer}"


def _rough(seconds: float, to_whole: Callable[[float], int]) -> float:
    """``seconds`` as one says them when they are not known exactly."""
    step = next((step for limit, step in ROUGHLY if seconds <= limit), 3_600)
    return max(1, to_whole(seconds / step) * step)


def loss_figure(loss: float) -> str:
    """A loss with four decimals, or in powers of ten where it is out of all proportion."""
    return f"{loss:.4f}" if abs(loss) < LARGEST_WRITTEN_OUT else f"{loss:.1e}"
