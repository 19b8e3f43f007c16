"""Real servers and a real browser. Browser tests speak in the verbs of `pages`, and wait for what a person would see."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest
from playwright.sync_api import Browser

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import RunStatus
from rnn_demo.service.service import Service
from tests.e2e.pages.app_page import AppPage
from tests.e2e.server import Server
from tests.runner.waiting import wait_until

P = TypeVar("P", bound=AppPage)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Visit(Protocol):
    """Opens a page in a browser of its own: ``visit(TrainPage, "cell=rnn", width=390)``.

    Without ``motion`` its owner wants nothing to move by itself.
    """

    def __call__(
        self, page: type[P], link: str = "", *, width: int = 1440, dark: bool = False, motion: bool = False
    ) -> P: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        message = "There is no Chromium or Chrome on this machine; install one to run the browser tests."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return {**browser_type_launch_args, "executable_path": executable, "args": BROWSER_FLAGS}


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server with an empty store in ``folder``. Nothing may go wrong in it."""
    server = Server(folder)
    yield server
    server.stop()
    assert "Traceback" not in server.log.read_text()


@contextmanager
def visits(server: Server, browser: Browser) -> Iterator[Visit]:
    """Visits to ``server``. Nothing may go wrong on the way."""
    visited: list[AppPage] = []
    with ExitStack() as at_the_end:

        def visit(page: type[P], link: str = "", *, width: int = 1440, dark: bool = False, motion: bool = False) -> P:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                reduced_motion="no-preference" if motion else "reduce",
            )
            opened = page(at_the_end.enter_context(context).new_page())
            visited.append(opened)
            opened.open(server.url, link)
            opened.expect_ready()
            return opened

        yield visit
        for page in visited:
            page.expect_no_exception()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def service(server: Server) -> Iterator[Service]:
    """What the server's store holds, seen from outside."""
    service = Service(server.store_url)
    yield service
    service.close()


@pytest.fixture
def visit(server: Server, service: Service, browser: Browser) -> Iterator[Visit]:
    """Visits to the server; runs that have not ended by the end of the test are stopped."""
    with visits(server, browser) as visit:
        yield visit
    for run in service.runs.latest():
        if not run.status.is_over:
            service.runs.stop(run.id)


def trained(service: Service, config: RunConfig) -> str:
    """The id of a run of ``config``, trained by the server's own runner."""
    run = service.runs.start(config)
    wait_until(lambda: service.runs.get(run.id).status is RunStatus.FINISHED)
    return run.id


@pytest.fixture(scope="session")
def lstm(service: Service) -> str:
    """Two directions, one layer."""
    return trained(service, RunConfig(num_epochs=2, hidden_size=24))


@pytest.fixture(scope="session")
def rnn(service: Service) -> str:
    """One direction, two layers."""
    return trained(service, RunConfig(cell="rnn", bidirectional=False, num_epochs=1, hidden_size=16, num_layers=2))


@pytest.fixture(scope="session")
def deep(service: Service) -> str:
    """Two directions, two layers."""
    return trained(service, RunConfig(cell="gru", num_epochs=1, hidden_size=8, num_layers=2))
