"""A chart on a page."""

from typing import Any

from playwright.sync_api import FloatRect, Locator, expect

PATIENCE = 60_000  # milliseconds; a busy machine draws and trains slowly

expect.set_options(timeout=PATIENCE)


class ChartOnPage:
    """A plotly chart. Expressions and conditions are JavaScript over its node ``chart``, such as "chart.layout.height"."""

    def __init__(self, node: Locator) -> None:
        self._node = node

    def expect_drawn(self) -> None:
        expect(self._node).to_be_visible()
        self.wait_until("chart.querySelector('.main-svg') && chart.clientHeight > 100")

    def expect_within(self, width: int) -> None:
        """It does not reach out of a page that is ``width`` pixels wide."""
        box = self.box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width

    def value(self, expression: str) -> Any:
        return self._node.evaluate(f"chart => {expression}")

    def wait_until(self, condition: str, before: Any = None) -> None:
        """Wait until ``condition`` holds, which may also speak of the earlier value ``before``."""
        self._node.page.wait_for_function(
            f"([chart, before]) => chart.data && ({condition})",
            arg=[self._node.element_handle(), before],
            timeout=PATIENCE,
        )

    def box(self) -> FloatRect:
        box = self._node.bounding_box()
        assert box is not None
        return box

    def focus(self) -> None:
        self._node.focus()

    def point_at(self, *, right: float, down: float) -> None:
        """Move the mouse to a point that is so many pixels from the upper left corner."""
        box = self.box()
        self._node.page.mouse.move(0, 0)
        self._node.page.mouse.move(box["x"] + right, box["y"] + down, steps=3)

    def click_at(self, trace: int, x: float, y: float) -> None:
        """Click the point of trace number ``trace`` that has these coordinates."""
        self.expect_drawn()
        self._node.scroll_into_view_if_needed()
        right, down = (
            self.value(
                f"chart._fullLayout[chart._fullData[{trace}].{axis}axis.replace('{axis}', '{axis}axis')]._offset"
                f" + chart._fullLayout[chart._fullData[{trace}].{axis}axis.replace('{axis}', '{axis}axis')].l2p({value})"
            )
            for axis, value in (("x", x), ("y", y))
        )
        self.point_at(right=right, down=down)
        self._node.page.mouse.down()
        self._node.page.mouse.up()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag the mouse from one point to another, each in pixels from the upper left corner."""
        self._node.scroll_into_view_if_needed()
        box, mouse = self.box(), self._node.page.mouse
        mouse.move(box["x"] + start[0], box["y"] + start[1])
        mouse.down()
        mouse.move(box["x"] + end[0], box["y"] + end[1], steps=5)
        mouse.up()
