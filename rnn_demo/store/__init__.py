"""The store: the one thing that the web server and the training side share."""

from collections.abc import Callable
from datetime import UTC, datetime

from rnn_demo.store.engine import open_engine
from rnn_demo.store.store import START, Store

__all__ = ["START", "Store", "open_store"]


def open_store(url: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Store:
    """Open the store at ``url``, an SQLAlchemy URL; create its folder and its tables where they are missing.

    Any number of processes may open one store, also at the same moment and while it is still empty. ``clock`` gives
    the time of everything that is written and of every silence, aware of its time zone.

    Raises:
        StoreUnavailable: nothing can be opened there; the message says why and what to do.
    """
    return Store(open_engine(url), clock)
