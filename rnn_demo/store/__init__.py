"""The store: the one thing that the web server and the training side share."""

from rnn_demo.store.contract import Store
from rnn_demo.store.sql import SqlStore

__all__ = ["Store", "open_store"]


def open_store(url: str) -> Store:
    """Open the store at ``url``, an SQLAlchemy URL; create its folder and its tables where they are missing.

    Any number of processes may open one store, also at the same moment and while it is still empty.

    Raises:
        StoreUnavailable: nothing can be opened there; the message says why and what to do.
    """
    return SqlStore(url)
