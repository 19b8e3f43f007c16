"""One cache for everything that is worth remembering: bounded in bytes, and each value is made once."""

from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from threading import Condition
from typing import TypeVar, cast

from cachetools import LRUCache, cached

T = TypeVar("T")

SMALLEST = 512  # bytes that a key and its place take at least


class Cache:
    """Values by key; what was used longest ago goes when all together weigh more than ``max_bytes``.

    May be shared by any number of threads. Whoever asks for a value that somebody else is making waits for that one.
    """

    def __init__(self, max_bytes: int) -> None:
        keep = cached(LRUCache(max_bytes, getsizeof=weight), key=lambda key, make: key, condition=Condition())
        self._value: Callable[[Hashable, Callable[[], object]], object] = keep(lambda key, make: make())

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under ``key``, made by ``make`` if it is not there; what that raises is not remembered."""
        return cast(T, self._value(key, make))


def weight(value: object) -> int:
    """About how many bytes ``value`` takes: those of the arrays in it, whatever they are wrapped in."""
    if (nbytes := getattr(value, "nbytes", None)) is not None:
        return SMALLEST + int(nbytes)
    if is_dataclass(value):
        return SMALLEST + sum(weight(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple | list):
        return SMALLEST + sum(map(weight, value))
    return SMALLEST
