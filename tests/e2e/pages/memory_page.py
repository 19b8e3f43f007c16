"""The page Memory."""

from playwright.sync_api import expect

from tests.e2e.pages.app_page import AppPage

RIBBON = "length of the gradient at each row on"
MAP = "over the steps of the training"
FOLLOWS_ITS_COLUMN = "Math.abs(chart.querySelector('.main-svg').clientWidth - chart.clientWidth) < 2"


class MemoryPage(AppPage):
    """How far back networks can see."""

    PATH = "/memory"
    HEADING = "Memory"

    def expect_ribbons(self, count: int) -> None:
        expect(self._charts(RIBBON)).to_have_count(count)

    def expect_maps(self, count: int) -> None:
        expect(self._charts(MAP)).to_have_count(count)

    def ribbon_width(self) -> float:
        """The width of the first ribbon, which fills its column."""
        ribbon = self._chart(RIBBON)
        ribbon.expect_drawn()
        ribbon.wait_until(FOLLOWS_ITS_COLUMN)
        return ribbon.box()["width"]

    def expect_digit_chooser(self, *, is_there: bool) -> None:
        expect(self._page.get_by_role("radiogroup", name="Test digit of class")).to_have_count(int(is_there))
