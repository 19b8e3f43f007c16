"""The Train page in the words of a person who uses it."""

import re
from contextlib import suppress
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

TRIES_TO_CHOOSE = 5

expect.set_options(timeout=20_000)  # milliseconds; a busy machine is slow to draw the first chart


class TrainPage:
    """What one can do on the page, and what one can see there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # Doing

    def press(self, label: str) -> None:
        self.button(label).click()

    def choose_class(self, name: str) -> None:
        self.page.get_by_role("radio", name=name, exact=True).click()

    def choose(self, setting: str, option: str) -> None:
        """Type ``option`` into a list and take it. A list closes when the page moves under it; then it is opened again."""
        box = self.page.get_by_role("combobox", name=setting)
        shown = self.page.get_by_role("option", name=option).first
        for _ in range(TRIES_TO_CHOOSE):
            box.fill("")
            box.fill(option)
            with suppress(TimeoutError):
                shown.wait_for(timeout=3_000)
                break
        box.press("Enter")
        box.press("Escape")  # a list of many stays open, and hides the rest of the page from assistive technology

    def zoom_into_loss(self) -> None:
        """Drag over the middle of the loss curve."""
        box = self.chart("loss").bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 150, box["y"] + 80)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 300, box["y"] + 150, steps=5)
        self.page.mouse.up()

    # Seeing

    def chart(self, name: str) -> Locator:
        words = {
            "probe": "Heatmaps",
            "loss": "training loss",
            "accuracy": "training accuracy",
            "confusion": "confusion",
        }
        return self.page.get_by_role("img", name=re.compile(words[name]))

    def chart_value(self, name: str, expression: str) -> Any:
        """``expression`` over the chart's plotly node ``chart``, such as "chart.layout.height"."""
        return self.chart(name).evaluate(f"chart => {expression}")

    def wait_for_chart(self, name: str, condition: str, before: Any = None) -> None:
        """Wait until ``condition`` holds over the chart's plotly node ``chart`` and the earlier value ``before``."""
        node = self.chart(name).element_handle()
        self.page.wait_for_function(
            f"([chart, before]) => chart.data && ({condition})", arg=[node, before], timeout=30_000
        )

    def button(self, label: str) -> Locator:
        """A button of the page itself: Streamlit's header has one of its own, called Stop, while a script runs."""
        return self.page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True)

    def wait_for_node(self, locator: Locator, condition: str) -> None:
        """Wait until ``condition`` holds over the element ``node``."""
        self.page.wait_for_function(f"node => {condition}", arg=locator.element_handle(), timeout=30_000)

    def status(self) -> Locator:
        return self.page.get_by_test_id("stProgress")

    def expect_status(self, pattern: str) -> None:
        expect(self.status()).to_contain_text(re.compile(pattern))

    def step(self) -> int:
        """The step that the status line names."""
        self.expect_status(r"step [\d,]+/")
        match = re.search(r"step ([\d,]+)/", self.status().inner_text())
        assert match is not None
        return int(match[1].replace(",", ""))

    def wait_for_step_after(self, step: int) -> None:
        self.page.wait_for_function(
            """before => {
                const text = document.querySelector('[data-testid="stProgress"]')?.innerText ?? '';
                return Number(text.match(/step ([\\d,]+)/)?.[1].replaceAll(',', '')) > before;
            }""",
            arg=step,
            timeout=30_000,
        )

    def expect_button(self, label: str, *, enabled: bool) -> None:
        button = self.button(label)
        expect(button).to_be_enabled() if enabled else expect(button).to_be_disabled()

    def expect_charts(self) -> None:
        """The probe and both curves are drawn."""
        for name in ("probe", "loss", "accuracy"):
            expect(self.chart(name)).to_be_visible()
            self.wait_for_chart(name, "chart.clientHeight > 100")

    def expect_no_exception(self) -> None:
        """What must never happen: a traceback, or the sentence that stands for one that nobody foresaw."""
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        expect(self.page.get_by_text("nobody foresaw")).to_have_count(0)
