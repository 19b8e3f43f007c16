"""The cache: bounded in bytes, and each value made once."""

import threading
from dataclasses import dataclass
from itertools import count

import numpy as np
import pytest
import torch

from rnn_demo.experiment.config import RunConfig
from rnn_demo.network import build_model
from rnn_demo.service.cache import Cache, weight

KILOBYTE = 1 << 10


@dataclass(frozen=True)
class Pair:
    left: np.ndarray
    right: object = None


def test_a_value_is_made_once_for_each_key() -> None:
    cache, calls = Cache(1 << 20), count()
    assert [cache.get(("a", 1), lambda: next(calls)) for _ in range(3)] == [0, 0, 0]
    assert cache.get(("a", 2), lambda: next(calls)) == 1


def test_many_who_ask_at_the_same_time_get_the_same_value() -> None:
    cache, calls, results = Cache(1 << 20), count(), []
    has_begun, may_end = threading.Event(), threading.Event()

    def make() -> int:
        has_begun.set()
        may_end.wait(10)
        return next(calls)

    threads = [threading.Thread(target=lambda: results.append(cache.get("key", make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    has_begun.wait(10)
    assert cache.get("another", lambda: "is not held up") == "is not held up"
    may_end.set()
    for thread in threads:
        thread.join()
    assert results == [0] * 8
    assert next(calls) == 1


def test_a_value_may_be_made_from_another() -> None:
    cache = Cache(1 << 20)
    assert cache.get("outer", lambda: cache.get("inner", lambda: 20) + 1) == 21
    assert cache.get("inner", lambda: 0) == 20


def test_a_failure_is_not_remembered() -> None:
    cache = Cache(1 << 20)
    with pytest.raises(ZeroDivisionError):
        cache.get("key", lambda: 1 // 0)
    assert cache.get("key", lambda: 2) == 2


def test_what_was_used_longest_ago_goes_first_when_there_is_no_room() -> None:
    cache, calls = Cache(100 * KILOBYTE), count()

    def ask(key: str) -> int:
        return cache.get(key, lambda: Pair(np.zeros(40 * KILOBYTE, np.uint8), next(calls))).right  # type: ignore[return-value]

    assert [ask("a"), ask("b"), ask("a"), ask("c")] == [0, 1, 0, 2]  # c takes the place of b
    assert [ask("a"), ask("c"), ask("b")] == [0, 2, 3]


def test_what_is_larger_than_the_cache_is_made_anew_and_drives_nothing_out() -> None:
    cache, calls = Cache(100 * KILOBYTE), count()
    cache.get("small", lambda: 7)
    for number in range(2):
        assert cache.get("huge", lambda: Pair(np.zeros(1 << 20, np.uint8), next(calls))).right == number
    assert cache.get("small", lambda: 0) == 7


def test_weight_is_that_of_the_arrays_within() -> None:
    array = np.zeros((100, 100), np.float32)
    for value in (array, torch.from_numpy(array), Pair(array), (array,), [Pair(array[:50]), (array[:50], None)]):
        assert array.nbytes <= weight(value) <= array.nbytes + 4 * KILOBYTE
    model = build_model(RunConfig())
    assert weight(model) == pytest.approx(4 * sum(weights.numel() for weights in model.parameters()), rel=0.01)
    assert 0 < weight("text") < KILOBYTE
