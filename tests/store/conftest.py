"""A fresh, empty store of every kind that there is to test, and its clock."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import RunStatus
from rnn_demo.store import Store, open_store

SQLITE = "sqlite:///{folder}/store/runs.db"

# More stores to hold to the same contract, separated by blanks: URLs of database servers, whose tables are dropped.
URLS = [SQLITE, *os.environ.get("RNN_DEMO_TEST_STORES", "").split()]


class Clock:
    """The time of day, which a test may move on."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move_on(self, **by: float) -> None:
        self._ahead += timedelta(**by)


@pytest.fixture(params=URLS, ids=lambda url: url.partition(":")[0])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that is still to be created."""
    if request.param == SQLITE:
        return SQLITE.format(folder=tmp_path)
    engine = create_engine(request.param)
    tables = MetaData()
    tables.reflect(engine)
    tables.drop_all(engine)
    engine.dispose()
    return str(request.param)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    store = open_store(url, clock=clock)
    yield store
    store.close()


@pytest.fixture
def run_id(store: Store) -> str:
    """A run that is being trained."""
    return store.create_run(RunConfig(), status=RunStatus.RUNNING).id
