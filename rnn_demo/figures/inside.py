"""Look inside: below the probe, the gates and cell states of the same layer, on the same row axis."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from rnn_demo.experiment.catalogue import CELLS, Gate
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import Chart
from rnn_demo.figures.panels import Colours, Panel, Reads, panels_figure
from rnn_demo.figures.probe import AS_NUMBERED, Indexes, Probe, UnitOrder, probe, probe_panels, unit_axis
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Direction, Floats, Trace


class Cells(NamedTuple):
    """The cells of one direction and layer, a line per row: ``gates`` and an lstm's ``memory`` (rows, H) each.

    ``limit`` is the largest absolute value of the memory at any step, 0 without one.
    """

    gates: Mapping[Gate, Floats]
    memory: Floats | None
    limit: float


class Inside(NamedTuple):
    """Everything that one layer does; ``backward`` is None with one direction."""

    probe: Probe
    forward: Cells
    backward: Cells | None


def inside(trace: Trace, config: RunConfig, layer: int, order: UnitOrder | None = None) -> Inside:
    """Layer ``layer`` of ``trace`` by rows; its units in ``order``, or as they are numbered."""
    starts, ends = config.reading.line_starts, config.reading.line_ends
    units, backward_units = order or AS_NUMBERED
    return Inside(
        probe(trace, config, layer, order),
        _cells(trace.forward, config, layer, ends, units),
        _cells(trace.backward, config, layer, starts, backward_units) if trace.backward else None,
    )


def inside_figure(data: Inside, classes: Sequence[str], theme: Theme) -> Chart:
    """The probe, and below it a line of gates for each direction, if the cells have gates."""
    lines = [probe_panels(data.probe, classes), _cell_panels(data.forward, data.probe, "Forward", "down")]
    if data.backward:
        lines.append(_cell_panels(data.backward, data.probe, "Backward", "up"))
    return panels_figure([panels for panels in lines if panels], theme, row_name=data.probe.line)


def _cells(direction: Direction, config: RunConfig, layer: int, rows: slice, units: Indexes | slice | None) -> Cells:
    """The cells ``units`` after the steps ``rows``."""
    gates = {
        gate: direction.gates[layer, rows, number][:, units]
        for number, gate in enumerate(CELLS[config.cell].gates)
        if direction.gates is not None
    }
    if direction.cells is None:
        return Cells(gates, None, 0.0)
    return Cells(gates, direction.cells[layer, rows][:, units], float(np.abs(direction.cells[layer]).max()))


def _cell_panels(cells: Cells, probed: Probe, name: str, reads: Reads) -> list[Panel]:
    """A panel for each gate, and one for an lstm's memory, whose range its title names."""
    arrow = "↑" if reads == "up" else "↓"
    columns, numbers = unit_axis(probed.order, reads)

    def panel(title: str, what: str, values: Floats, colours: Colours, limit: float = 1.0) -> Panel:
        hover = f"{probed.line} %{{y}}, unit %{{x}}: {what} = %{{z:.2f}}"
        scale = "gate: 0 shut, 1 open" if colours == "share" else "new content"
        return Panel(title, values, colours, hover, columns, numbers=numbers, reads=reads, limit=limit, scale=scale)

    panels = [
        panel(f"{name} {gate.name} {arrow}", gate.name, values, "signed" if gate.squash == "tanh" else "share")
        for gate, values in cells.gates.items()
    ]
    if cells.memory is not None:
        panels.append(panel(f"{name} c {arrow} (±{cells.limit:.2g})", "c", cells.memory, "signed", cells.limit))
    return panels
