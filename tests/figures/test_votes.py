"""Who decided: bars that add up to the logits."""

import numpy as np
import pytest

from rnn_demo.data import Dataset
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.figures.votes import votes_figure
from rnn_demo.introspect import look, votes
from tests.introspect.networks import network

DIGITS = tuple("0123456789")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_bars_add_up_to_the_mark_which_is_the_logit(sample: Dataset, bidirectional: bool, theme: Theme) -> None:
    model = network(bidirectional=bidirectional)
    trace = look(model, sample.test_images[1])
    vote = votes(model, trace)
    figure = votes_figure(vote, DIGITS, theme)
    *bars, mark = figure.data
    expected = {"forward vote": vote.forward, "backward vote": vote.backward, "bias": vote.bias}
    drawn = {name: values for name, values in expected.items() if values is not None}
    assert {bar.name for bar in bars} == set(drawn)
    assert len(drawn) == (3 if bidirectional else 2)
    for bar in bars:
        assert (bar.type, tuple(bar.x)) == ("bar", DIGITS)
        np.testing.assert_array_equal(bar.y, drawn[bar.name])
    np.testing.assert_allclose(sum(np.asarray(bar.y) for bar in bars), mark.y, atol=1e-6)
    np.testing.assert_allclose(mark.y, trace.logits, atol=1e-5)
    assert (mark.mode, tuple(mark.x)) == ("markers", DIGITS)
    # Votes against a class are stacked below zero, so that bars of both signs can be compared.
    assert figure.layout.barmode == "relative"
    assert figure.layout.xaxis.type == "category"
    assert figure.to_json()


def test_a_direction_keeps_its_colour(sample: Dataset) -> None:
    colours = []
    for bidirectional in (True, False):
        model = network(bidirectional=bidirectional)
        figure = votes_figure(votes(model, look(model, sample.test_images[1])), DIGITS, LIGHT)
        colours.append({bar.name: bar.marker.color for bar in figure.data[:-1]})
    two, one = colours
    assert one.items() <= two.items()
    assert len(set(two.values())) == 3
