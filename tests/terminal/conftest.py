"""A store for the program to work at, and what the program leaves in one."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from rnn_demo.service.service import Service
from rnn_demo.store import Store, open_store
from tests.terminal.program import QUICK, finish, flags, start, url_in


class Trained(NamedTuple):
    """A store's URL, the service at it, and what the terminal showed of each training."""

    url: str
    service: Service
    shown: list[tuple[int, str, str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return url_in(tmp_path)


@pytest.fixture
def service(url: str) -> Iterator[Service]:
    service = Service(url)
    yield service
    service.close()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """The store of ``service``, by a door of its own."""
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture(scope="package")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trained]:
    """`QUICK` trained twice by the program, into the store that --store names and not into that of the environment."""
    url, elsewhere = url_in(tmp_path_factory.mktemp("terminal")), tmp_path_factory.mktemp("elsewhere")
    words = ["train", *flags(QUICK), "--json", "--store", url]
    shown = [finish(process) for process in [start(url_in(elsewhere), *words) for _ in range(2)]]
    assert list(elsewhere.iterdir()) == []
    service = Service(url)
    yield Trained(url, service, shown)
    service.close()
