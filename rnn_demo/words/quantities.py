"""Durations, counts and sizes as one says them, and texts as long as there is space."""


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
