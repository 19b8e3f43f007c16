"""The store: the one thing that the web server and the training side share."""

from rnn_demo.store.contract import START, Store
from rnn_demo.store.sql import Clock, SqlStore, utc_now

__all__ = ["START", "Store", "open_store"]


def open_store(url: str, *, clock: Clock = utc_now) -> Store:
    """Open the store at ``url``, an SQLAlchemy URL; create its folder and its tables where they are missing.

    Any number of processes may open one store, also at the same moment and while it is still empty. ``clock`` gives
    the time of everything that is written and of every silence, aware of its time zone.

    Raises:
        StoreUnavailable: nothing can be opened there; the message says why and what to do.
    """
    return SqlStore(url, clock)
