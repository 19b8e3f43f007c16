"""Take the README's pictures: ``python -m tools.take_screenshots`` starts the app, trains and saves them in docs/."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.pages.look_inside_page import LookInsidePage
from tests.e2e.pages.tour_page import TourPage
from tests.e2e.pages.train_page import TrainPage
from tests.e2e.server import REPOSITORY, Server

DOCS = REPOSITORY / "docs"
WIDTH, HEIGHT = 1440, 1010
MID_TRAINING = 350  # steps
HALF_WAY_DOWN = 12  # rows
CARD = 4


def main() -> None:
    """Save a card of the tour, a training under way, in the light and in the dark, and its network taken apart."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as at_the_end:
        server = Server(Path(folder))
        at_the_end.callback(server.stop)
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        _tour(browser, server)
        _train_half_way(browser, server, "light")
        _look_inside(browser, server)
        _train_half_way(browser, server, "dark")
        browser.close()


def _tour(browser: Browser, server: Server) -> None:
    """Open a card and its answer."""
    page = TourPage(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"))
    page.open(server.url, f"card={CARD}")
    page.expect_card(CARD)
    page.show_answer()
    page.expect_settled()
    page.save_picture(DOCS / "tour.png")


def _train_half_way(browser: Browser, server: Server, scheme: Literal["light", "dark"]) -> None:
    """Press Train, wait until something has been learned, and hold it there."""
    page = TrainPage(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme))
    page.open(server.url)
    page.expect_ready()
    page.train_to(MID_TRAINING)
    page.press("Pause")
    page.expect_status("Paused")
    page.confusion.expect_drawn()
    page.save_picture(DOCS / f"training-{scheme}.png")


def _look_inside(browser: Browser, server: Server) -> None:
    """Take apart the network that was trained last, half-way down a digit."""
    page = LookInsidePage(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"))
    page.open(server.url, "digit=12")
    page.expect_read("The whole picture")
    for row in range(HALF_WAY_DOWN):
        page.read_on()
        page.expect_read(f"down to row {row},")
    page.expect_link(f"row={HALF_WAY_DOWN - 1}")
    page.save_picture(DOCS / "look-inside.png")


if __name__ == "__main__":
    main()
