"""The page Look inside."""

import re
from pathlib import Path
from typing import cast

from playwright.sync_api import Locator, expect

from tests.e2e.pages.app_page import AppPage
from tests.e2e.pages.chart import ChartOnPage

VOTES = "JSON.stringify(chart.data[0].y)"
INK_IN_THE_MIDDLE = "chart.calcdata?.[0]?.[0]?.z?.[14][14]"
INK_AT_THE_SIDE = "chart.calcdata[0][0].z[14][3]"
EDGE = 40  # pixels between a stroke and the paper's edge


class LookInsidePage(AppPage):
    """A trained network taken apart."""

    PATH = "/look_inside"
    HEADING = "Look inside"

    # Reading row by row

    def focus_reader(self) -> None:
        self._reader().focus()

    def expect_read(self, pattern: str) -> None:
        """How far the picture has been read."""
        expect(self._reader().locator("output")).to_have_text(re.compile(pattern))

    def expect_playing(self) -> None:
        expect(self._reader().get_by_role("button", name="Pause")).to_be_visible()

    def pause_reading(self) -> None:
        self._reader().get_by_role("button", name="Pause").click()
        expect(self._reader().get_by_role("button", name="Play the reading")).to_be_visible()

    def play_to_the_end(self) -> None:
        """Play the reading, fast, and wait until it is over."""
        self._reader().get_by_role("combobox").select_option("fast")
        self._reader().get_by_role("button", name="Play the reading").click()
        expect(self._reader().get_by_role("button", name="Play the reading")).to_be_visible()

    def read_whole(self) -> None:
        """Uncover the whole picture at once."""
        self._reader().get_by_role("button", name="Whole picture").click()

    def expect_picture_in_sight(self) -> None:
        """The small picture and what it is read as can be seen, however far the page has been scrolled."""
        expect(self._page.locator(".st-key-in_sight")).to_be_in_viewport(ratio=1)

    def scroll_down(self) -> None:
        """To the very end of the page."""
        self._page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")

    def read_on(self) -> None:
        """Uncover a row more."""
        self._reader().get_by_role("button", name="Row on").click()

    def expect_uncovered_rows(self, *counts: int) -> None:
        """How many rows of each of the upper panels can be seen."""
        rows = f"chart.data.slice(0, {len(counts)}).map(panel => panel.z.filter(row => row[0] !== null).length)"
        self._gates().wait_until(f"JSON.stringify({rows}) === JSON.stringify(before)", list(counts))

    def expect_equations(self, count: int) -> None:
        expect(self._page.locator(".katex-display")).to_have_count(count)

    # Clicking in charts

    def erase_after(self, row: int) -> None:
        """Click a row of the picture in the view Erase."""
        self._chart("if the state is erased there").click_at(0, x=14, y=row)

    def click_unit(self, unit: int) -> None:
        """Click a unit among the states in the view Gates."""
        self._chart("the states of all units").click_at(1, x=unit, y=14)

    # The picture

    def draw_a_one(self) -> None:
        """Draw a vertical stroke in the middle of the paper with the mouse."""
        paper = self._page.locator("svg.paper")
        expect(paper).to_be_visible()
        box = paper.bounding_box()
        assert box is not None
        middle = box["x"] + box["width"] / 2
        self._page.mouse.move(middle, box["y"] + EDGE)
        self._page.mouse.down()
        self._page.mouse.move(middle, box["y"] + box["height"] - EDGE, steps=12)
        self._page.mouse.up()

    def upload(self, file: Path) -> None:
        self._page.locator('input[type="file"]').set_input_files(file)

    def expect_one_is_read(self) -> None:
        """The network reads a picture with ink in its middle and none at its side."""
        self._gates().wait_until(f"{INK_IN_THE_MIDDLE} > 0.9 && {INK_AT_THE_SIDE} === 0")

    def answer_and_class(self) -> tuple[str, str]:
        """What the network answers, and the class that the digit is of."""
        answer = self._page.get_by_text(re.compile("The network reads this as")).inner_text()
        match = re.search(r"The network reads this as (\d)", answer)
        assert match is not None
        return match[1], self._page.get_by_role("radio", checked=True, name=re.compile(r"^\d$")).inner_text()

    # The moment

    def go_to_first_moment(self) -> None:
        self._page.get_by_role("slider", name=re.compile("Moment")).focus()
        self.press_key("Home")

    def expect_moment_marked(self, step: int) -> None:
        """A line stands at ``step`` in the small loss curve."""
        curve = self._chart("at the moment that is looked at")
        curve.wait_until(f"chart.layout.shapes.length === 1 && chart.layout.shapes[0].x0 === {step}")

    def expect_more_moments(self) -> None:
        """The number of moments that are kept grows while one looks."""
        label = self._page.get_by_text(re.compile(r"Moment of training, \d+ kept"))
        expect(label).to_be_visible()
        expect(label).not_to_have_text(label.inner_text())

    def votes(self) -> str:
        chart = self._votes()
        chart.expect_drawn()
        return cast(str, chart.value(VOTES))

    def expect_other_votes(self, than: str) -> None:
        self._votes().wait_until(f"{VOTES} !== before", than)

    # Finding

    def _votes(self) -> ChartOnPage:
        return self._chart("stacked bars")

    def _gates(self) -> ChartOnPage:
        return self._chart("the gates")

    def _reader(self) -> Locator:
        return self._page.get_by_role("group", name=re.compile("Read row by row"))
