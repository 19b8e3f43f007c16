"""A real server and a real browser. Browser tests speak in verbs and labels, and wait for what a person would see."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from rnn_demo.service.service import Service
from tests.e2e.server import Server
from tests.e2e.train_page import TrainPage

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


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()
    assert "Traceback" not in running.log.read_text()


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Callable[..., TrainPage]]:
    """Open the app in a browser of its own: ``visit("/?cell=rnn", width=390)``. Nothing may go wrong on the way."""
    pages: list[Page] = []

    def open_page(path: str = "/", *, width: int = 1440, dark: bool = False) -> TrainPage:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        page = context.new_page()
        pages.append(page)
        page.goto(server.url + path)
        return TrainPage(page)

    yield open_page
    for page in pages:
        TrainPage(page).expect_no_exception()
        page.context.close()
    service = Service(server.store_url)
    for run in service.runs():
        if not run.status.is_over:
            service.stop(run.id)
