"""What holds on every page: links that say something unknown, an empty store, narrow screens in the light and the dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import RunStatus
from rnn_demo.service.service import Service
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


@pytest.mark.parametrize("width", [1440, NARROW])
def test_a_run_is_named_in_the_table_of_all_and_known_by_its_name_from_then_on(
    visit: Visit, service: Service, rnn: str, lstm: str, width: int
) -> None:
    name = f"known at {width}"
    page = visit(LookInsidePage, f"run={lstm}&step=64", width=width)
    page.open_all_runs()
    page.find_run(rnn)
    page.tick_first_run()
    page.name_run(name)
    assert service.runs.get(rnn).name == name
    page.take_run("Look at it")
    page.expect_link(f"run={rnn}")
    page.expect_not_in_link("step=")
    page.expect_text(rf"{name} · 2 × RNN 16 \({rnn}\) · step .* on test")


def test_an_earlier_run_is_opened_with_its_settings_from_the_table_of_all(visit: Visit, rnn: str, lstm: str) -> None:
    page = visit(TrainPage, f"run={lstm}")
    page.open_all_runs()
    page.find_run(rnn)
    page.tick_first_run()
    page.take_run("Open it, with its settings")
    page.expect_link(f"run={rnn}")
    page.expect_number("Hidden units", "16")
    page.expect_status("Finished · epoch 1/1")


def test_a_network_joins_the_compared_ones_from_the_table_of_all(visit: Visit, rnn: str, lstm: str) -> None:
    page = visit(MemoryPage, f"run={lstm}")
    page.open_all_runs()
    page.find_run(rnn)
    page.tick_first_run()
    page.take_run("Compare with it")
    page.expect_link(f"compare={rnn}")
    for run_id in (lstm, rnn):
        page.expect_text(rf"\({run_id}\) · step .* on test")
