"""The page Train."""

import re
from typing import cast

from playwright.sync_api import expect

from tests.e2e.pages.app_page import AppPage
from tests.e2e.pages.chart import PATIENCE, ChartOnPage

PICTURE = "JSON.stringify(chart.data[0].z)"
STATES = "JSON.stringify(chart.data[1].z)"
POINTS = "chart.calcdata[1].length"
LAST_STEP = "chart.calcdata[1].at(-1).x"
MARKED = "chart.layout.shapes?.map(shape => shape.y0 + 0.5)"


class TrainPage(AppPage):
    """Training a network, and watching it."""

    PATH = "/"
    HEADING = "Watch a network learn to read"

    @property
    def probe(self) -> ChartOnPage:
        return self._chart("Heatmaps")

    @property
    def loss(self) -> ChartOnPage:
        return self._chart("training loss")

    @property
    def accuracy(self) -> ChartOnPage:
        return self._chart("training accuracy")

    @property
    def confusion(self) -> ChartOnPage:
        return self._chart("confusion")

    def expect_ready(self) -> None:
        """The probe and both curves are drawn."""
        for chart in (self.probe, self.loss, self.accuracy):
            chart.expect_drawn()

    def type_number(self, label: str, text: str) -> None:
        """Type ``text`` into the field ``label``."""
        field = self._page.get_by_role("spinbutton", name=label)
        field.fill(text)
        field.press("Enter")

    # The run

    def train_to(self, step: int) -> None:
        """Press Train and wait until ``step`` is past."""
        self.press("Train")
        self.expect_step_after(step)

    def stop(self) -> None:
        self.press("Stop")
        self.expect_status("Stopped")

    def step(self) -> int:
        """The step that the status line names."""
        self.expect_status(r"step [\d,]+/")
        match = re.search(r"step ([\d,]+)/", self._page.get_by_test_id("stProgress").inner_text())
        assert match is not None
        return int(match[1].replace(",", ""))

    def expect_status(self, pattern: str) -> None:
        expect(self._page.get_by_test_id("stProgress")).to_contain_text(re.compile(pattern))

    def expect_step_after(self, step: int) -> None:
        self._page.wait_for_function(
            """before => {
                const text = document.querySelector('[data-testid="stProgress"]')?.innerText ?? '';
                return Number(text.match(/step ([\\d,]+)/)?.[1].replaceAll(',', '')) > before;
            }""",
            arg=step,
            timeout=PATIENCE,
        )

    # The probe

    def picture(self) -> str:
        return cast(str, self.probe.value(PICTURE))

    def states(self) -> str:
        """The forward states."""
        return cast(str, self.probe.value(STATES))

    def expect_another_picture(self, than: str) -> None:
        self.probe.wait_until(f"{PICTURE} !== before", than)

    def expect_other_states(self, than: str) -> None:
        self.probe.wait_until(f"{STATES} !== before", than)

    def expect_panels(self, count: int) -> None:
        """The picture, the states of each direction, the belief."""
        self.probe.wait_until("chart.data.length === before", count)

    def expect_reading_plays(self) -> None:
        """The rows appear one by one, with a word to each direction and to the belief."""
        expect(self._page.get_by_role("button", name="Pause", exact=True).first).to_be_visible()
        self.probe.wait_until("chart.data[1].z[27][0] === null && chart.layout.annotations.length === 7")

    def expect_nothing_plays(self) -> None:
        """All panels are whole."""
        expect(self._page.get_by_role("button", name="Play the reading")).to_be_visible()
        self.probe.wait_until("chart.layout.annotations.length === 4")

    def expect_panels_two_by_two(self) -> None:
        """The probe is as high as two panels."""
        self.probe.wait_until("chart.layout.height > 600")

    def expect_digit_of_class(self, name: str) -> None:
        """The sentence below the probe says that the picture is of this class, whatever the network takes it for."""
        right = self._page.get_by_text(f"reads this as {name}")
        expect(self._page.get_by_text(f"it is {name}").or_(right)).to_be_visible()

    def expect_marked_rows(self, *rows: int) -> None:
        """The row that is marked in each panel."""
        self.probe.wait_until(f"JSON.stringify({MARKED}) === JSON.stringify(before)", list(rows))

    def expect_every_panel_marked_below(self, row: int) -> None:
        self.probe.wait_until(f"{MARKED}?.length === chart.data.length && {MARKED}.every(row => row > before)", row)

    # The curves

    def loss_points(self) -> int:
        """How many points the smoothed training loss has."""
        return cast(int, self.loss.value(POINTS))

    def expect_more_loss_points_than(self, number: int) -> None:
        self.loss.wait_until(f"{POINTS} > before", number)

    def last_loss_step(self) -> int:
        return cast(int, self.loss.value(LAST_STEP))

    def expect_loss_after_step(self, step: int) -> None:
        self.loss.wait_until(f"{LAST_STEP} > before", step)

    def expect_loss_from_step(self, step: int) -> None:
        """The curve begins there."""
        self.loss.wait_until("chart.calcdata[1][0].x === before", step)

    def zoom_into_loss(self) -> list[float]:
        """Drag over the middle of the loss curve; return the steps that it shows from then on."""
        self.loss.drag((150, 80), (300, 150))
        self.loss.wait_until("chart.layout.xaxis.range[0] > 10")
        return self.loss_range()

    def loss_range(self) -> list[float]:
        return cast(list[float], self.loss.value("chart.layout.xaxis.range"))
