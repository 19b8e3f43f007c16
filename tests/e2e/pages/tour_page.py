"""The tour above whichever page its card is about."""

import re

from playwright.sync_api import expect

from rnn_demo.ui.tour.cards import cards, link
from tests.e2e.pages.app_page import AppPage


class TourPage(AppPage):
    """The app from its front door, with the cards of the tour on top."""

    PATH = "/"

    def show_answer(self) -> None:
        self._page.get_by_text("Answer", exact=True).click()

    def expect_ready(self) -> None:
        expect(self._page.get_by_text(re.compile(r"Watch a network learn|\d+ of \d+ · ")).first).to_be_visible()

    def expect_card(self, number: int) -> None:
        """The card stands there, on its scene, and the page below it too."""
        card = cards()[number - 1]
        expect(self._page.get_by_text(f"{number} of {len(cards())} · {card.title}")).to_be_visible()
        for param, text in link(number).items():
            self.expect_link(f"{param}={text.replace(',', '%2C')}")
        expect(
            self._page.locator(".live-chart, [data-testid='stMetric'], [data-testid='stImage']").first
        ).to_be_attached()

    def expect_closed(self) -> None:
        """No card is open, and there is a way back to the last."""
        expect(self._page.get_by_text(f" of {len(cards())} · ")).to_have_count(0)
        self.expect_not_in_link("card=")
        self.expect_button(f"Back to the tour, card {len(cards())}", enabled=True)

    def expect_no_alert_of_a_link(self) -> None:
        """Nothing in the link was wrong."""
        expect(self._page.get_by_text("The link says")).to_have_count(0)

    def expect_within(self, width: int) -> None:
        """Nothing reaches out of the page."""
        assert self._page.evaluate("document.documentElement.scrollWidth") <= width
