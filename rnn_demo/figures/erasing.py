"""The state is the memory: what each row changes in it, and what is predicted if it is erased there."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import Chart
from rnn_demo.figures.panels import Panel, Reads, panels_figure
from rnn_demo.figures.probe import Probe, picture_panel, probe
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, Trace


class Erasing(NamedTuple):
    """One line per row of what the network reads.

    Attributes:
        probe: the picture, and the states of the top layer.
        forward, backward: (rows, H) what reading each row added to the state; ``backward`` is None with one direction.
        probabilities: (rows, C) what the network says if the state is erased after each row.
    """

    probe: Probe
    forward: Floats
    backward: Floats | None
    probabilities: Floats

    def flips(self, prediction: int) -> int:
        """After how many of the rows an erasure changes the ``prediction``."""
        return int((self.probabilities.argmax(axis=1) != prediction).sum())


def erasing(trace: Trace, config: RunConfig, probabilities: Floats) -> Erasing:
    """The top layer of ``trace``, and the ``probabilities`` (rows, C) with erased states."""
    data = probe(trace, config)
    nothing = np.zeros_like(data.forward[:1])
    backward = None if data.backward is None else -np.diff(data.backward, axis=0, append=nothing)
    return Erasing(data, np.diff(data.forward, axis=0, prepend=nothing), backward, probabilities)


def erasing_figure(data: Erasing, classes: Sequence[str], theme: Theme, *, row: int) -> Chart:
    """Picture, changes of the states and probabilities on one row axis, with a line around ``row``."""
    line = data.probe.line
    changes = f"{line} %{{y}} changes unit %{{x}} by %{{z:+.2f}}"

    def change(title: str, values: Floats, reads: Reads) -> Panel:
        return Panel(title, values, "signed", changes, "hidden unit", reads=reads, scale="change of the state")

    panels = [picture_panel(data.probe), change("Change of forward ↓", data.forward, "down")]
    if data.backward is not None:
        panels.append(change("Change of backward ↑", data.backward, "up"))
    hover = f"erased after {line} %{{y}}: class %{{x}} with %{{z:.1%}}"
    answer = Panel("If erased there", data.probabilities, "share", hover, "class", classes, scale="probability")
    panels.append(answer._replace(width=0.75))
    chart = panels_figure([panels], theme, row_name=line)
    chart.figure.update_layout(
        shapes=[
            {"type": "rect", "xref": f"{trace.xaxis} domain", "yref": trace.yaxis, "x0": 0, "x1": 1,
             "y0": row - 0.5, "y1": row + 0.5, "line": {"color": theme.text, "width": 1.5}}
            for trace in chart.figure.data
        ]
    )  # fmt: skip
    return chart
