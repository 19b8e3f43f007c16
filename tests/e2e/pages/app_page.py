"""What all pages have in common."""

import re
from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Position, TimeoutError, expect

from tests.e2e.pages.chart import PATIENCE, ChartOnPage

TRIES_TO_CHOOSE = 5
MOST_TABS = 60
FIRST_BOX: Position = {"x": 16, "y": 52}  # pixels, in the table of all runs
UNFOLDED_CHART = ".live-chart:not(details:not([open]) *)"
# One that has finished stays in the list until the browser draws its next frame, which a page at rest may not need.
IS_STILL = """document.getAnimations().every(
    (one) => one.playState === "finished" || one.effect.getTiming().iterations === Infinity
)"""
SHUTS_OUT = ("serious", "critical")  # as axe-core calls what keeps people from using a page


class AppPage:
    """A page of the app, open in a browser."""

    PATH: ClassVar[str]
    HEADING: ClassVar[str]

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, server_url: str, link: str = "") -> None:
        """Go there with the parameters ``link``, such as "cell=rnn&hidden_size=8"."""
        self._page.goto(f"{server_url}{self.PATH}?{link}")

    # Doing

    def press(self, label: str) -> None:
        """Press a button."""
        self._button(label).click()

    def turn_to(self, title: str) -> None:
        """Go to another page by the navigation."""
        self._page.get_by_role("link", name=title, exact=True).first.click()

    def pick(self, setting: str, name: str) -> None:
        """Take one of the names that stand side by side: a view, a class of digits, a layer."""
        self._choice(setting, name).click()

    def show_view(self, title: str) -> None:
        """Take a view, and wait until the words of the one before are gone."""
        if self._choice("View", title).is_checked():
            return
        words = self._page.locator("[class*='st-key-terms_']").get_attribute("class") or ""
        before = next(name for name in words.split() if name.startswith("st-key-terms_"))
        self.pick("View", title)
        expect(self._page.locator(f".{before}")).to_have_count(0)

    def choose(self, setting: str, option: str) -> None:
        """Type ``option`` into a list and take it. A list closes when the page moves under it; then it is opened again."""
        box = self._page.get_by_role("combobox", name=setting)
        shown = self._page.get_by_role("option", name=option).first
        for _ in range(TRIES_TO_CHOOSE):
            box.fill("")
            box.fill(option)
            with suppress(TimeoutError):
                shown.wait_for(timeout=3_000)
                break
        box.press("Enter")
        box.press("Escape")  # a list of many stays open, and hides the rest of the page from assistive technology

    def unfold(self, title: str) -> None:
        """Open what is folded up under ``title``."""
        self._page.get_by_text(title).click()

    def explain(self, word: str) -> None:
        """Ask with the keyboard what a word of the view means."""
        self._button(word).focus()
        self.press_key("Enter")

    def press_key(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self._page.keyboard.press(key)

    def tab_to(self, label: str) -> None:
        """Go on with the Tab key until a button has the focus."""
        button = self._button(label)
        for _ in range(MOST_TABS):
            self._page.keyboard.press("Tab")
            if button.evaluate("button => button === document.activeElement"):
                break
        expect(button).to_be_focused()

    # The table of all runs

    def open_all_runs(self) -> None:
        self._page.get_by_role("button", name="All trained here").click()
        expect(self._table).to_be_visible()

    def find_run(self, text: str) -> None:
        """Search the table for the one run that has ``text`` in its name or id."""
        field = self._page.get_by_role("dialog").get_by_label("Name or run id")
        field.fill(text)
        field.press("Enter")
        expect(self._page.get_by_role("dialog").get_by_text(re.compile(r"^1 (run|network)\. Tick one"))).to_be_visible()

    def tick_first_run(self) -> None:
        """The table is drawn on a canvas, so this is a click where its first box is."""
        self._table.click(position=FIRST_BOX)
        expect(self._page.get_by_role("dialog").get_by_role("button", name="Save the name")).to_be_visible()

    def name_run(self, name: str) -> None:
        """Give the ticked run a name."""
        dialog = self._page.get_by_role("dialog")
        dialog.get_by_label("Name", exact=True).fill(name)
        dialog.get_by_role("button", name="Save the name").click()
        expect(dialog.get_by_role("paragraph").get_by_text(name)).to_be_visible()

    def take_run(self, label: str) -> None:
        """Press the button below the table, which closes it."""
        dialog = self._page.get_by_role("dialog")
        dialog.get_by_role("button", name=label).click()
        expect(dialog).to_have_count(0)

    def reload(self) -> None:
        self._page.reload()

    def set_width(self, width: int) -> None:
        """Make the window ``width`` pixels wide."""
        self._page.set_viewport_size({"width": width, "height": 900})

    # Seeing

    @property
    def link(self) -> str:
        """The parameters of the URL, as `open` takes them."""
        return urlsplit(self._page.url).query

    def names_of(self, setting: str) -> list[str]:
        """The names that stand side by side under ``setting``."""
        return self._page.get_by_role("radiogroup", name=setting).get_by_role("radio").all_inner_texts()

    @property
    def run_id(self) -> str:
        """The run that the URL names."""
        self.expect_link("run=")
        match = re.search(r"run=(\w+)", self.link)
        assert match is not None
        return match[1]

    def expect_link(self, pattern: str) -> None:
        """The parameters of the URL hold ``pattern``."""
        expect(self._page).to_have_url(re.compile(rf"\?.*({pattern})"))

    def expect_not_in_link(self, pattern: str) -> None:
        expect(self._page).not_to_have_url(re.compile(rf"\?.*({pattern})"))

    def expect_ready(self) -> None:
        """The page stands."""
        expect(self._page.get_by_role("heading", name=self.HEADING)).to_be_visible()

    def expect_label_lighter_than(self, label: str, level: int) -> None:
        """The label of a button is written in a colour whose red is above ``level``, of 255."""
        colour = self._button(label).locator("p").evaluate("text => getComputedStyle(text).color")
        assert float(re.findall(r"[\d.]+", colour)[0]) > level, colour

    def expect_whole_label(self, label: str) -> None:
        """None of a button's label is cut off."""
        text = self._button(label).locator("p")
        expect(text).to_be_visible(timeout=PATIENCE)
        assert text.evaluate("text => text.scrollWidth <= text.clientWidth && text.getBoundingClientRect().height > 30")

    def expect_settled(self) -> None:
        """The page has answered, its charts are drawn and nothing fades any more. Not for a page that is kept up to date."""
        expect(self._page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(self._page.locator("[data-stale='true']")).to_have_count(0)
        ChartOnPage(self._page.locator(UNFOLDED_CHART).last).expect_drawn()
        self._page.wait_for_function(IS_STILL)

    def expect_open_to_all(self) -> None:
        """What axe-core finds on the page keeps nobody from using it."""
        found = Axe().run(self._page).response["violations"]
        nodes = [(one["id"], node) for one in found if one["impact"] in SHUTS_OUT for node in one["nodes"]]
        assert not nodes, "\n".join(f"{rule}: {node['html']}\n  {node['failureSummary']}" for rule, node in nodes)

    def expect_text(self, pattern: str) -> None:
        expect(self._page.get_by_text(re.compile(pattern)).first).to_be_visible()

    def expect_alert(self, sentence: str) -> None:
        """A sentence in a box of its own: a warning, a mistake, a hint."""
        expect(self._page.get_by_role("alert").get_by_text(re.compile(sentence))).to_be_visible()

    def expect_no_alert(self) -> None:
        expect(self._page.get_by_role("alert")).to_have_count(0)

    def expect_no_way_to(self, address: str) -> None:
        """Nothing on the page leads to an ``address`` outside."""
        expect(self._page.locator(f"[href*='{address}'], [src*='{address}']")).to_have_count(0)

    def expect_sidebar_out_of_the_way(self) -> None:
        expect(self._page.get_by_test_id("stSidebar")).not_to_be_in_viewport()

    def expect_number(self, label: str, value: str) -> None:
        """The number in the field ``label``."""
        expect(self._page.get_by_role("spinbutton", name=label)).to_have_value(value)

    def expect_picked(self, setting: str, name: str) -> None:
        """The one of several names that stand side by side which is chosen."""
        expect(self._choice(setting, name)).to_be_checked()

    def expect_chosen(self, setting: str, option: str) -> None:
        """What a list shows."""
        expect(self._page.get_by_role("combobox", name=setting)).to_have_value(option)

    def expect_button(self, label: str, *, enabled: bool) -> None:
        expect(self._button(label)).to_be_enabled(enabled=enabled)

    def expect_charts_within(self, width: int) -> None:
        """Nothing reaches out of a page that is ``width`` pixels wide, once its last chart has been drawn."""
        charts = self._page.locator(".live-chart")
        ChartOnPage(charts.last).expect_drawn()
        for chart in charts.all():
            ChartOnPage(chart).expect_within(width)
        assert self._page.evaluate("document.documentElement.scrollWidth") <= width

    def expect_no_exception(self) -> None:
        """What must never happen: a traceback, or the sentence that stands for one that nobody foresaw."""
        expect(self._page.get_by_test_id("stException")).to_have_count(0)
        expect(self._page.get_by_text("nobody foresaw")).to_have_count(0)

    def save_picture(self, path: Path) -> None:
        """Save the page as it looks now, with the mouse out of the way."""
        self._page.mouse.move(0, 0)
        self._page.screenshot(path=path)

    # Finding

    @property
    def _table(self) -> Locator:
        return self._page.get_by_role("dialog").get_by_test_id("stDataFrame")

    def _chart(self, words: str) -> ChartOnPage:
        """The chart that is described with ``words``."""
        return ChartOnPage(self._charts(words).first)

    def _charts(self, words: str) -> Locator:
        return self._page.get_by_role("img", name=re.compile(words))

    def _choice(self, setting: str, name: str) -> Locator:
        return self._page.get_by_role("radiogroup", name=setting).get_by_role("radio", name=name, exact=True)

    def _button(self, label: str) -> Locator:
        """A button of the page itself: Streamlit's header has one of its own, called Stop, while a script runs."""
        return self._page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True)
