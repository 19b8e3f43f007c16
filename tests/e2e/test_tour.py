"""The tour, walked from a first visit to its end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from rnn_demo.ui.tour.cards import cards
from tests.e2e.conftest import running, visits
from tests.e2e.pages.tour_page import TourPage
from tests.e2e.pages.train_page import TrainPage
from tests.e2e.server import Server

NUMBERS = range(1, len(cards()) + 1)


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("tour")) as server:
        yield server


def test_next_leads_from_a_first_visit_to_the_end(empty_server: Server, browser: Browser) -> None:
    with visits(empty_server, browser) as visit:
        tour = visit(TourPage)
        tour.press("New here? Ten minutes")
        for number in NUMBERS:
            tour.expect_card(number)
            tour.expect_no_alert_of_a_link()
            tour.expect_no_exception()
            if number < len(cards()):
                tour.press("Next")
        tour.expect_settled()  # as who has read the card finds it: the sidebar has moved the buttons aside
        tour.press("Finish")
        tour.expect_closed()


@pytest.mark.parametrize("number", [1, 5, 10])
def test_a_card_is_no_wider_than_a_telephone(empty_server: Server, browser: Browser, number: int) -> None:
    with visits(empty_server, browser) as visit:
        tour = visit(TourPage, f"card={number}", width=390)
        tour.expect_card(number)
        tour.expect_within(390)


def test_train_this_yourself_opens_the_settings(empty_server: Server, browser: Browser) -> None:
    with visits(empty_server, browser) as visit:
        page = visit(TrainPage)
        page.press("New here? Ten minutes")
        page.expect_text(f"1 of {len(cards())}")
        page.press("Train this yourself")
        page.expect_link("cell=rnn")
        page.expect_not_in_link("card=|run=")
        page.expect_chosen("Cell", "rnn")


@pytest.mark.parametrize(
    ("number", "dark"), [(1, False), (5, True), (10, False)], ids=["1-light", "5-dark", "10-light"]
)
def test_a_card_is_open_to_all(empty_server: Server, browser: Browser, number: int, dark: bool) -> None:
    with visits(empty_server, browser) as visit:
        tour = visit(TourPage, f"card={number}", dark=dark)
        tour.expect_card(number)
        tour.show_answer()
        tour.expect_settled()
        tour.expect_open_to_all()
