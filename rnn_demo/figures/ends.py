"""The states of both directions with their two ends: where each has read everything, and where out[:, -1] looks."""

from collections.abc import Sequence
from typing import NamedTuple

from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import Chart
from rnn_demo.figures.panels import Panel, panels_figure
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, Trace


class EndStates(NamedTuple):
    """The top layer's states at the ``steps`` shown (n,): ``forward`` and ``backward`` (n, H), None with one direction.

    ``picture`` (n, 28) is what was read at these steps, None if that is a pixel each. ``step`` is what one is called and
    ``num_layers`` how many layers there are.
    """

    picture: Floats | None
    forward: Floats
    backward: Floats | None
    steps: Sequence[int]
    step: str
    num_layers: int


def end_states(trace: Trace, config: RunConfig) -> EndStates:
    """All steps, or of the many of a network that reads pixels the first and the last one of every row."""
    per_line, total = config.reading.steps_per_line, len(trace.sequence)
    steps = range(total) if per_line == 1 else [0, *range(per_line - 1, total, per_line)]
    return EndStates(
        picture=trace.sequence if per_line == 1 else None,
        forward=trace.forward.states[-1, steps],
        backward=trace.backward.states[-1, steps] if trace.backward else None,
        steps=steps,
        step=config.reading.step,
        num_layers=config.num_layers,
    )


def end_states_figure(data: EndStates, theme: Theme) -> Chart:
    """The states as heatmaps, a frame around each direction's two ends, and what it has read there beside it."""
    last = len(data.steps) - 1
    panels = [_states(data, f"Forward states{_of_layer(data)} ↓", data.forward)]
    marked = [(0, last, f"has read all {data.step}s", True)]
    if data.picture is not None:
        hover, columns = f"{data.step} %{{y}}: ink %{{z:.0%}}", f"{SIDE} pixels"
        panels.append(Panel("Picture, as it is read", data.picture, "ink", hover, columns, ticks=(), width=0.5))
    if data.backward is not None:
        read_one = f"has read one {data.step} itself" if data.num_layers > 1 else f"has read one {data.step}"
        marked += [(len(panels), 0, f"has read all {data.step}s", True), (len(panels), last, read_one, False)]
        panels.append(_states(data, f"Backward states{_of_layer(data)} ↑", data.backward))
    numbers = None if data.picture is not None else data.steps
    shown = panels_figure([panels], theme, row_name=data.step, row_numbers=numbers)
    for panel, row, words, is_right in marked:
        _frame(shown, theme, panel, row, words, is_right=is_right)
    return shown


def _of_layer(data: EndStates) -> str:
    return f" of layer {data.num_layers}" if data.num_layers > 1 else ""


def _states(data: EndStates, title: str, values: Floats) -> Panel:
    hover = f"{data.step} %{{y}}, unit %{{x}}: %{{z:.2f}}"
    return Panel(title, values, "signed", hover, "hidden unit", scale="state")


def _frame(chart: Chart, theme: Theme, panel: int, row: int, words: str, *, is_right: bool) -> None:
    """A frame around one row of one panel, with ``words`` on the inner side of it."""
    suffix = str(panel + 1) if panel else ""
    colour = theme.text  # which no state has
    at_top = row == 0
    chart.figure.add_shape(
        type="rect", xref=f"x{suffix} domain", yref=f"y{suffix}", x0=0, x1=1, y0=row - 0.6, y1=row + 0.6,
        line={"color": colour, "width": 3, "dash": "solid" if is_right else "dot"},
    )  # fmt: skip
    chart.figure.add_annotation(
        xref=f"x{suffix} domain", yref=f"y{suffix}", x=0.5, y=row, ax=0, ay=34 if at_top else -34,
        text=f"<b>{words}</b>", arrowcolor=colour, arrowhead=2, arrowwidth=2, standoff=5,
        bgcolor=theme.ink[0][1], bordercolor=colour, borderpad=3, font={"color": theme.text},
    )  # fmt: skip
