"""The app as a server process on a free port of this machine."""

import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
TRIES_TO_START = 300  # a fifth of a second each


class Server:
    """The app, started as a user starts it, with a store of its own in ``folder``."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "log"
        self.store_url = f"sqlite:///{folder / 'runs.db'}"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"),
                *("--server.address", "127.0.0.1", "--server.port", str(port)),
            ],
            cwd=REPOSITORY,
            env={**os.environ, "RNN_DEMO_STORE": self.store_url, "RNN_DEMO_SLOTS": "2"},
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
        )
        for _ in range(TRIES_TO_START):
            if self._is_up():
                return
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.2)
                break
        raise TimeoutError(f"The server did not come up:\n{self.log.read_text()}")

    def _is_up(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
            return True
        return False

    def stop(self) -> None:
        """End the server as Ctrl-C or a service manager does."""
        self.process.terminate()
        self.process.wait(timeout=30)
