"""Look inside: that gates and cell states of the chosen layer stand below the probe, with colours that mean the same."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from rnn_demo.experiment.catalogue import CellName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import Chart
from rnn_demo.figures.inside import inside, inside_figure
from rnn_demo.figures.probe import UnitOrder, probe, probe_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect.results import Trace
from tests.figures.drawn import axes, heatmaps, lines_of, overlapping, places, range_of_colours
from tests.figures.traces import SIZE, some_trace

DIGITS = tuple("0123456789")
GATES = {"rnn": "", "gru": "rzn", "lstm": "ifgo"}
EVERY_CELL = pytest.mark.parametrize("cell", list(GATES))
EVERY_DIRECTION = pytest.mark.parametrize("bidirectional", [True, False], ids=["two directions", "one direction"])


def drawn(trace: Trace, config: RunConfig, layer: int, theme: Theme = LIGHT, order: UnitOrder | None = None) -> Chart:
    return inside_figure(inside(trace, config, layer, order), DIGITS, theme)


def below_the_probe(trace: Trace, config: RunConfig, layer: int) -> dict[str, Any]:
    """What is to stand below the probe, by the beginnings of the titles, for a network that reads row by row."""
    expected = {}
    for name, arrow, direction in (("Forward", "↓", trace.forward), ("Backward", "↑", trace.backward)):
        if direction is None:
            continue
        for number, gate in enumerate(GATES[config.cell]):
            assert direction.gates is not None
            expected[f"{name} {gate} {arrow}"] = direction.gates[layer, :, number]
        if direction.cells is not None:
            expected[f"{name} c {arrow}"] = direction.cells[layer]
    return expected


@EVERY_CELL
@EVERY_DIRECTION
@pytest.mark.parametrize("layer", [0, 1])
def test_gates_of_the_layer_stand_below_the_probe(cell: CellName, bidirectional: bool, layer: int) -> None:
    trace, config = some_trace(cell=cell, bidirectional=bidirectional, num_layers=2)
    figure, narrow = drawn(trace, config, layer)
    above, _ = probe_figure(probe(trace, config, layer), DIGITS, LIGHT)
    panels = heatmaps(figure)
    for title, panel in heatmaps(above).items():
        np.testing.assert_array_equal(panels.pop(title).z, panel.z)
    expected = below_the_probe(trace, config, layer)
    assert [title.partition(" (")[0] for title in panels] == list(expected)
    for panel, values in zip(panels.values(), expected.values(), strict=True):
        np.testing.assert_array_equal(panel.z, values)
    assert figure.to_json()
    assert go.Figure(figure).update_layout(narrow).to_json()


@EVERY_CELL
@EVERY_DIRECTION
def test_every_line_has_one_row_axis(cell: CellName, bidirectional: bool) -> None:
    trace, config = some_trace(cell=cell, bidirectional=bidirectional)
    figure, narrow = drawn(trace, config, 0)
    gates, directions = len(GATES[config.cell]), config.num_directions
    panels_of_a_direction = gates + (config.cell == "lstm")
    below = [panels_of_a_direction] * directions if gates else []
    assert [len(line) for line in lines_of(places(figure))] == [2 + directions, *below]
    for layout in (None, narrow):
        assert overlapping(places(figure, layout)) == []
    for number in range(len(figure.data)):
        assert axes(figure, number)[1].range == (27.5, -0.5)


@EVERY_CELL
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_gates_are_fixed_and_those_of_cells_say_their_range(cell: CellName, theme: Theme) -> None:
    trace, config = some_trace(cell=cell, num_layers=2)
    figure, _ = drawn(trace, config, 1, theme)
    for title, panel in heatmaps(figure).items():
        what = title.split()[1]
        if what == "c":
            direction = trace.backward if title.startswith("Backward") else trace.forward
            assert direction is not None
            assert direction.cells is not None
            limit = float(np.abs(direction.cells[1]).max())
            assert range_of_colours(figure, panel) == pytest.approx((-limit, limit))
            assert title.endswith(f"(±{limit:.2g})")
            assert panel.colorscale == tuple(theme.signed)
        else:
            signed = what in ("states", "g", "n")
            assert range_of_colours(figure, panel) == ((-1, 1) if signed else (0, 1))


@EVERY_CELL
@EVERY_DIRECTION
def test_backward_panels_read_up(cell: CellName, bidirectional: bool) -> None:
    trace, config = some_trace(cell=cell, bidirectional=bidirectional)
    figure, _ = drawn(trace, config, 0)
    reads = dict(zip(heatmaps(figure), figure.layout.meta["reads"], strict=True))
    for title, direction in reads.items():
        if title.startswith("Picture"):
            assert direction == ("both" if bidirectional else "down")
        else:
            assert direction == ("up" if title.startswith("Backward") else "down")
    assert ("up" in reads.values()) is bidirectional


@EVERY_CELL
@EVERY_DIRECTION
def test_units_of_a_direction_stand_in_one_order_in_states_and_gates(cell: CellName, bidirectional: bool) -> None:
    trace, config = some_trace(cell=cell, bidirectional=bidirectional)
    order = UnitOrder(np.array([3, 0, 4, 1, 2]), np.array([1, 4, 2, 0, 3]))
    plain, ordered = (heatmaps(drawn(trace, config, 0, order=units).figure) for units in (None, order))
    assert list(plain) == list(ordered)
    for title, panel in ordered.items():
        z = np.asarray(plain[title].z)
        if title.startswith("Forward"):
            z = z[:, order.forward]
        elif title.startswith("Backward"):
            z = z[:, order.backward]
        np.testing.assert_array_equal(panel.z, z)


def test_a_row_of_pixels_is_shown_where_each_direction_leaves_it() -> None:
    trace, config = some_trace(cell="lstm", sequence="pixels")
    panels = {title.partition(" (")[0]: panel for title, panel in heatmaps(drawn(trace, config, 0)[0]).items()}
    for title, values in below_the_probe(trace, config, 0).items():
        of_rows = values.reshape(28, 28, SIZE)
        np.testing.assert_array_equal(panels[title].z, of_rows[:, 27] if "Forward" in title else of_rows[:, 0])


def test_lines_are_called_what_they_are() -> None:
    for sequence, line in (("rows", "row"), ("columns", "column")):
        figure, _ = drawn(*some_trace(cell="lstm", sequence=sequence), 0)
        assert all(f"{line} %{{y}}" in panel.hovertemplate for panel in figure.data)
        assert {axes(figure, number)[1].title.text for number in range(len(figure.data))} == {line, ""}
