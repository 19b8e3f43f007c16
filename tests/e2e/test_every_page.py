"""What holds on every page: links that say something unknown, an empty store, narrow screens in the light and the dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import RunStatus
from rnn_demo.store import open_store
from tests.e2e.conftest import Visit, running, visits
from tests.e2e.pages.app_page import AppPage
from tests.e2e.pages.look_inside_page import LookInsidePage
from tests.e2e.pages.memory_page import MemoryPage
from tests.e2e.pages.train_page import TrainPage
from tests.e2e.server import Server

PAGES = (TrainPage, LookInsidePage, MemoryPage)
INSIDE = (LookInsidePage, MemoryPage)
NARROW = 390  # pixels


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("empty")) as server:
        yield server


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_run_in_a_link_gets_a_sentence(visit: Visit, page: type[AppPage]) -> None:
    visit(page, "run=nonsense").expect_alert("nonsense")


@pytest.mark.parametrize("page", INSIDE)
def test_without_a_network_of_ones_own_a_built_in_one_is_shown(
    empty_server: Server, browser: Browser, page: type[AppPage]
) -> None:
    with visits(empty_server, browser) as visit:
        visit(page).expect_link("run=tour-")


@pytest.mark.parametrize("page", INSIDE)
def test_a_run_without_weights_gets_a_sentence(visit: Visit, server: Server, page: type[AppPage]) -> None:
    store = open_store(server.store_url)
    run = store.create_run(RunConfig(), status=RunStatus.RUNNING)
    store.close()
    visit(page, f"run={run.id}").expect_text("has not kept any weights yet")


@pytest.mark.parametrize("page", PAGES)
def test_what_a_link_says_is_no_markdown(visit: Visit, lstm: str, page: type[AppPage]) -> None:
    what = "cell" if page is TrainPage else "view"
    opened = visit(page, f"run={lstm}&{what}=[x](http://evil.example) www.evil.example a@evil.example")
    opened.expect_alert("evil")
    opened.expect_no_way_to("evil")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("link", ["", "embed=true"], ids=["page", "embedded"])
@pytest.mark.parametrize("page", PAGES)
def test_narrow_pages_keep_within_their_width(
    visit: Visit, lstm: str, page: type[AppPage], link: str, dark: bool
) -> None:
    run = "" if page is TrainPage else f"run={lstm}"
    visit(page, f"{run}&{link}", width=NARROW, dark=dark).expect_charts_within(NARROW)
