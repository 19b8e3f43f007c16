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
    ``prefix_probabilities`` (rows, C). ``order`` has the numbers of the units if they are not in the order of these, and
    ``layer`` counts from 0 the layer whose states they are.
    """

    picture: Floats
    forward: Floats
    backward: Floats | None
    prefix_probabilities: Floats
    sequence: SequenceName
    order: UnitOrder | None = None
    layer: int = 0
    num_layers: int = 1

    @property
    def line(self) -> str:
        """What a line is: a row or a column."""
        return SEQUENCES[self.sequence].line

    @property
    def of_layer(self) -> str:
        """Which layer it is, for a title; nothing where there is one only."""
        return f" of layer {self.layer + 1}" if self.num_layers > 1 else ""

    @property
    def knows_all(self) -> bool:
        """Whether even the first state knows the whole picture: from a layer below that has read it backwards."""
        return self.backward is not None and self.layer > 0


def probe(trace: Trace, config: RunConfig, layer: int = -1, order: UnitOrder | None = None) -> Probe:
    """Layer ``layer`` of ``trace``, the top one if not told otherwise, by rows; its units in ``order`` or as they are."""
    starts, ends = config.reading.line_starts, config.reading.line_ends
    units, backward_units = order or AS_NUMBERED
    forward = trace.forward.states[layer, ends][:, units]
    backward = trace.backward.states[layer, starts][:, backward_units] if trace.backward else None
    return Probe(
        trace.sequence.reshape(-1, SIDE),
        forward,
        backward,
        trace.prefix_probabilities,
        config.sequence,
        order,
        layer % config.num_layers,
        config.num_layers,
    )


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
    """The probe as one line of panels, which a newcomer is told about while they come into being."""
    picture, forward, *backward, belief = probe_panels(data, classes)
    line = data.line
    told = [
        picture,
        forward._replace(callout=f"Forward reads<br>from the first {line} on"),
        *(panel._replace(callout=f"Backward reads<br>from the last {line} back") for panel in backward),
        belief._replace(callout="Belief grows: its answer<br>if what follows were blank"),
    ]
    return panels_figure([told], theme, row_name=line)


def picture_panel(data: Probe) -> Panel:
    """The picture as it is read."""
    title, hover = PICTURE_TITLES[data.sequence], f"{data.line} %{{y}}: ink %{{z:.0%}}"
    reads: Reads = "down" if data.backward is None else "both"
    return Panel(title, data.picture, "ink", hover, f"{SIDE} pixels", ticks=(), width=0.8, reads=reads)


def probe_panels(data: Probe, classes: Sequence[str]) -> list[Panel]:
    """Picture, states and prefix probabilities as one line of panels."""
    belief = f"after {data.line} %{{y}}, the rest still blank: class %{{x}} with %{{z:.1%}}"
    panels = [picture_panel(data), _states(data, "Forward", "down", data.forward)]
    if data.backward is not None:
        panels.append(_states(data, "Backward", "up", data.backward))
    title, values = f"Belief after each {data.line}", data.prefix_probabilities
    return [*panels, Panel(title, values, "share", belief, "class", classes, width=0.75, scale="probability")]


def unit_axis(order: UnitOrder | None, reads: Reads) -> tuple[str, Sequence[int] | None]:
    """What the columns of a panel of units are called, and the units' numbers if they stand in an ``order``."""
    if order is None:
        return "hidden unit", None
    numbers = order.backward if reads == "up" else order.forward
    return "unit, sorted by peak", None if numbers is None else numbers.tolist()


def _states(data: Probe, name: str, reads: Reads, values: Floats) -> Panel:
    """The states of one direction."""
    title = f"{name} states{data.of_layer} {'↑' if reads == 'up' else '↓'}"
    how = "back to" if reads == "up" else "up to"
    hover = f"after reading {how} {data.line} %{{y}}, unit %{{x}}: %{{z:.2f}}"
    columns, numbers = unit_axis(data.order, reads)
    return Panel(title, values, "signed", hover, columns, numbers=numbers, reads=reads, scale="state")
