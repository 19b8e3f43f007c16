"""The states with their two ends: what is framed, and what stands at it."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.figures.chart import Chart
from rnn_demo.figures.ends import end_states, end_states_figure
from rnn_demo.figures.theme import DARK, LIGHT
from tests.figures.drawn import overlapping, places
from tests.figures.traces import some_trace


def drawn(**values: Any) -> Chart:
    return end_states_figure(end_states(*some_trace(**values)), LIGHT)


def framed(figure: go.Figure) -> list[tuple[str, float, str]]:
    """For each frame the panel's x axis, the row in its middle and what is said there."""
    said = figure.layout.annotations[len(figure.data) :]
    return [
        (
            frame.xref.removesuffix(" domain"),
            (frame.y0 + frame.y1) / 2,
            note.text.removeprefix("<b>").removesuffix("</b>"),
        )
        for frame, note in zip(figure.layout.shapes, said, strict=True)
    ]


@pytest.mark.parametrize("num_layers", [1, 2])
def test_each_direction_is_framed_where_it_has_read_all_and_where_the_mistake_looks(num_layers: int) -> None:
    trace, config = some_trace(num_layers=num_layers)
    figure, narrow = end_states_figure(end_states(trace, config), DARK)
    forward, _, backward = figure.data
    assert trace.backward is not None
    np.testing.assert_array_equal(forward.z, trace.forward.states[-1])
    np.testing.assert_array_equal(backward.z, trace.backward.states[-1])
    itself = " itself" if num_layers > 1 else ""  # what it reads there has read everything
    assert framed(figure) == [
        ("x", 27, "has read all rows"),
        ("x3", 0, "has read all rows"),
        ("x3", 27, f"has read one row{itself}"),
    ]
    titles = [figure.layout.annotations[number].text for number in (0, 2)]
    assert all(("of layer 2" in title) == (num_layers > 1) for title in titles)
    for layout in (None, narrow):
        assert overlapping(places(figure, layout)) == []


def test_one_direction_has_one_end() -> None:
    assert framed(drawn(bidirectional=False).figure) == [("x", 27, "has read all rows")]


def test_columns_are_called_columns() -> None:
    assert [words for *_, words in framed(drawn(sequence="columns").figure)] == [
        "has read all columns",
        "has read all columns",
        "has read one column",
    ]


def test_of_pixels_the_very_first_and_the_very_last_are_shown() -> None:
    trace, config = some_trace(sequence="pixels")
    data = end_states(trace, config)
    assert trace.backward is not None
    np.testing.assert_array_equal(data.forward[-1], trace.forward.states[0, 783])
    np.testing.assert_array_equal(data.backward[[0, -1]], trace.backward.states[0, [0, 783]])  # type: ignore[index]
    figure = end_states_figure(data, LIGHT).figure
    assert framed(figure)[1:] == [("x2", 0, "has read all pixels"), ("x2", 28, "has read one pixel")]
    assert figure.data[0].y[:3] == ("0", "27", "55")
    assert figure.data[0].y[-1] == "783"


def test_a_longer_picture_ends_further_down() -> None:
    assert [row for _, row, _ in framed(drawn(num_lines=40).figure)] == [39, 0, 39]
