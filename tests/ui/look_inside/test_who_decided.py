"""The verdict of the view Who decided."""

import re

from rnn_demo.service.service import Service
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


def test_with_one_direction_there_is_one_vote(shown: Service, one_way: str) -> None:
    assert "With one direction there is one vote" in texts(open_page("look_inside", f"run={one_way}&view=votes"))
