"""The probe: which rows of a trace it shows, and what its figure fixes."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.experiment.catalogue import SequenceName
from rnn_demo.figures.probe import Probe, UnitOrder, ink_span, peak_order, probe, probe_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect.results import Direction
from tests.figures.drawn import heatmaps, overlapping, places
from tests.figures.traces import SIZE, some_trace

DIGITS = tuple("0123456789")


@pytest.fixture(params=[True, False], ids=["two directions", "one direction"])
def shown(request: pytest.FixtureRequest) -> Probe:
    return probe(*some_trace(cell="gru", bidirectional=request.param))


@pytest.mark.parametrize("sequence", ["rows", "columns", "rows_shuffled"])
def test_every_row_read_at_once_is_a_line(sequence: SequenceName) -> None:
    trace, config = some_trace(sequence=sequence, num_layers=2)
    shown = probe(trace, config)
    np.testing.assert_array_equal(shown.picture, trace.sequence)
    np.testing.assert_array_equal(shown.forward, trace.forward.states[1])
    np.testing.assert_array_equal(shown.backward, trace.backward.states[1])
    np.testing.assert_array_equal(shown.prefix_probabilities, trace.prefix_probabilities)
    assert shown.line == ("column" if sequence == "columns" else "row")


def test_pixels_are_shown_where_a_direction_leaves_their_row() -> None:
    trace, config = some_trace(sequence="pixels", num_layers=2)
    shown = probe(trace, config)
    assert shown.picture.shape == (28, 28)
    for row in range(28):
        np.testing.assert_array_equal(shown.picture[row], trace.sequence[28 * row : 28 * row + 28, 0])
        # Forward leaves a row at its right end, backward at its left.
        np.testing.assert_array_equal(shown.forward[row], trace.forward.states[1, 28 * row + 27])
        np.testing.assert_array_equal(shown.backward[row], trace.backward.states[1, 28 * row])
    assert shown.line == "row"


def test_one_direction_has_no_backward_states() -> None:
    assert probe(*some_trace(bidirectional=False)).backward is None


@pytest.mark.parametrize("layer", [0, 1, 2])
@pytest.mark.parametrize("sequence", ["rows", "pixels"])
def test_any_layer_can_be_shown(sequence: SequenceName, layer: int) -> None:
    trace, config = some_trace(sequence=sequence, num_layers=3)
    assert trace.backward is not None
    shown = probe(trace, config, layer)
    per_row = len(trace.sequence) // 28
    np.testing.assert_array_equal(shown.forward, trace.forward.states[layer, per_row - 1 :: per_row])
    np.testing.assert_array_equal(shown.backward, trace.backward.states[layer, ::per_row])
    np.testing.assert_array_equal(
        shown.prefix_probabilities, trace.prefix_probabilities
    )  # the network's own, whatever the layer


@pytest.mark.parametrize("bidirectional", [True, False])
def test_each_direction_has_its_own_order_of_units(bidirectional: bool) -> None:
    trace, config = some_trace(num_layers=2, bidirectional=bidirectional)
    order = UnitOrder(np.array([2, 0, 1, 4, 3]), np.array([1, 2, 0, 3, 4]) if bidirectional else None)
    plain, ordered = probe(trace, config, 0), probe(trace, config, 0, order)
    for unit, (forward, backward) in enumerate([(2, 1), (0, 2), (1, 0), (4, 3), (3, 4)]):
        np.testing.assert_array_equal(ordered.forward[:, unit], plain.forward[:, forward])
        if ordered.backward is not None and plain.backward is not None:
            np.testing.assert_array_equal(ordered.backward[:, unit], plain.backward[:, backward])
    assert (ordered.backward is not None) is bidirectional
    np.testing.assert_array_equal(ordered.prefix_probabilities, plain.prefix_probabilities)


def peaking(*steps: int) -> Direction:
    """Two layers of units that are strongest, with either sign, at ``steps``; those of the lower layer at step 0."""
    states = np.full((2, 28, len(steps)), 0.1, dtype=np.float32)
    states[0, 0] = 0.5
    for unit, step in enumerate(steps):
        states[1, step, unit] = 0.9 if unit % 2 else -0.9
    return Direction(states, None, None)


def test_units_are_ordered_by_the_step_of_their_peak_in_each_direction() -> None:
    trace, _ = some_trace(num_layers=2)
    trace = replace(trace, forward=peaking(20, 3, 11, 3, 0), backward=peaking(5, 27, 1, 9, 9))
    order = peak_order(trace, 1)
    assert order.forward.tolist() == [4, 1, 3, 2, 0]  # equal ones as they are numbered
    assert order.backward is not None
    assert order.backward.tolist() == [2, 0, 3, 4, 1]
    many = replace(trace, forward=peaking(*[9, 3] * 50))
    assert peak_order(many, 1).forward.tolist() == [*range(1, 100, 2), *range(0, 100, 2)]
    assert peak_order(trace, 0).forward.tolist() == list(range(5))


def test_one_direction_has_one_order() -> None:
    trace, config = some_trace(num_layers=2, bidirectional=False)
    trace = replace(trace, forward=peaking(20, 3, 11, 3, 0))
    order = peak_order(trace, 1)
    assert order.forward.tolist() == [4, 1, 3, 2, 0]
    assert order.backward is None
    assert probe(trace, config, 1, order).forward.argmin(axis=0)[0] == 0


@pytest.mark.parametrize(
    ("rows", "span"), [([], None), ([0], (0, 0)), ([27], (27, 27)), ([4, 9, 20], (4, 20)), (range(28), (0, 27))]
)
def test_ink_span_is_from_the_first_to_the_last_row_with_ink(rows: list[int], span: tuple[int, int] | None) -> None:
    picture = np.zeros((28, 28), dtype=np.float32)
    for row in rows:
        picture[row, 13] = 1 / 255  # the faintest ink there is
    blank = np.zeros((28, SIZE), dtype=np.float32)
    assert ink_span(Probe(picture, blank, blank, np.zeros((28, 10), dtype=np.float32), "rows")) == span


# --- the figure ---


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_panels_show_the_probe(shown: Probe, theme: Theme) -> None:
    figure, _ = probe_figure(shown, DIGITS, theme)
    panels = heatmaps(figure)
    expected = {"Picture, as it is read": shown.picture, "Forward states ↓": shown.forward}
    if shown.backward is not None:
        expected["Backward states ↑"] = shown.backward
    expected["Belief after each row"] = shown.prefix_probabilities
    assert list(panels) == list(expected)
    for title, values in expected.items():
        np.testing.assert_array_equal(panels[title].z, values)
    assert figure.to_json()


def test_colours_mean_the_same_in_every_picture(shown: Probe) -> None:
    """Fixed ranges: what changes on the screen has changed in the network."""
    wild = shown._replace(forward=shown.forward * 1_000, prefix_probabilities=shown.prefix_probabilities / 1_000)
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
    assert figure.layout[figure.data[-1].xaxis.replace("x", "xaxis")].tickvals == DIGITS


def test_panels_never_overlap_wide_or_narrow(shown: Probe) -> None:
    figure, narrow = probe_figure(shown, DIGITS, LIGHT)
    for layout in (None, narrow):
        assert overlapping(places(figure, layout)) == []
    changed = go.Figure(figure).update_layout(narrow)
    assert changed.layout.height > figure.layout.height
    assert changed.layout.yaxis2.range == (27.5, -0.5)


def test_hovering_names_rows_or_columns() -> None:
    for sequence, line in (("rows", "row"), ("columns", "column")):
        figure, _ = probe_figure(probe(*some_trace(sequence=sequence)), DIGITS, LIGHT)
        assert all(f"{line} %{{y}}" in panel.hovertemplate for panel in figure.data)
