"""The verdict of the view Who decided."""

import re

import pytest

from rnn_demo.service.service import Service
from tests.ui.look_inside.conftest import Trained
from tests.ui.networks import newest, trace_of
from tests.ui.opening import open_page, texts

VERDICTS = (
    r"Both directions say \*\*(\d)\*\* on their own"
    r"|Neither direction says \*\*(\d)\*\* on its own"
    r"|The (?:forward|backward) pass (?:saved|decided for) this \*\*(\d)\*\*"
)


def test_the_verdict_names_the_answer(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    for index in range(4):
        verdict = re.search(VERDICTS, texts(open_page("look_inside", f"run={two_ways}&view=votes&digit={index}")))
        assert verdict is not None
        (answer,) = filter(None, verdict.groups())
        assert answer == network.classes[trace_of(network, index).prediction]


def test_it_says_whether_the_prediction_was_right(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    trace, digit = trace_of(network, 3), shown.digits.digit("mnist-sample", 3)
    said = texts(open_page("look_inside", f"run={two_ways}&view=votes&digit=3"))
    right = "right" if network.classes[trace.prediction] == digit.name else f"wrong: it is {digit.name}"
    assert f"reads this as **{network.classes[trace.prediction]}** with {trace.confidence:.0%} ({right})." in said


@pytest.mark.parametrize(
    ("readout", "given"),
    [("mean", "the mean of the states at all 28 rows"), ("every_row", "the mean of its logits at all 28 rows")],
)
def test_it_says_what_the_votes_are_read_from(empty: Service, trained_as: Trained, readout: str, given: str) -> None:
    said = texts(open_page("look_inside", f"run={trained_as(readout=readout)}&view=votes"))
    assert f"The network judges by {given}. All of that only adds up" in said


def test_with_one_direction_there_is_one_vote(shown: Service, one_way: str, two_ways: str) -> None:
    for run_id, has_two in ((one_way, False), (two_ways, True)):
        said = texts(open_page("look_inside", f"run={run_id}&view=votes"))
        assert ("A direction on its own is its vote plus the bias" in said) == has_two
    assert "With one direction there is one vote" in texts(open_page("look_inside", f"run={one_way}&view=votes"))
