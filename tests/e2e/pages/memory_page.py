"""The page Memory."""

from playwright.sync_api import expect

from tests.e2e.pages.app_page import AppPage

RIBBON = "length of the gradient at each step that is read"
EIGENVALUES = "eigenvalues of the recurrent weights"
OVER_TRAINING = "over the steps of the training"
HEIGHTS = "JSON.stringify(chart.data.map(trace => trace.y))"


class MemoryPage(AppPage):
    """How far back networks can see."""

    PATH = "/memory"
    HEADING = "Memory"

    def expect_curves(self, *, of: list[str]) -> None:
        """One chart of each kind, in which all these networks are drawn."""
        for name in (RIBBON, EIGENVALUES, OVER_TRAINING):
            chart = self._chart(name)
            chart.expect_drawn()
            for run_id in of:
                chart.wait_until(f"chart.data.some(trace => (trace.name || '').includes('{run_id}'))")

    def move_to_before_training(self) -> None:
        """Drag the slider to its left end; the charts follow without being drawn anew."""
        charts = [self._chart(RIBBON), self._chart(EIGENVALUES)]
        before = []
        for chart in charts:
            before.append(chart.value(HEIGHTS))
            chart.value("chart.isTheSame = true")
        slider = self._page.get_by_role("slider", name="Moment of the training")
        slider.focus()
        slider.press("Home")
        for chart, values in zip(charts, before, strict=True):
            chart.wait_until(f"chart.isTheSame && {HEIGHTS} !== before", values)

    def scroll_down(self) -> None:
        """To the bottom of the page."""
        self._page.get_by_text("On its way back over one step").scroll_into_view_if_needed()

    def expect_digit_in_sight(self) -> None:
        expect(self._page.get_by_text("reads this as").first).to_be_in_viewport()
