"""A service at a store of its own, and runs that were trained in it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service
from rnn_demo.store import Store, open_store

TrainHere = Callable[[RunConfig], Run]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('service') / 'runs.db'}"


@pytest.fixture(scope="module")
def service(url: str) -> Iterator[Service]:
    service = Service(url)
    yield service
    service.close()


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[Store]:
    """The store of ``service``, by a door of its own."""
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Service]:
    """A service with an empty store."""
    service = Service(f"sqlite:///{tmp_path / 'fresh.db'}")
    yield service
    service.close()


@pytest.fixture(scope="module")
def train_here(service: Service) -> TrainHere:
    """Trains a run in the process of the test."""
    return lambda config: service.runs.train_here(config, threading.Event(), lambda event: None)
