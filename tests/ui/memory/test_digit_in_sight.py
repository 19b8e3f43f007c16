"""The digit that stays in sight."""

import numpy as np
import pytest

from rnn_demo.service.service import Service
from rnn_demo.ui.memory.digit_in_sight import answer, framed
from rnn_demo.ui.memory.scene import Shown
from rnn_demo.words.markdown import literal
from rnn_demo.words.predictions import reading
from rnn_demo.words.runs import short_title
from tests.ui.networks import newest, trace_of
from tests.ui.opening import open_page, texts


@pytest.mark.parametrize("view", ["ribbon", "forgetting", "rows", "order"])
def test_every_view_says_what_the_digit_is_and_what_each_network_takes_it_for(
    shown: Service, one_way: str, two_ways: str, view: str
) -> None:
    page = open_page("memory", f"run={two_ways}&compare={one_way}&view={view}&digit=7")
    assert "Test digit of class" in [pills.label for pills in page.pills]
    said = texts(page)
    for run_id in (one_way, two_ways):
        network = newest(shown, run_id)
        digit, trace = network.digits.digit(network.dataset, 7), trace_of(network, 7)
        assert f"It is **{digit.name}**." in said
        name = literal(short_title(shown.runs.get(run_id)))
        assert f"**{name}** {reading(str(trace.prediction), trace.confidence, digit.name)}" in said


def test_what_is_no_number_is_no_prediction(shown: Service, one_way: str) -> None:
    run = shown.runs.get(one_way)
    network = newest(shown, one_way)
    one = Shown(run, run.latest_step or 0, network, shown.untrained(run.config))
    said = answer(one, np.full(10, np.nan, np.float32), network.digits.digit(network.dataset, 0))
    assert said == "predicts nothing here: its states are no longer finite numbers"


def test_a_frame_shows_where_blank_paper_ends() -> None:
    picture = np.zeros((30, 28), np.uint8)
    found = framed(picture)
    assert found.shape == (32, 30)
    np.testing.assert_array_equal(found[1:-1, 1:-1], picture)
    assert found[0].min() > 0
