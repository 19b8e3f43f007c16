"""Who decided: bars that add up to the logits."""

import numpy as np
import pytest

from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.figures.votes import vote_bars, vote_bars_figure
from rnn_demo.introspect.results import Votes

DIGITS = tuple("0123456789")


def votes(bidirectional: bool) -> Votes:
    forward, backward, bias = np.random.default_rng(0).normal(size=(3, 10)).astype(np.float32)
    return Votes(forward, backward if bidirectional else None, bias)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_bars_add_up_to_the_mark_which_is_the_logit(bidirectional: bool, theme: Theme) -> None:
    vote = votes(bidirectional)
    data = vote_bars(vote)
    figure = vote_bars_figure(data, DIGITS, theme).figure
    *bars, mark = figure.data
    expected = {"forward vote": vote.forward, "backward vote": vote.backward, "bias": vote.bias}
    drawn = {name: values for name, values in expected.items() if values is not None}
    assert [bar.name for bar in bars] == list(drawn)
    assert len(drawn) == (3 if bidirectional else 2)
    for bar, values in zip(bars, data.votes.values(), strict=True):
        assert (bar.type, tuple(bar.x)) == ("bar", DIGITS)
        np.testing.assert_array_equal(bar.y, drawn[bar.name])
        np.testing.assert_array_equal(bar.y, values)
    np.testing.assert_allclose(sum(np.asarray(bar.y) for bar in bars), mark.y, atol=1e-6)
    np.testing.assert_array_equal(mark.y, vote.logits)
    assert (mark.mode, tuple(mark.x)) == ("markers", DIGITS)
    # Votes against a class are stacked below zero, so that bars of both signs can be compared.
    assert figure.layout.barmode == "relative"
    assert figure.layout.xaxis.type == "category"
    assert figure.to_json()


def test_a_direction_keeps_its_colour() -> None:
    two, one = (
        {bar.name: bar.marker.color for bar in vote_bars_figure(vote_bars(votes(both)), DIGITS, LIGHT).figure.data[:-1]}
        for both in (True, False)
    )
    assert one.items() <= two.items()
    assert len(set(two.values())) == 3
