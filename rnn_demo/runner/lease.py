"""A worker's lease on its run: it lasts as long as heartbeats reach the store."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rnn_demo.errors import StoreUnavailable
from rnn_demo.store import Store

logger = logging.getLogger(__name__)

HEARTBEAT_EVERY = 2.0  # seconds
LEASE_SECONDS = 20.0  # without a heartbeat, after which the run counts as lost


@contextmanager
def held_lease(store: Store, run_id: str) -> Iterator[None]:
    """Send heartbeats beside what is done meanwhile, since a pause or a step of a large network may take long."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_EVERY):
            try:
                store.heartbeat(run_id)
            except StoreUnavailable as error:  # the next one may get through
                logger.warning("No heartbeat of run %s: %s", run_id, error)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
