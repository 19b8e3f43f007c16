"""The probe: which rows of a trace it shows, and what its figure fixes."""

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.data import Dataset
from rnn_demo.experiment.config import SEQUENCE_SHAPES, RunConfig
from rnn_demo.figures.probe import Orders, Probe, ink_span, peak_orders, probe, probe_figure, row_steps
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect import Direction, Trace, look
from rnn_demo.network.model import build_model
from tests.figures.drawn import heatmaps, overlapping, places

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


@pytest.mark.parametrize("layer", [0, 1, 2])
@pytest.mark.parametrize("sequence", ["rows", "pixels"])
def test_any_layer_can_be_shown(sequence: Any, layer: int) -> None:
    config = RunConfig(sequence=sequence, num_layers=3, hidden_size=SIZE)
    trace = numbered_trace(config)
    assert trace.backward is not None
    shown = probe(trace, config, layer)
    first, last = row_steps(config, len(trace.sequence))
    np.testing.assert_array_equal(shown.forward, trace.forward.states[layer, last])
    np.testing.assert_array_equal(shown.backward, trace.backward.states[layer, first])
    np.testing.assert_array_equal(shown.belief, trace.answers)  # the network's own, whatever the layer


@pytest.mark.parametrize("bidirectional", [True, False])
def test_each_direction_has_its_own_order_of_units(bidirectional: bool) -> None:
    config = RunConfig(num_layers=2, hidden_size=SIZE, bidirectional=bidirectional)
    trace = numbered_trace(config)
    orders = Orders(np.array([2, 0, 1]), np.array([1, 2, 0]) if bidirectional else np.arange(0))
    plain, ordered = probe(trace, config, 0), probe(trace, config, 0, orders)
    for unit, (forward, backward) in enumerate([(2, 1), (0, 2), (1, 0)]):
        np.testing.assert_array_equal(ordered.forward[:, unit], plain.forward[:, forward])
        if ordered.backward is not None and plain.backward is not None:
            np.testing.assert_array_equal(ordered.backward[:, unit], plain.backward[:, backward])
    assert (ordered.backward is not None) is bidirectional
    np.testing.assert_array_equal(ordered.belief, plain.belief)


@pytest.mark.parametrize("num_steps", [28, 35])
@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled"])
def test_a_row_read_at_once_has_one_step(sequence: Any, num_steps: int) -> None:
    first, last = row_steps(RunConfig(sequence=sequence), num_steps)
    assert first.tolist() == last.tolist() == list(range(num_steps))


def test_a_row_of_pixels_has_28_steps() -> None:
    first, last = row_steps(RunConfig(sequence="pixels"), 784)
    assert first.tolist() == list(range(0, 784, 28))
    assert last.tolist() == list(range(27, 784, 28))


def peaking(*steps: int) -> Direction:
    """Two layers of units that are strongest, with either sign, at ``steps``; those of the lower layer at step 0."""
    states = np.full((2, 28, len(steps)), 0.1, dtype=np.float32)
    states[0, 0] = 0.5
    for unit, step in enumerate(steps):
        states[1, step, unit] = 0.9 if unit % 2 else -0.9
    return Direction(states, None, None)


def test_units_are_ordered_by_the_step_of_their_peak_in_each_direction() -> None:
    trace = replace(
        numbered_trace(RunConfig(hidden_size=5)), forward=peaking(20, 3, 11, 3, 0), backward=peaking(5, 27, 1, 9, 9)
    )
    orders = peak_orders(trace, 1)
    assert orders.forward.tolist() == [4, 1, 3, 2, 0]  # equal ones as they are numbered
    assert orders.backward.tolist() == [2, 0, 3, 4, 1]
    many = replace(trace, forward=peaking(*[9, 3] * 50))
    assert peak_orders(many, 1).forward.tolist() == [*range(1, 100, 2), *range(0, 100, 2)]
    assert peak_orders(trace, 0).forward.tolist() == list(range(5))


def test_one_direction_has_one_order() -> None:
    config = RunConfig(hidden_size=5, bidirectional=False)
    trace = replace(numbered_trace(config), forward=peaking(20, 3, 11, 3, 0))
    orders = peak_orders(trace, 1)
    assert orders.forward.tolist() == [4, 1, 3, 2, 0]
    assert probe(trace, config, 1, orders).forward.argmin(axis=0)[0] == 0


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


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_panels_show_the_probe(shown: Probe, theme: Theme) -> None:
    figure, _ = probe_figure(shown, DIGITS, theme)
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


def test_panels_never_overlap_wide_or_narrow(shown: Probe) -> None:
    figure, narrow = probe_figure(shown, DIGITS, LIGHT)
    for layout in (None, narrow):
        assert overlapping(places(figure, layout)) == []
    changed = go.Figure(figure).update_layout(narrow)
    assert changed.layout.height > figure.layout.height
    assert changed.layout.yaxis2.range == (27.5, -0.5)


def test_hovering_names_rows_or_columns() -> None:
    for sequence, line in (("rows", "row"), ("columns", "column")):
        config = RunConfig(sequence=sequence, hidden_size=SIZE)
        figure, _ = probe_figure(probe(numbered_trace(config), config), DIGITS, LIGHT)
        assert all(f"{line} %{{y}}" in panel.hovertemplate for panel in figure.data)
