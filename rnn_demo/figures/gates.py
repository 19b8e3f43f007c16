"""Gates as a story: one unit's gates, content and state as lines down the rows, beside the picture."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import Chart, axis, chart
from rnn_demo.figures.inside import inside
from rnn_demo.figures.panels import ROW_TICKS
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, Trace

LINE, BETWEEN, ABOVE, BELOW = 330, 76, 30, 40  # pixels
DASHES = ("solid", "dash", "dot")


class UnitStory(NamedTuple):
    """What one unit of one direction does, a line per row.

    Attributes:
        picture: (rows, 28) in 0..1.
        states: (rows, H) the hidden states of all units of that layer and direction.
        gates: the unit's gates that lie in [0, 1], by name: (rows,) each; none for the plain cell.
        contents: its new content, cell state and hidden state by name: (rows,) each.
        unit: which one it is.
        backward: whether it reads from the last row on.
        line: what a row is called.
    """

    picture: Floats
    states: Floats
    gates: Mapping[str, Floats]
    contents: Mapping[str, Floats]
    unit: int
    backward: bool
    line: str

    @property
    def limit(self) -> float:
        """The end of the contents' axis: 1, or more where a cell state is larger."""
        return max(1.0, *(float(np.abs(values).max()) for values in self.contents.values()))


def unit_story(trace: Trace, config: RunConfig, layer: int, unit: int, *, backward: bool) -> UnitStory:
    """Unit ``unit`` of ``layer`` in one direction of ``trace``, by rows."""
    data = inside(trace, config, layer)
    cells, states = (data.backward, data.probe.backward) if backward else (data.forward, data.probe.forward)
    assert cells is not None
    assert states is not None
    of_unit = {gate: values[:, unit] for gate, values in cells.gates.items()}
    contents = {gate.name: values for gate, values in of_unit.items() if gate.squash == "tanh"}
    if cells.memory is not None:
        contents["c"] = cells.memory[:, unit]
    contents["h"] = states[:, unit]
    gates = {gate.name: values for gate, values in of_unit.items() if gate.squash == "sigmoid"}
    return UnitStory(data.probe.picture, states, gates, contents, unit, backward, data.probe.line)


def unit_story_figure(data: UnitStory, theme: Theme) -> Chart:
    """Picture, all states, the unit's gates and its contents on one row axis; on a narrow screen two make a line."""
    arrow = "↑" if data.backward else "↓"
    rows = np.arange(len(data.picture))
    groups = [group for group in (data.gates, data.contents) if group]
    colours = theme.train, theme.test, theme.text
    traces: list[go.Heatmap | go.Scatter] = [
        go.Heatmap(z=data.picture, xaxis="x", yaxis="y", colorscale=theme.ink, zmin=0, zmax=1, showscale=False,
                   hovertemplate=f"{data.line} %{{y}}: ink %{{z:.0%}}<extra></extra>"),
        go.Heatmap(z=data.states, xaxis="x2", yaxis="y2", colorscale=theme.signed, zmin=-1, zmax=1, showscale=False,
                   hovertemplate=f"unit %{{x}} after {data.line} %{{y}}: %{{z:.2f}}<extra></extra>"),
    ]  # fmt: skip
    titles = ["<b>Picture</b>", f"<b>States {arrow}</b>, click a unit"]
    for number, group in enumerate(groups, start=3):
        names = []
        for (name, values), colour, dash in zip(group.items(), colours, DASHES, strict=False):
            traces.append(
                go.Scatter(x=values, y=rows, xaxis=f"x{number}", yaxis=f"y{number}", mode="lines", name=name,
                           showlegend=False, line={"color": colour, "dash": dash, "width": 2},
                           hovertemplate=f"{data.line} %{{y}}: {name} = %{{x:.2f}}<extra></extra>")
            )  # fmt: skip
            sample = {"solid": "—", "dash": "– –", "dot": "···"}[dash]
            names.append(f'<span style="color:{colour}">{sample} {name}</span>')
        titles.append(f"<b>Unit {data.unit}</b>  {'  '.join(names)}")
    still: dict[str, Any] = {"fixedrange": True}
    y = axis(theme, range=[len(rows) - 0.5, -0.5], tickvals=ROW_TICKS, showgrid=False, **still)
    axes: dict[str, Any] = {
        "xaxis": axis(theme, "28 pixels", showticklabels=False, showgrid=False, **still),
        "xaxis2": axis(theme, "hidden unit", showgrid=False, nticks=5, **still),
    }
    ends = [(0.0, 1.0)] * bool(data.gates) + [(-data.limit, data.limit)]
    names = ["gate: 0 shut, 1 open"] * bool(data.gates) + ["content and state" if data.gates else "state"]
    axes |= {
        f"xaxis{number}": axis(
            theme, name, range=[low - 0.04 * (high - low), high + 0.04 * (high - low)], nticks=5, **still
        )
        for number, ((low, high), name) in enumerate(zip(ends, names, strict=True), start=3)
    }
    axes |= {f"yaxis{'' if number == 0 else number + 1}": y for number in range(len(titles))}
    shown = chart(
        traces,
        theme,
        height=LINE + ABOVE + BELOW,
        margin={"l": 46, "r": 10, "t": ABOVE, "b": BELOW},
        dragmode=False,
        annotations=[_title(title, number) for number, title in enumerate(titles)],
        shapes=[{"type": "rect", "xref": "x2", "yref": "y2 domain", "x0": data.unit - 0.5, "x1": data.unit + 0.5,
                 "y0": 0, "y1": 1, "line": {"color": theme.text, "width": 1.5}}],
        **axes,
    )  # fmt: skip
    widths = [0.7, 1.2, 1.0, 1.0][: len(titles)]
    shown.figure.update_layout(_arranged([widths], data.line))
    return shown._replace(narrow=go.Layout(_arranged([[0.8, 1.2], [1.0] * len(groups)], data.line)))


def _arranged(lines: list[list[float]], row_name: str) -> dict[str, object]:
    """The layout of panels that have these shares of their ``lines``."""
    total = len(lines) * (LINE + BETWEEN) - BETWEEN
    layout: dict[str, object] = {"height": total + ABOVE + BELOW}
    gap, number = 0.05, 0
    for above, line in enumerate(lines):
        top = 1 - above * (LINE + BETWEEN) / total
        unit, left = (1 - gap * (len(line) - 1)) / sum(line), 0.0
        for share in line:
            right = min(left + share * unit, 1.0)
            suffix = "" if number == 0 else str(number + 1)
            layout[f"xaxis{suffix}"] = {"domain": [left, right], "anchor": f"y{suffix}"}
            layout[f"yaxis{suffix}"] = {
                "domain": [max(top - LINE / total, 0.0), top],
                "anchor": f"x{suffix}",
                "showticklabels": left == 0.0,
                "title": {"text": "" if left else row_name, "standoff": 2},
            }
            left, number = right + gap, number + 1
    return layout


def _title(text: str, number: int) -> dict[str, object]:
    suffix = "" if number == 0 else str(number + 1)
    return {
        "text": text, "xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "x": 0, "xanchor": "left", "y": 1,
        "yanchor": "bottom", "showarrow": False,
    }  # fmt: skip
