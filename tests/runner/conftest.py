"""An empty store, and a runner at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rnn_demo.store import Store, open_store
from tests.runner.running import Runner, runner_at


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
