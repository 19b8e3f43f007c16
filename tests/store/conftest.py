"""A fresh, empty store of every kind that there is to test."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from rnn_demo.store import Store, open_store
from rnn_demo.store.tables import Base, RunnerRow, RunRow

SQLITE = "sqlite:///{folder}/store/runs.db"

# More stores to hold to the same contract, separated by blanks: URLs of database servers, whose tables are dropped.
URLS = [SQLITE, *os.environ.get("RNN_DEMO_TEST_STORES", "").split()]


@pytest.fixture(params=URLS, ids=lambda url: url.partition(":")[0])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that is still to be created."""
    if request.param == SQLITE:
        return SQLITE.format(folder=tmp_path)
    engine = create_engine(request.param)
    Base.metadata.drop_all(engine)
    engine.dispose()
    return str(request.param)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def an_hour_passes(url: str) -> Callable[[], None]:
    """Call it to make everything that was seen so far seen an hour earlier."""

    def move_back() -> None:
        engine = create_engine(url)
        with Session(engine) as session, session.begin():
            for row in (*session.scalars(select(RunRow)), *session.scalars(select(RunnerRow))):
                row.seen_at -= timedelta(hours=1)
        engine.dispose()

    return move_back
