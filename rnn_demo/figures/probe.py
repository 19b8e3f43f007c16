"""The probe: one picture, the hidden states and the belief after each row, side by side on one row axis."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.panels import Panel, Reads, panels_figure
from rnn_demo.figures.theme import Theme

if TYPE_CHECKING:
    from rnn_demo.introspect import Trace  # which imports torch; a figure needs none of it

Floats = NDArray[np.float32]
Indexes = NDArray[np.intp]

PIXELS_PER_ROW = 28
PICTURE_TITLES = {
    "rows": "Picture, as it is read",
    "pixels": "Picture, as it is read",
    "columns": "Picture, columns as lines",
    "rows_shuffled": "Picture, rows shuffled",
}


class Probe(NamedTuple):
    """What the probe shows, one line per row of what the network reads.

    Shapes: ``picture`` (28, 28) in 0..1, ``forward`` and ``backward`` (28, H), the latter None with one direction,
    ``belief`` (28, C). ``line`` says what a line is: a row or a column; ``order`` is the config's ``sequence``.
    """

    picture: Floats
    forward: Floats
    backward: Floats | None
    belief: Floats
    line: str
    order: str = "rows"


class Orders(NamedTuple):
    """An order of the units of each direction, as indexes (H,)."""

    forward: Indexes
    backward: Indexes


def probe(trace: "Trace", config: RunConfig, layer: int = -1, orders: Orders | None = None) -> Probe:
    """Layer ``layer`` of ``trace``, the top one if not told otherwise, by rows; ``orders`` of the units as they are."""
    first, last = row_steps(config, len(trace.sequence))
    forward = trace.forward.states[layer][last]
    backward = trace.backward.states[layer][first] if trace.backward else None
    if orders is not None:
        forward = forward[:, orders.forward]
        backward = backward[:, orders.backward] if backward is not None else None
    return Probe(
        picture=trace.sequence.reshape(len(first), PIXELS_PER_ROW),
        forward=forward,
        backward=backward,
        belief=trace.answers,
        line="column" if config.sequence == "columns" else "row",
        order=config.sequence,
    )


def row_steps(config: RunConfig, num_steps: int) -> tuple[Indexes, Indexes]:
    """For each row its first time step, where the backward direction leaves it, and its last, where the forward does.

    They differ for a network that reads single pixels: it has 28 states in a row.
    """
    per_row = PIXELS_PER_ROW if config.sequence == "pixels" else 1
    first = np.arange(num_steps // per_row) * per_row
    return first, first + per_row - 1


def peak_orders(trace: "Trace", layer: int) -> Orders:
    """The units of each direction in the order of the step at which they are strongest."""
    forward, backward = (
        np.argsort(np.abs(direction.states[layer]).argmax(axis=0), kind="stable") if direction else np.arange(0)
        for direction in (trace.forward, trace.backward)
    )
    return Orders(forward, backward)


def ink_span(data: Probe) -> tuple[int, int] | None:
    """The first and the last row that has any ink; None for a blank picture."""
    inked = np.flatnonzero(data.picture.max(axis=1) > 0)
    return (int(inked[0]), int(inked[-1])) if len(inked) else None


def probe_figure(data: Probe, classes: Sequence[str], look: Theme) -> tuple[go.Figure, dict[str, Any]]:
    """The probe's figure, and the changes to its layout for a narrow screen."""
    return panels_figure([probe_panels(data, classes)], look, row_name=data.line)


def probe_panels(data: Probe, classes: Sequence[str]) -> list[Panel]:
    """Picture, states and belief as one line of panels."""
    state = f"{data.line} %{{y}}, unit %{{x}}: %{{z:.2f}}"
    ink = f"{data.line} %{{y}}: ink %{{z:.0%}}"
    belief = f"after {data.line} %{{y}}, the rest still blank: class %{{x}} with %{{z:.1%}}"
    both: Reads = "both" if data.backward is not None else "down"
    line = [
        Panel(PICTURE_TITLES[data.order], data.picture, "ink", ink, "28 pixels", ticks=(), width=0.8, reads=both),
        Panel("Forward states ↓", data.forward, "signed", f"after reading down to {state}", "hidden unit"),
    ]
    if data.backward is not None:
        hover = f"after reading up to {state}"
        line.append(Panel("Backward states ↑", data.backward, "signed", hover, "hidden unit", reads="up"))
    line.append(Panel(f"Belief after each {data.line}", data.belief, "share", belief, "class", classes, width=0.75))
    return line
