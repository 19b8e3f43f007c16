"""Opening the whole app without a browser, as the tour goes from page to page."""

from streamlit.testing.v1 import AppTest

from tests.ui.opening import PAGES, PATIENCE, opened

MAIN = PAGES.parent / "rnn_demo" / "ui" / "main.py"


def open_app(link: str = "") -> AppTest:
    """The app, opened on Train with the parameters of a link; a card goes to its own page."""
    return opened(AppTest.from_file(MAIN, default_timeout=PATIENCE), link)


def press(page: AppTest, label: str) -> AppTest:
    """Press the first button with this label."""
    page = next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page
