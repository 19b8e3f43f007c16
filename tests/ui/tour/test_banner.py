"""From card to card, and out of the tour."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from rnn_demo.ui.address.links import to_params
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.tour.cards import cards, link
from tests.ui.opening import keyed, texts, warnings
from tests.ui.tour.opening import open_app, press

LAST = len(cards())


def test_a_first_visit_is_one_click_from_the_first_card(empty: Service) -> None:
    page = press(open_app(), "New here? Ten minutes")
    assert f"1 of {LAST}" in texts(page)
    assert dict(page.query_params) == link(1)


def test_next_and_back_go_from_card_to_card(empty: Service) -> None:
    page = press(open_app("card=3"), "Next")
    assert f"4 of {LAST}" in texts(page)
    assert page.query_params["view"] == "wrong-end"
    page = press(press(page, "Back"), "Back")
    assert f"2 of {LAST}" in texts(page)
    assert dict(page.query_params) == link(2)


def test_the_answer_of_each_card_is_folded_up_at_first(empty: Service) -> None:
    page = open_app("card=1")
    for number in (1, 2):
        answer = next(folded for folded in page.expander if folded.label == "Answer")
        assert not answer.proto.expanded
        assert answer.markdown[0].value == cards()[number - 1].answer
        page = press(page, "Next")


def test_what_a_link_says_beside_the_card_counts(empty: Service) -> None:
    page = open_app("card=1")
    page.query_params = {"card": "2", "row": "20"}  # as a link to the page that is open
    page.run()
    assert f"2 of {LAST}" in texts(page)
    assert page.query_params["row"] == "20"
    assert page.query_params["digit"] == cards()[1].scene[Param.DIGIT]


def test_once_open_a_scene_can_be_changed(empty: Service) -> None:
    page = open_app("card=2")
    keyed(page, "linked_row").set_value(20).run()
    assert page.query_params["row"] == "20"
    assert not page.exception


def test_closing_leaves_the_page_as_it_is_and_offers_the_way_back(empty: Service) -> None:
    page = press(open_app(f"card={LAST}"), "Finish")
    assert "card" not in page.query_params
    assert page.query_params["run"] == cards()[-1].scene[Param.RUN]
    page = press(page, f"Back to the tour, card {LAST}")
    assert f"{LAST} of {LAST}" in texts(page)


def test_train_this_yourself_fills_in_the_settings(empty: Service) -> None:
    page = press(open_app("card=5"), "Train this yourself")
    assert dict(page.query_params) == to_params(RunConfig(cell="rnn", bidirectional=False))
    press(page, "Train")
    (run,) = empty.runs.latest()
    assert run.config == empty.runs.get("tour-rnn").config


def test_on_train_a_card_stands_above_the_curves_alone(empty: Service) -> None:
    page = open_app(f"card={LAST}")
    assert "reads this as" not in texts(page)
    assert "reads this as" in texts(press(page, "Finish"))


def test_the_other_scene_of_a_card_is_on_its_page(empty: Service) -> None:
    page = press(open_app(f"card={LAST}"), "See it diverge")
    assert page.query_params["run"] == "tour-divergence"
    assert f"{LAST} of {LAST}" in texts(page)
    assert page.query_params["nonlinearity"] == "relu"  # the form holds the settings of that run
    assert not [said for said in texts(page).splitlines() if "not those of this run" in said]
    assert press(page, "See it overfit").query_params["run"] == "tour-overfitting"


@pytest.mark.parametrize("number", ["0", "11", "x"])
def test_a_card_that_there_is_not_gets_a_sentence(empty: Service, number: str) -> None:
    page = open_app(f"card={number}")
    assert warnings(page)[0] == (
        f"The link says card={number}, but there is no such card, so none is open. The cards are 1 to {LAST}."
    )
    assert "The network (untrained) reads this as" in texts(page)  # no card, so all that the page has without one
