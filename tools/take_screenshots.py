"""Take the README's pictures: ``python -m tools.take_screenshots`` starts the app, trains and saves them in docs/."""

import re
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.server import REPOSITORY, Server
from tests.e2e.train_page import TrainPage

DOCS = REPOSITORY / "docs"
HEIGHT = 1010
MID_TRAINING = 350  # steps
HALF_WAY_DOWN = 12  # rows


def main() -> None:
    """Save a training under way, in the light and in the dark, and its network taken apart."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as at_the_end:
        server = Server(Path(folder))
        at_the_end.callback(server.stop)
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": 1440, "height": HEIGHT}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page.goto(server.url)
            _train_half_way(page)
            page.screenshot(path=DOCS / f"training-{scheme}.png")
            if scheme == "light":
                _look_inside(page, server)
        browser.close()


def _train_half_way(page: Page) -> None:
    """Press Train, wait until something has been learned, and hold it there."""
    train_page = TrainPage(page)
    train_page.expect_charts()
    train_page.press("Train")
    train_page.wait_for_step_after(MID_TRAINING)
    train_page.press("Pause")
    train_page.expect_status("Paused")
    train_page.wait_for_chart("confusion", "chart.data")
    page.mouse.move(0, 0)


def _look_inside(page: Page, server: Server) -> None:
    """Take apart the network that was trained last, half-way down a digit."""
    page.goto(f"{server.url}/look_inside?digit=12")
    reader = page.get_by_role("group", name=re.compile("Read row by row"))
    expect(reader.locator("output")).to_contain_text("The whole picture")
    for row in range(HALF_WAY_DOWN):
        reader.get_by_role("button", name="Row on").click()
        expect(reader.locator("output")).to_contain_text(f"down to row {row},")
    expect(page).to_have_url(re.compile(f"row={HALF_WAY_DOWN - 1}"))
    page.screenshot(path=DOCS / "look-inside.png")


if __name__ == "__main__":
    main()
