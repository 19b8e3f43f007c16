"""How far back networks can see: the page Memory in the browser."""

from tests.e2e.conftest import Visit
from tests.e2e.pages.memory_page import MemoryPage


def test_memory_compares_networks_in_one_chart(visit: Visit, lstm: str, rnn: str) -> None:
    page = visit(MemoryPage, f"run={lstm}&compare={rnn}")
    page.expect_curves(of=[lstm, rnn])
    page.expect_text("before training row 0 gets")
    page.pick("View", "Forgetting curve")
    page.expect_text(r"backward half.*: \d+\.\d% at once")
    page.pick("View", "Which rows matter")
    page.expect_text("with nothing blank")
    page.expect_link("view=rows")
    page.pick("View", "Order matters")
    page.expect_text("in its own order")


def test_a_network_that_is_added_is_drawn_beside_the_other(visit: Visit, lstm: str, rnn: str) -> None:
    page = visit(MemoryPage, f"run={lstm}")
    page.expect_curves(of=[lstm])
    page.choose("Compare with", rnn)
    page.expect_curves(of=[lstm, rnn])
    page.expect_link(f"compare={rnn}")


def test_the_moment_moves_ribbon_and_eigenvalues_in_place(visit: Visit, lstm: str) -> None:
    page = visit(MemoryPage, f"run={lstm}")
    page.expect_curves(of=[lstm])
    page.move_to_before_training()
    page.expect_link("step=0")


def test_the_digit_stays_in_sight(visit: Visit, lstm: str) -> None:
    page = visit(MemoryPage, f"run={lstm}")
    page.expect_curves(of=[lstm])
    page.scroll_down()
    page.expect_digit_in_sight()
