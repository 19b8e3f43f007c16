"""Pages and their parts, run in the process of the test: for all that needs no browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.store import Store, open_store
from rnn_demo.ui.session import get_service
from tests.ui.networks import train


@pytest.fixture(scope="session")
def trained_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The store of `trained`."""
    return f"sqlite:///{tmp_path_factory.mktemp('trained') / 'runs.db'}"


@pytest.fixture(scope="session")
def trained(trained_url: str) -> Iterator[Service]:
    """A service with the runs `one_way` and `two_ways`, and no others."""
    service = Service(trained_url)
    yield service
    service.close()


@pytest.fixture(scope="session")
def one_way(trained: Service) -> str:
    """One direction, one layer of 5 units, a plain cell."""
    config = RunConfig(cell="rnn", bidirectional=False, hidden_size=5, train_size=200, batch_size=50, num_epochs=1)
    return train(trained, config)


@pytest.fixture(scope="session")
def two_ways(trained: Service, one_way: str) -> str:
    """Two directions, two layers of 6 units, a GRU; trained after `one_way`."""
    config = RunConfig(cell="gru", hidden_size=6, num_layers=2, train_size=200, batch_size=20, num_epochs=2)
    return train(trained, config)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service of pages that are opened in this test, at a store that is empty at first."""
    monkeypatch.setenv("RNN_DEMO_STORE", f"sqlite:///{tmp_path / 'runs.db'}")
    get_service.clear()
    yield get_service()
    get_service().close()
    get_service.clear()


@pytest.fixture
def store(empty: Service, tmp_path: Path) -> Iterator[Store]:
    """The store of `empty`, by a door of its own."""
    store = open_store(f"sqlite:///{tmp_path / 'runs.db'}")
    yield store
    store.close()


@pytest.fixture
def shown(trained_url: str, two_ways: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service of pages that are opened in this test, at the store of `trained`."""
    monkeypatch.setenv("RNN_DEMO_STORE", trained_url)
    get_service.clear()
    yield get_service()
    get_service().close()
    get_service.clear()
