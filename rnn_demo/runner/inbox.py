"""A worker's command inbox: what people want of its run."""

import threading
import time

from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.records import RunStatus
from rnn_demo.store import Store

COMMANDS_EVERY = 0.1  # seconds between two looks at the commands; people notice a delay from about 0.3 on


class RunStopped(Exception):
    """The run is to end now."""


class CommandInbox:
    """Takes in the store's commands to a run, and the ``stop`` event of whoever holds its worker."""

    def __init__(self, store: Store, run_id: str, stop: threading.Event) -> None:
        self._store = store
        self._run_id = run_id
        self._stop = stop
        self._last_look = time.monotonic()
        self.paused = False

    def look(self) -> bool:
        """Take the commands in, at most every `COMMANDS_EVERY` seconds; say whether it was time to.

        Raises:
            RunStopped: the run is to end now.
        """
        if self._stop.is_set():
            raise RunStopped
        if time.monotonic() - self._last_look < COMMANDS_EVERY:
            return False
        self._last_look = time.monotonic()
        for command in self._store.commands(self._run_id):
            if command is Command.STOP:
                raise RunStopped
            self.paused = command is Command.PAUSE
        return True

    def wait_for_resume(self) -> None:
        """Return when nobody wants a pause any more.

        Raises:
            RunStopped: the run is to end now, or has been ended by someone else.
        """
        self._store.change_status(self._run_id, {RunStatus.RUNNING}, RunStatus.PAUSED)
        while self.paused:
            self._stop.wait(COMMANDS_EVERY)
            self.look()
            if self._store.run(self._run_id).status.is_over:
                raise RunStopped
        self._store.change_status(self._run_id, {RunStatus.PAUSED}, RunStatus.RUNNING)
