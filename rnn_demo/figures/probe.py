"""The probe: one picture, the hidden states and the belief after each row, side by side on one row axis."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.config import SEQUENCE_SHAPES, RunConfig
from rnn_demo.figures.theme import Theme, axis, base_layout, figure

if TYPE_CHECKING:
    from rnn_demo.introspect import Trace  # which imports torch; a figure needs none of it

Floats = NDArray[np.float32]

ROWS = 28
PIXELS_PER_ROW = 28
ROW_TICKS = [0, 7, 14, 21, 27]
TITLE_ROOM = 28  # pixels above a panel


class Probe(NamedTuple):
    """What the probe shows, one line per row of what the network reads.

    Shapes: ``picture`` (28, 28) in 0..1, ``forward`` and ``backward`` (28, H), the latter None with one direction,
    ``belief`` (28, C). ``line`` says what a line is: a row or a column.
    """

    picture: Floats
    forward: Floats
    backward: Floats | None
    belief: Floats
    line: str


class Panel(NamedTuple):
    """One heatmap of the probe: its title, values (28, columns), colour axis and what hovering says."""

    title: str
    values: Floats
    coloraxis: str
    hover: str
    columns: str


def probe(trace: "Trace", config: RunConfig) -> Probe:
    """The top layer of ``trace``, by rows.

    A network that reads single pixels has 28 states in a row; the one shown is the last that a direction reaches there.
    """
    time_steps, _ = SEQUENCE_SHAPES[config.sequence]
    first = np.arange(ROWS) * (time_steps // ROWS)  # the first step of each row, where the backward direction leaves it
    last = first + time_steps // ROWS - 1
    return Probe(
        picture=trace.sequence.reshape(ROWS, PIXELS_PER_ROW),
        forward=trace.forward.states[-1][last],
        backward=trace.backward.states[-1][first] if trace.backward else None,
        belief=trace.belief,
        line="column" if config.sequence == "columns" else "row",
    )


def ink_span(data: Probe) -> tuple[int, int] | None:
    """The first and the last row that has any ink; None for a blank picture."""
    inked = np.flatnonzero(data.picture.max(axis=1) > 0)
    return (int(inked[0]), int(inked[-1])) if len(inked) else None


def probe_figure(data: Probe, classes: tuple[str, ...], look: Theme) -> tuple[go.Figure, dict[str, Any]]:
    """The probe's figure, and the changes to its layout for a narrow screen, where the panels stand two by two."""
    panels = _panels(data)
    traces = [
        go.Heatmap(
            z=panel.values.astype(np.float32),
            coloraxis=panel.coloraxis,
            xaxis=f"x{_suffix(number)}",
            yaxis=f"y{_suffix(number)}",
            hovertemplate=panel.hover + "<extra></extra>",
        )
        for number, panel in enumerate(panels)
    ]
    wide = _arrange(_wide_columns(panels), [(0.0, 1.0)] * len(panels))
    layout = {
        **base_layout(look, height=384),
        "margin": {"l": 34, "r": 8, "t": TITLE_ROOM, "b": 84},
        "dragmode": False,
        "annotations": [_title(panel, number) for number, panel in enumerate(panels)],
        "coloraxis": _coloraxis(look.signed, -1, "state", wide["xaxis2"]["domain"], [-1, 0, 1]),
        "coloraxis2": _coloraxis(look.share, 0, "probability", wide[f"xaxis{len(panels)}"]["domain"], [0, 0.5, 1]),
        "coloraxis3": {"colorscale": look.ink, "cmin": 0, "cmax": 1, "showscale": False},
    }
    for number, panel in enumerate(panels):
        x, y = f"xaxis{_suffix(number)}", f"yaxis{_suffix(number)}"
        still = {"fixedrange": True, "showgrid": False, "ticks": ""}
        rows = {"range": [ROWS - 0.5, -0.5], "tickvals": ROW_TICKS, "showticklabels": number == 0}
        layout[x] = axis(look, title={"text": panel.columns, "standoff": 2}, **still, **wide[x])
        layout[y] = axis(look, **rows, **still, **wide[y])
    layout["xaxis"]["showticklabels"] = False
    layout[f"xaxis{len(panels)}"].update(tickvals=list(range(len(classes))), ticktext=list(classes))
    return figure(traces, layout), _narrow(panels)


