"""Executors: where workers run. Today as processes on this machine; anything that can do the same fits behind it."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Protocol

from rnn_demo import network, runner  # not their modules, which load torch: that is for the children
from rnn_demo.experiment.records import Device, Note, NoteCode
from rnn_demo.store import open_store

logger = logging.getLogger(__name__)

Context = ForkServerContext | SpawnContext


class WorkerHandle(Protocol):
    """A worker as its executor sees it."""

    def exit_code(self) -> int | None:
        """None while it lives; then 0, or what ended it (negative: minus the number of a signal)."""
        ...

    def ask_to_end(self) -> None:
        """Ask it to stop its run and end; return at once."""
        ...

    def end(self, timeout: float) -> None:
        """Wait for its end, and force it after ``timeout`` seconds."""
        ...


class Executor(Protocol):
    """Starts one worker per claimed run."""

    def start(self, run_id: str) -> WorkerHandle:
        """Start a worker for the run, which is claimed already."""
        ...

    def devices(self) -> tuple[Device, ...]:
        """Where its workers can train."""
        ...


class LocalExecutor:
    """Workers as processes of this machine.

    They are forked from a server process that has imported torch and done nothing with it, so that a run starts in a
    fraction of a second and shares the memory of the libraries. Where that does not exist (Windows), each is spawned.
    """

    def __init__(self, store_url: str) -> None:
        self._store_url = store_url
        has_forkserver = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Context = ForkServerContext() if has_forkserver else SpawnContext()
        self._context.set_forkserver_preload(["rnn_demo.runner.worker", "rnn_demo.data.download"])

    def start(self, run_id: str) -> LocalWorker:
        return LocalWorker(self._context, self._store_url, run_id)

    def devices(self) -> tuple[Device, ...]:
        """Asked in a process of its own: a process that has touched CUDA holds some of the GPU's memory for ever."""
        receiver, sender = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_send_devices, args=(sender,))
        process.start()
        sender.close()
        try:
            devices: tuple[Device, ...] = receiver.recv()
        except EOFError:  # a broken driver may end a process that asks for its GPUs
            logger.exception("The devices could not be listed; only the CPU is offered")
            devices = (Device("cpu", "CPU"),)
        process.join()
        return devices


class LocalWorker:
    """A worker process."""

    def __init__(self, context: Context, store_url: str, run_id: str) -> None:
        self._process = context.Process(target=_work, args=(store_url, run_id), name=f"rnn_demo run {run_id}")
        self._process.start()

    def exit_code(self) -> int | None:
        return self._process.exitcode

    def ask_to_end(self) -> None:
        self._process.terminate()

    def end(self, timeout: float) -> None:
        self._process.join(timeout)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _work(store_url: str, run_id: str) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_stop_with_parent, args=(stop,), daemon=True).start()
    store = open_store(store_url)
    runner.train_run(store, store.run(run_id), stop, stop_note=Note(NoteCode.SERVER_STOPPED))
    store.close()


def _stop_with_parent(stop: threading.Event) -> None:
    """Set ``stop`` when the runner is gone, however it went."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    stop.set()


def _send_devices(sender: Connection) -> None:
    sender.send(tuple(network.list_devices()))
    sender.close()
