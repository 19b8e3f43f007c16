"""Belief per row: when a direction has decided, and that the figure shows what the trace says."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.data import Dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.belief import belief_figure, decided_at
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect import Trace, look
from tests.figures.drawn import axes, heatmaps, overlapping, places, range_of_colours
from tests.introspect.networks import network

DIGITS = tuple("0123456789")


@pytest.mark.parametrize(
    ("favourites", "forward", "backward"),
    [
        ([4, 4, 4, 4, 4], 0, 4),  # never another one
        ([1, 1, 1, 1, 4], 4, 3),
        ([4, 1, 1, 1, 1], 1, 0),
        ([1, 2, 1, 2, 1], 4, 0),  # what it was for earlier does not count: it left that again
        ([3, 3, 5, 3, 3], 3, 1),
        ([7, 2, 2, 9, 9], 3, 0),
        ([6], 0, 0),
    ],
)
def test_decided_is_from_where_the_favourite_stays(favourites: list[int], forward: int, backward: int) -> None:
    belief = np.full((len(favourites), 10), 0.05, dtype=np.float32)
    for row, favourite in enumerate(favourites):
        belief[row, favourite] = 0.55 - row / 100  # how sure it is does not matter
    assert decided_at(belief) == forward
    assert decided_at(belief, backward=True) == backward


def seen(sample: Dataset, **values: Any) -> tuple[Trace, RunConfig]:
    model = network(**values)
    return look(model, sample.test_images[1]), model.config


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sequence", ["rows", "rows_shuffled", "pixels"])
def test_panels_show_the_beliefs_of_both_directions(sample: Dataset, sequence: str, theme: Theme) -> None:
    trace, config = seen(sample, sequence=sequence)
    figure, narrow = belief_figure(trace, config, DIGITS, theme)
    picture, *panels = heatmaps(figure).items()
    np.testing.assert_array_equal(picture[1].z, trace.sequence.reshape(28, 28))
    per_row = len(trace.sequence) // 28
    assert trace.belief_backward is not None
    expected = {
        "By the forward state ↓": trace.belief_forward[per_row - 1 :: per_row],
        "By the backward state ↑": trace.belief_backward[::per_row],
        "By both states of a row": trace.belief[per_row - 1 :: per_row],
    }
    assert [title for title, _ in panels] == list(expected)
    for number, (title, panel) in enumerate(panels, start=1):
        np.testing.assert_array_equal(panel.z, expected[title])
        assert range_of_colours(figure, panel) == (0, 1)
        assert axes(figure, number)[0].ticktext == DIGITS
    assert tuple(figure.layout.meta["reads"]) == ("both", "down", "up", "both")
    for layout in (None, narrow):
        assert overlapping(places(figure, layout)) == []
    assert go.Figure(figure).update_layout(narrow).to_json()


def test_one_direction_has_one_belief(sample: Dataset) -> None:
    trace, config = seen(sample, bidirectional=False)
    figure, narrow = belief_figure(trace, config, DIGITS, LIGHT)
    assert list(heatmaps(figure))[1:] == ["By the forward state ↓"]
    np.testing.assert_array_equal(figure.data[1].z, trace.belief)
    assert tuple(figure.layout.meta["reads"]) == ("down", "down")
    assert overlapping(places(figure, narrow)) == []


def test_a_longer_picture_has_a_line_for_each_row(sample: Dataset) -> None:
    model = network()
    picture = np.pad(sample.test_images[1].numpy(), ((0, 6), (0, 0)))
    trace = look(model, sample.test_images.new_tensor(picture))
    figure, _ = belief_figure(trace, model.config, DIGITS, LIGHT)
    for number, panel in enumerate(figure.data):
        assert len(panel.z) == 34
        assert axes(figure, number)[1].range == (33.5, -0.5)


def test_columns_are_called_columns(sample: Dataset) -> None:
    figure, _ = belief_figure(*seen(sample, sequence="columns"), DIGITS, LIGHT)
    assert "By both states of a column" in heatmaps(figure)
    assert all("column %{y}" in panel.hovertemplate for panel in figure.data)
    assert axes(figure, 0)[1].title.text == "column"
