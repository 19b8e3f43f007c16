"""The probe: which rows of a trace it shows, and what its figure fixes."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.config import SEQUENCE_SHAPES, RunConfig
from rnn_demo.data import Dataset
from rnn_demo.figures.probe import Probe, ink_span, probe, probe_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect import Direction, Trace, look
from rnn_demo.model import build_model

DIGITS = tuple("0123456789")
SIZE = 3


def numbered_trace(config: RunConfig) -> Trace:
    """A trace whose states say where they belong: layer, step and unit as one number, negative for backward."""
    time_steps, inputs = SEQUENCE_SHAPES[config.sequence]
    states = np.arange(config.num_layers * time_steps * SIZE, dtype=np.float32).reshape(-1, time_steps, SIZE) + 1
    return Trace(
        sequence=np.arange(784, dtype=np.float32).reshape(time_steps, inputs) / 784,
        forward=Direction(states, None, None),
        backward=Direction(-states, None, None) if config.bidirectional else None,
        logits=np.arange(10, dtype=np.float32),
        probabilities=np.full(10, 0.1, dtype=np.float32),
        answers=np.arange(280, dtype=np.float32).reshape(28, 10) / 280,
        belief=np.zeros((time_steps, 10), dtype=np.float32),
        belief_forward=np.zeros((time_steps, 10), dtype=np.float32),
        belief_backward=np.zeros((time_steps, 10), dtype=np.float32) if config.bidirectional else None,
    )


@pytest.fixture(params=[True, False], ids=["two directions", "one direction"])
def shown(request: pytest.FixtureRequest, sample: Dataset) -> Probe:
    """A real digit in a real network."""
    config = RunConfig(cell="gru", bidirectional=request.param, hidden_size=SIZE)
    return probe(look(build_model(config), sample.test_images[1]), config)


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled"])
def test_every_row_read_at_once_is_a_line(sequence: Any) -> None:
    config = RunConfig(sequence=sequence, num_layers=2, hidden_size=SIZE)
    trace = numbered_trace(config)
    shown = probe(trace, config)
    np.testing.assert_array_equal(shown.picture, trace.sequence)
    np.testing.assert_array_equal(shown.forward, trace.forward.states[1])
    np.testing.assert_array_equal(shown.backward, trace.backward.states[1])
    np.testing.assert_array_equal(shown.belief, trace.answers)
    assert shown.line == ("column" if sequence == "columns" else "row")


def test_pixels_are_shown_where_a_direction_leaves_their_row() -> None:
    config = RunConfig(sequence="pixels", num_layers=2, hidden_size=SIZE)
    trace = numbered_trace(config)
    shown = probe(trace, config)
    assert shown.picture.shape == (28, 28)
    for row in range(28):
        np.testing.assert_array_equal(shown.picture[row], trace.sequence[28 * row : 28 * row + 28, 0])
        # Forward leaves a row at its right end, backward at its left.
        np.testing.assert_array_equal(shown.forward[row], trace.forward.states[1, 28 * row + 27])
        np.testing.assert_array_equal(shown.backward[row], trace.backward.states[1, 28 * row])
    assert shown.line == "row"


def test_one_direction_has_no_backward_states() -> None:
    config = RunConfig(bidirectional=False, hidden_size=SIZE)
    assert probe(numbered_trace(config), config).backward is None


@pytest.mark.parametrize(
    ("rows", "span"), [([], None), ([0], (0, 0)), ([27], (27, 27)), ([4, 9, 20], (4, 20)), (range(28), (0, 27))]
)
def test_ink_span_is_from_the_first_to_the_last_row_with_ink(rows: list[int], span: tuple[int, int] | None) -> None:
    picture = np.zeros((28, 28), dtype=np.float32)
    for row in rows:
        picture[row, 13] = 1 / 255  # the faintest ink there is
    blank = np.zeros((28, SIZE), dtype=np.float32)
    assert ink_span(Probe(picture, blank, blank, np.zeros((28, 10), dtype=np.float32), "row")) == span


# --- the figure ---


def heatmaps(figure: go.Figure) -> dict[str, go.Heatmap]:
    """The figure's heatmaps by the titles above them."""
    titles = [note.text.removeprefix("<b>").removesuffix("</b>") for note in figure.layout.annotations]
    return dict(zip(titles, figure.data, strict=True))


