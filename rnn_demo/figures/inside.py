"""Look inside: below the probe, the gates and cell states of the same layer, on the same row axis."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.panels import Panel, Reads, panels_figure
from rnn_demo.figures.probe import Indexes, Orders, probe, probe_panels, row_steps
from rnn_demo.figures.theme import Theme

if TYPE_CHECKING:
    from rnn_demo.introspect import Direction, Trace  # which import torch; a figure needs none of it

SQUASHED_BY_TANH = ("g", "n")  # gates that lie in [-1, 1]; the others lie in [0, 1]


def inside_figure(
    trace: "Trace",
    config: RunConfig,
    gates: Sequence[str],
    layer: int,
    *,
    classes: Sequence[str],
    look: Theme,
    orders: Orders | None = None,
) -> tuple[go.Figure, dict[str, Any]]:
    """Everything that layer ``layer`` does, and the changes to the layout for a narrow screen.

    ``gates`` are the names of the cell's gates in the trace's order; ``orders`` of the units as they are numbered if
    None.
    """
    data = probe(trace, config, layer, orders)
    first, last = row_steps(config, len(trace.sequence))
    lines = [probe_panels(data, classes)]
    if gates:
        order = orders.forward if orders else None
        lines.append(gate_panels(trace.forward, gates, layer, rows=last, order=order, reads="down", line=data.line))
    if gates and trace.backward:
        order = orders.backward if orders else None
        lines.append(gate_panels(trace.backward, gates, layer, rows=first, order=order, reads="up", line=data.line))
    return panels_figure(lines, look, row_name=data.line)


def gate_panels(
    direction: "Direction",
    gates: Sequence[str],
    layer: int,
    *,
    rows: Indexes,
    order: Indexes | None,
    reads: Reads,
    line: str,
) -> list[Panel]:
    """The gates of one direction as a line of panels, and an lstm's cell states with the range of their colours."""
    units = slice(None) if order is None else order
    name, arrow = ("Backward", "↑") if reads == "up" else ("Forward", "↓")

    def panel(what: str, values: Any, **options: Any) -> Panel:
        hover = f"{line} %{{y}}, unit %{{x}}: {what} = %{{z:.2f}}"
        return Panel(hover=hover, columns="hidden unit", reads=reads, values=values[rows][:, units], **options)

    assert direction.gates is not None
    panels = [
        panel(
            gate,
            direction.gates[layer, :, number],
            title=f"{name} {gate} {arrow}",
            colours="signed" if gate in SQUASHED_BY_TANH else "share",
        )
        for number, gate in enumerate(gates)
    ]
    if direction.cells is not None:
        limit = float(np.abs(direction.cells[layer]).max())
        title = f"{name} c {arrow} (±{limit:.2g})"
        panels.append(panel("c", direction.cells[layer], title=title, colours="signed", limit=limit))
    return panels
