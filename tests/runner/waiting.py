"""Waiting for what another process will do."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_EVERY = 0.02  # seconds


def wait_until(condition: Callable[[], T], timeout: float = 60.0) -> T:
    """The first answer of ``condition`` that is true (not empty, not 0); fails if there is none in time."""
    deadline = time.monotonic() + timeout
    pause = threading.Event()
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"nothing happened for {timeout} seconds"
        pause.wait(LOOK_EVERY)
    return answer