@pytest.mark.parametrize("page", [LIGHT, DARK], ids=["light", "dark"])
def test_panels_show_the_probe(shown: Probe, page: Theme) -> None:
    figure, _ = probe_figure(shown, DIGITS, page)
    panels = heatmaps(figure)
    expected = {"Picture, as it is read": shown.picture, "Forward states ↓": shown.forward}
    if shown.backward is not None:
        expected["Backward states ↑"] = shown.backward
    expected["Belief after each row"] = shown.belief
    assert list(panels) == list(expected)
    for title, values in expected.items():
        np.testing.assert_array_equal(panels[title].z, values)
    assert figure.to_json()


def test_colours_mean_the_same_in_every_picture(shown: Probe) -> None:
    """Fixed ranges: what changes on the screen has changed in the network."""
    wild = shown._replace(forward=shown.forward * 1_000, belief=shown.belief / 1_000)
    ranges = {"Forward states ↓": (-1, 1), "Backward states ↑": (-1, 1), "Picture, as it is read": (0, 1)}
    for data in (shown, wild):
        figure, _ = probe_figure(data, DIGITS, LIGHT)
        for title, panel in heatmaps(figure).items():
            coloraxis = figure.layout[panel.coloraxis]
            assert (coloraxis.cmin, coloraxis.cmax) == ranges.get(title, (0, 1))
            assert (panel.zmin, panel.zmax, panel.zauto) == (None, None, None)
            is_signed = coloraxis.cmin == -1
            assert (coloraxis.colorscale == tuple(LIGHT.signed)) is is_signed


def test_row_t_stands_on_one_line_in_all_panels(shown: Probe) -> None:
    figure, _ = probe_figure(shown, DIGITS, LIGHT)
    for panel in figure.data:
        y = figure.layout[panel.yaxis.replace("y", "yaxis")]
        assert y.range == (27.5, -0.5)  # row 0 at the top
        assert y.domain == (0, 1)
        assert y.tickvals == (0, 7, 14, 21, 27)
    assert figure.layout[figure.data[-1].xaxis.replace("x", "xaxis")].ticktext == DIGITS


def overlaps(layout: dict[str, Any], count: int) -> list[tuple[int, int]]:
    def place(number: int) -> tuple[Any, Any]:
        suffix = str(number + 1) if number else ""
        return layout[f"xaxis{suffix}"]["domain"], layout[f"yaxis{suffix}"]["domain"]

    def share(one: Any, other: Any) -> bool:
        return bool(one[0] < other[1] and other[0] < one[1])

    return [
        (a, b)
        for a in range(count)
        for b in range(a)
        if all(share(one, other) for one, other in zip(place(a), place(b), strict=True))
    ]


def test_panels_never_overlap_wide_or_narrow(shown: Probe) -> None:
    figure, narrow = probe_figure(shown, DIGITS, LIGHT)
    count = len(figure.data)
    assert overlaps(figure.layout.to_plotly_json(), count) == []
    assert overlaps(narrow, count) == []
    changed = go.Figure(figure).update_layout(narrow)
    assert changed.layout.height > figure.layout.height
    assert changed.layout.yaxis2.range == (27.5, -0.5)


def test_hovering_names_rows_or_columns() -> None:
    for sequence, line in (("rows", "row"), ("columns", "column")):
        config = RunConfig(sequence=sequence, hidden_size=SIZE)
        figure, _ = probe_figure(probe(numbered_trace(config), config), DIGITS, LIGHT)
        assert all(f"{line} %{{y}}" in panel.hovertemplate for panel in figure.data)
