"""Step probabilities: what the head would say to the states of each direction after every row."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import Chart
from rnn_demo.figures.panels import Panel, Reads, panels_figure
from rnn_demo.figures.probe import Probe, picture_panel, probe
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, Trace


class StepProbabilities(NamedTuple):
    """What the head says at each row, where a direction leaves it.

    ``forward``, ``backward`` and ``both`` (rows, C) by the forward state, the backward state and both, the latter two
    None with one direction.
    """

    probe: Probe
    forward: Floats
    backward: Floats | None
    both: Floats | None


class Decision(NamedTuple):
    """The class for which a direction decided, and the row from which it never changed its mind."""

    label: int
    row: int


def step_probabilities(trace: Trace, config: RunConfig) -> StepProbabilities:
    """Of ``trace`` what the head says at the end of each row, for the backward direction at its beginning."""
    starts, ends = config.reading.line_starts, config.reading.line_ends
    backward = trace.step_probabilities_backward
    return StepProbabilities(
        probe=probe(trace, config),
        forward=trace.step_probabilities_forward[ends],
        backward=backward[starts] if backward is not None else None,
        both=trace.step_probabilities[ends] if backward is not None else None,
    )


def decision(probabilities: Floats, *, backward: bool = False) -> Decision:
    """When and for what a direction decided, by its ``probabilities`` (rows, C).

    It reads from the first row to the last, or from the last to the first with ``backward``.
    """
    favourites = probabilities.argmax(axis=1)[:: -1 if backward else 1]
    others = np.flatnonzero(favourites != favourites[-1])
    read = int(others[-1]) + 1 if len(others) else 0
    return Decision(int(favourites[-1]), len(favourites) - 1 - read if backward else read)


def step_probabilities_figure(data: StepProbabilities, classes: Sequence[str], theme: Theme) -> Chart:
    """The picture and the probabilities by the forward state, by the backward state and by both, on one row axis."""
    line = data.probe.line

    def panel(title: str, values: Floats, reads: Reads) -> Panel:
        hover = f"{line} %{{y}}: class %{{x}} with %{{z:.1%}}"
        return Panel(title, values, "share", hover, "class", classes, reads=reads, scale="probability")

    panels = [picture_panel(data.probe), panel("By the forward state ↓", data.forward, "down")]
    if data.backward is not None and data.both is not None:
        panels.append(panel("By the backward state ↑", data.backward, "up"))
        panels.append(panel(f"By both states of a {line}", data.both, "both"))
    return panels_figure([panels], theme, row_name=line)