def _panels(data: Probe) -> list[Panel]:
    state = f"{data.line} %{{y}}, unit %{{x}}: %{{z:.2f}}"
    belief = f"after {data.line} %{{y}}, the rest still blank: class %{{x}} with %{{z:.1%}}"
    panels = [
        Panel("Picture, as it is read", data.picture, "coloraxis3", f"{data.line} %{{y}}: ink %{{z:.0%}}", "28 pixels"),
        Panel("Forward states ↓", data.forward, "coloraxis", f"after reading down to {state}", "hidden unit"),
    ]
    if data.backward is not None:
        hover = f"after reading up to {state}"
        panels.append(Panel("Backward states ↑", data.backward, "coloraxis", hover, "hidden unit"))
    return [*panels, Panel(f"Belief after each {data.line}", data.belief, "coloraxis2", belief, "class")]


def _wide_columns(panels: list[Panel]) -> list[tuple[float, float]]:
    if len(panels) == 4:
        return [(0.0, 0.21), (0.235, 0.495), (0.52, 0.78), (0.805, 1.0)]
    return [(0.0, 0.24), (0.27, 0.72), (0.75, 1.0)]


def _arrange(columns: list[tuple[float, float]], lines: list[tuple[float, float]]) -> dict[str, Any]:
    """The axes' places: panel n spans ``columns[n]`` across and ``lines[n]`` up, as shares of the figure."""
    layout: dict[str, Any] = {}
    for number, (column, line) in enumerate(zip(columns, lines, strict=True)):
        layout[f"xaxis{_suffix(number)}"] = {"domain": list(column), "anchor": f"y{_suffix(number)}"}
        layout[f"yaxis{_suffix(number)}"] = {"domain": list(line), "anchor": f"x{_suffix(number)}"}
    return layout


def _narrow(panels: list[Panel]) -> dict[str, Any]:
    """Layout changes for a narrow screen: picture and belief above, the states below."""
    left, right, above, below = (0.0, 0.47), (0.53, 1.0), (0.57, 1.0), (0.0, 0.43)
    if len(panels) == 4:
        layout = _arrange([left, left, right, right], [above, below, below, above])
    else:
        layout = _arrange([left, (0.0, 1.0), right], [above, below, above])
    layout["height"] = 680
    layout["yaxis2"]["showticklabels"] = True
    layout["coloraxis"] = {"colorbar": {"x": 0.235, "len": 0.47, "y": -0.1}}
    layout["coloraxis2"] = {"colorbar": {"x": 0.765, "len": 0.47, "y": -0.1}}
    return layout


def _title(panel: Panel, number: int) -> dict[str, Any]:
    return {
        "text": f"<b>{panel.title}</b>",
        "xref": f"x{_suffix(number)} domain",
        "yref": f"y{_suffix(number)} domain",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
    }


def _coloraxis(scale: Any, low: float, title: str, domain: list[float], ticks: list[float]) -> dict[str, Any]:
    """A colour axis fixed to ``low`` .. 1, its bar below the panel that spans ``domain``."""
    bar = {
        "orientation": "h",
        "x": sum(domain) / 2,
        "len": domain[1] - domain[0],
        "y": -0.165,
        "yanchor": "top",
        "thickness": 8,
        "tickvals": ticks,
        "title": {"text": title, "side": "bottom", "font": {"size": 11}},
    }
    return {"colorscale": scale, "cmin": low, "cmax": 1, "colorbar": bar}


def _suffix(number: int) -> str:
    """Plotly calls its first axis x, its second x2."""
    return str(number + 1) if number else ""
