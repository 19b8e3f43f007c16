"""The view Gradient ribbon."""

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.ui.opening import open_page, texts


def test_the_runs_stand_side_by_side(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("memory", f"run={two_ways}&compare={one_way}"))
    assert f"**2 × Bi-GRU 6** ({two_ways})" in said
    assert f"**RNN 5** ({one_way})" in said


def test_the_digit_is_chosen_here_only(shown: Service, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}")
    assert [pills.label for pills in page.pills] == ["Test digit of class"]
    for view in ("forgetting", "rows"):
        assert not open_page("memory", f"run={two_ways}&view={view}").pills


def test_choices_stand_in_the_link(shown: Service, two_ways: str) -> None:
    page = open_page("memory", f"run={two_ways}")
    (what,) = (choice for choice in page.segmented_control if choice.label.startswith("Map of the gradient"))
    assert what.value == "forward"
    what.set_value("input")
    page.toggle[0].set_value(True).run()
    assert page.query_params == {"run": two_ways, "gradient": "input", "relative": "on"}
    assert not page.exception


def test_one_direction_has_no_backward_state(shown: Service, one_way: str) -> None:
    page = open_page("memory", f"run={one_way}&gradient=backward")
    assert page.info[0].value == "This network reads in one direction; there is no backward state."


def test_a_run_without_weights_says_so(empty: Service) -> None:
    page = open_page("memory", f"run={empty.runs.start(RunConfig()).id}")
    assert page.info[0].value == "This run has not kept any weights yet."
