"""A mirror and its dataset, for every test that needs files to load or to fetch."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.mirror import Server, Source


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def source(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setenv("no_proxy", "*")
    return Source(server, tmp_path, monkeypatch)
