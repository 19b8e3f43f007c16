"""An empty store, a runner at it, and a run that it trains."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from rnn_demo.experiment.records import Run
from rnn_demo.runner import train_run
from rnn_demo.store import Store, open_store
from tests.runner.running import LONG, Runner, runner_at, wait_for_training


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'runs.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def runner(url: str) -> Iterator[Runner]:
    """A runner with one slot."""
    with runner_at(url, slots=1) as runner:
        yield runner


@pytest.fixture
def run(runner: Runner, store: Store) -> Run:
    """A run that the runner trains."""
    run = store.create_run(LONG)
    wait_for_training(store, run.id)
    return run


@pytest.fixture
def train_beside() -> Iterator[Callable[..., Future[Run]]]:
    """Trains a run in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda *arguments: pool.submit(train_run, *arguments)
