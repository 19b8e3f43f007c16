"""``python -m rnn_demo.runner``: train what is queued in the store until standard input ends."""

import logging
import os
import signal
import sys
import threading

from rnn_demo.errors import RnnDemoError
from rnn_demo.runner.executor import LocalExecutor
from rnn_demo.runner.loop import run_queue
from rnn_demo.settings import load_settings
from rnn_demo.store import open_store


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s runner: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
    settings = load_settings()
    store = open_store(settings.store)
    try:
        run_queue(store, LocalExecutor(settings.store), settings.slots, stop)
    finally:
        store.close()


def _stop_at_end_of_input(stop: threading.Event) -> None:
    """Whoever started the runner holds the other end; it closes however that process ends."""
    # Not through sys.stdin, whose lock this thread would still hold when the interpreter ends by a signal.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()


if __name__ == "__main__":
    try:
        main()
    except RnnDemoError as error:
        sys.exit(str(error))
