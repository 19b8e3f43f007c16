"""Belief per row: what the head would say to the states of each direction after every row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.panels import Panel, Reads, panels_figure
from rnn_demo.figures.probe import probe, probe_panels, row_steps
from rnn_demo.figures.theme import Theme

if TYPE_CHECKING:
    from rnn_demo.introspect import Trace  # which imports torch; a figure needs none of it

Floats = NDArray[np.float32]


def decided_at(belief: Floats, *, backward: bool = False) -> int:
    """The row of ``belief`` (rows, C) from which its favourite stays the same to the end of the reading.

    The reading ends at the last row, or at the first with ``backward``.
    """
    favourites = belief.argmax(axis=1)[:: -1 if backward else 1]
    others = np.flatnonzero(favourites != favourites[-1])
    read = int(others[-1]) + 1 if len(others) else 0
    return len(belief) - 1 - read if backward else read


def belief_figure(
    trace: "Trace", config: RunConfig, classes: Sequence[str], look: Theme
) -> tuple[go.Figure, dict[str, Any]]:
    """The picture and the belief by the forward state, by the backward state and by both, on one row axis."""
    first, last = row_steps(config, len(trace.sequence))
    data = probe(trace, config)
    picture, *_ = probe_panels(data, classes)

    def panel(title: str, values: Floats, reads: Reads) -> Panel:
        hover = f"{data.line} %{{y}}: class %{{x}} with %{{z:.1%}}"
        return Panel(title, values, "share", hover, "class", classes, reads=reads)

    panels = [picture, panel("By the forward state ↓", trace.belief_forward[last], "down")]
    if trace.belief_backward is not None:
        panels.append(panel("By the backward state ↑", trace.belief_backward[first], "up"))
        panels.append(panel(f"By both states of a {data.line}", trace.belief[last], "both"))
    return panels_figure([panels], look, row_name=data.line)
