"""Step probabilities: when a direction has decided, and that the figure shows what the trace says."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.figures.chart import Chart
from rnn_demo.figures.step_probabilities import decision, step_probabilities, step_probabilities_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from tests.figures.drawn import axes, heatmaps, overlapping, places, range_of_colours
from tests.figures.traces import some_trace

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
    probabilities = np.full((len(favourites), 10), 0.05, dtype=np.float32)
    for row, favourite in enumerate(favourites):
        probabilities[row, favourite] = 0.55 - row / 100  # how sure it is does not matter
    assert decision(probabilities) == (favourites[-1], forward)
    assert decision(probabilities, backward=True) == (favourites[0], backward)


def drawn(theme: Theme = LIGHT, **values: Any) -> Chart:
    return step_probabilities_figure(step_probabilities(*some_trace(**values)), DIGITS, theme)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sequence", ["rows", "rows_shuffled", "pixels"])
def test_panels_show_the_probabilities_of_both_directions(sequence: str, theme: Theme) -> None:
    trace, config = some_trace(sequence=sequence)
    data = step_probabilities(trace, config)
    figure, narrow = step_probabilities_figure(data, DIGITS, theme)
    picture, *panels = heatmaps(figure).items()
    np.testing.assert_array_equal(picture[1].z, trace.sequence.reshape(28, 28))
    per_row = len(trace.sequence) // 28
    assert trace.step_probabilities_backward is not None
    np.testing.assert_array_equal(data.forward, trace.step_probabilities_forward[per_row - 1 :: per_row])
    np.testing.assert_array_equal(data.backward, trace.step_probabilities_backward[::per_row])
    np.testing.assert_array_equal(data.both, trace.step_probabilities[per_row - 1 :: per_row])
    expected = {
        "By the forward state ↓": data.forward,
        "By the backward state ↑": data.backward,
        "By both states of a row": data.both,
    }
    assert [title for title, _ in panels] == list(expected)
    for number, (title, panel) in enumerate(panels, start=1):
        np.testing.assert_array_equal(panel.z, expected[title])
        assert range_of_colours(figure, panel) == (0, 1)
        assert axes(figure, number)[0].tickvals == DIGITS
    assert tuple(figure.layout.meta["reads"]) == ("both", "down", "up", "both")
    for layout in (None, narrow):
        assert overlapping(places(figure, layout)) == []
    assert go.Figure(figure).update_layout(narrow).to_json()


def test_one_direction_has_one_panel() -> None:
    trace, config = some_trace(bidirectional=False)
    data = step_probabilities(trace, config)
    assert (data.backward, data.both) == (None, None)
    figure, narrow = step_probabilities_figure(data, DIGITS, LIGHT)
    assert list(heatmaps(figure))[1:] == ["By the forward state ↓"]
    np.testing.assert_array_equal(figure.data[1].z, trace.step_probabilities)
    assert tuple(figure.layout.meta["reads"]) == ("down", "down")
    assert overlapping(places(figure, narrow)) == []


def test_a_longer_picture_has_a_line_for_each_row() -> None:
    figure = drawn(num_lines=34).figure
    for number, panel in enumerate(figure.data):
        assert len(panel.z) == 34
        assert axes(figure, number)[1].range == (33.5, -0.5)


def test_columns_are_called_columns() -> None:
    figure = drawn(sequence="columns").figure
    assert "By both states of a column" in heatmaps(figure)
    assert all("column %{y}" in panel.hovertemplate for panel in figure.data)
    assert axes(figure, 0)[1].title.text == "column"
