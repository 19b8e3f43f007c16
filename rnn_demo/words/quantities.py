"""Durations, counts and sizes as one says them."""


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
