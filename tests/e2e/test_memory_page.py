"""How far back networks can see: the page Memory in the browser."""

from tests.e2e.conftest import Visit
from tests.e2e.pages.memory_page import MemoryPage


def test_memory_compares_networks(visit: Visit, lstm: str, rnn: str) -> None:
    page = visit(MemoryPage, f"run={lstm}&compare={rnn}")
    page.expect_ribbons(2)
    page.expect_maps(2)
    page.pick("View", "Forgetting curve")
    page.expect_text(r"backward half: \d+\.\d% at once")
    page.pick("View", "Which rows matter")
    page.expect_text("The rows that matter most")
    page.expect_link("view=rows")


def test_charts_follow_their_column_when_a_network_is_added(visit: Visit, lstm: str, rnn: str) -> None:
    page = visit(MemoryPage, f"run={lstm}")
    page.expect_ribbons(1)
    assert page.ribbon_width() > 600
    page.choose("Compare with", rnn)
    page.expect_ribbons(2)
    assert page.ribbon_width() < 600
    page.expect_link(f"compare={rnn}")


def test_the_digit_is_chosen_in_the_ribbon_only(visit: Visit, lstm: str) -> None:
    page = visit(MemoryPage, f"run={lstm}")
    page.expect_ribbons(1)
    page.expect_digit_chooser(is_there=True)
    page.pick("View", "Forgetting curve")
    page.expect_text("at once")
    page.expect_digit_chooser(is_there=False)
