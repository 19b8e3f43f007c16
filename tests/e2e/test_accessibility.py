"""Nothing keeps people out of a page: no serious or critical violation that axe-core knows, on no page, in no view."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.e2e.conftest import Visit, trained
from tests.e2e.pages.app_page import AppPage
from tests.e2e.pages.look_inside_page import LookInsidePage
from tests.e2e.pages.memory_page import MemoryPage
from tests.e2e.pages.train_page import TrainPage

WIDTHS = (1440, 390)  # pixels

light_and_dark = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@pytest.fixture(scope="module")
def talkative(service: Service) -> str:
    """A run whose log is longer than its place on the page."""
    return trained(service, RunConfig(cell="rnn", bidirectional=False, hidden_size=4, num_epochs=1, eval_every=2))


def expect_open_to_all(page: AppPage) -> None:
    for width in WIDTHS:
        page.set_width(width)
        page.expect_settled()
        page.expect_open_to_all()


@light_and_dark
def test_train_before_a_run(visit: Visit, dark: bool) -> None:
    expect_open_to_all(visit(TrainPage, dark=dark))


@light_and_dark
def test_train_after_a_run(visit: Visit, talkative: str, dark: bool) -> None:
    page = visit(TrainPage, f"run={talkative}", dark=dark)
    page.confusion.expect_drawn()
    expect_open_to_all(page)


@light_and_dark
@pytest.mark.parametrize("page", [LookInsidePage, MemoryPage])
def test_each_view(visit: Visit, deep: str, page: type[AppPage], dark: bool) -> None:
    opened = visit(page, f"run={deep}", dark=dark)
    opened.expect_settled()
    for view in opened.names_of("View"):
        opened.set_width(WIDTHS[0])
        opened.show_view(view)
        expect_open_to_all(opened)


@light_and_dark
@pytest.mark.parametrize("picture", ["Draw", "Upload"])
def test_a_picture_of_ones_own(visit: Visit, deep: str, picture: str, dark: bool) -> None:
    page = visit(LookInsidePage, f"run={deep}", dark=dark)
    page.pick("Picture", picture)
    page.expect_settled()
    page.expect_open_to_all()


def test_a_word_is_explained_from_the_keyboard(visit: Visit) -> None:
    page = visit(TrainPage)
    page.explain("hidden state")
    page.expect_text("What the network remembers after time step")


def test_settings_do_not_cover_a_narrow_page(visit: Visit) -> None:
    """Neither when it is opened narrow nor when it becomes so."""
    visit(TrainPage, width=WIDTHS[1]).expect_sidebar_out_of_the_way()
    page = visit(TrainPage)
    page.set_width(WIDTHS[1])
    page.expect_sidebar_out_of_the_way()
