"""The probe: one picture, the hidden states and the prefix probabilities, side by side on one row axis."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnn_demo.experiment.catalogue import SEQUENCES, SIDE, SequenceName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import Chart
from rnn_demo.figures.panels import Panel, Reads, panels_figure
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Direction, Floats, Trace
from rnn_demo.words.labels import PICTURE_TITLES

Indexes = NDArray[np.intp]
AS_NUMBERED = (slice(None), slice(None))  # the units of each direction


class UnitOrder(NamedTuple):
    """An order of the units of each direction, as indexes (H,); ``backward`` is None with one direction."""

    forward: Indexes
    backward: Indexes | None


class Probe(NamedTuple):
    """What the probe shows, one line per row of what the network reads.

    Shapes: ``picture`` (rows, 28) in 0..1, ``forward`` and ``backward`` (rows, H), the latter None with one direction,
    ``prefix_probabilities`` (rows, C).
    """

    picture: Floats
    forward: Floats
    backward: Floats | None
    prefix_probabilities: Floats
    sequence: SequenceName

    @property
    def line(self) -> str:
        """What a line is: a row or a column."""
        return SEQUENCES[self.sequence].line


def probe(trace: Trace, config: RunConfig, layer: int = -1, order: UnitOrder | None = None) -> Probe:
    """Layer ``layer`` of ``trace``, the top one if not told otherwise, by rows; its units in ``order`` or as they are."""
    starts, ends = config.reading.line_starts, config.reading.line_ends
    units, backward_units = order or AS_NUMBERED
    forward = trace.forward.states[layer, ends][:, units]
    backward = trace.backward.states[layer, starts][:, backward_units] if trace.backward else None
    return Probe(trace.sequence.reshape(-1, SIDE), forward, backward, trace.prefix_probabilities, config.sequence)


def peak_order(trace: Trace, layer: int) -> UnitOrder:
    """The units of each direction in the order of the step at which they are strongest."""

    def order(direction: Direction) -> Indexes:
        return np.argsort(np.abs(direction.states[layer]).argmax(axis=0), kind="stable")

    return UnitOrder(order(trace.forward), order(trace.backward) if trace.backward else None)


def ink_span(data: Probe) -> tuple[int, int] | None:
    """The first and the last row that has any ink; None for a blank picture."""
    inked = np.flatnonzero(data.picture.max(axis=1) > 0)
    return (int(inked[0]), int(inked[-1])) if len(inked) else None


def probe_figure(data: Probe, classes: Sequence[str], theme: Theme) -> Chart:
    """The probe as one line of panels."""
    return panels_figure([probe_panels(data, classes)], theme, row_name=data.line)


def picture_panel(data: Probe) -> Panel:
    """The picture as it is read."""
    title, hover = PICTURE_TITLES[data.sequence], f"{data.line} %{{y}}: ink %{{z:.0%}}"
    reads: Reads = "down" if data.backward is None else "both"
    return Panel(title, data.picture, "ink", hover, f"{SIDE} pixels", ticks=(), width=0.8, reads=reads)


def probe_panels(data: Probe, classes: Sequence[str]) -> list[Panel]:
    """Picture, states and prefix probabilities as one line of panels."""
    state = f"{data.line} %{{y}}, unit %{{x}}: %{{z:.2f}}"
    belief = f"after {data.line} %{{y}}, the rest still blank: class %{{x}} with %{{z:.1%}}"
    panels = [
        picture_panel(data),
        Panel("Forward states ↓", data.forward, "signed", f"after reading down to {state}", "hidden unit"),
    ]
    if data.backward is not None:
        hover = f"after reading up to {state}"
        panels.append(Panel("Backward states ↑", data.backward, "signed", hover, "hidden unit", reads="up"))
    title = f"Belief after each {data.line}"
    return [*panels, Panel(title, data.prefix_probabilities, "share", belief, "class", classes, width=0.75)]
