"""Heatmaps on one row axis: row t of a picture, of states, gates and probabilities stands on one line of the screen."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import plotly.graph_objects as go

from rnn_demo.figures.chart import Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats

Colours = Literal["ink", "signed", "share"]
Reads = Literal["down", "up", "both"]

ROW_TICKS = [0, 7, 14, 21, 27]

# Pixels: a line of panels on a wide and on a narrow screen, what stands between two lines, above and below them all.
LINE, NARROW_LINE = 266, 228
BETWEEN = 72
ABOVE = 28
BELOW = 90
GAP = 0.025  # between two panels of a line, as a share of the figure's width

_Place = tuple[int, float]  # a panel's number and its share of the line that it stands on

COLOUR_AXES: dict[Colours, str] = {"signed": "coloraxis", "share": "coloraxis2", "ink": "coloraxis3"}


class Panel(NamedTuple):
    """One heatmap.

    Attributes:
        title: what stands above it.
        values: (28 + k, columns), a line per row.
        colours: "ink" and "share" are fixed to [0, 1], "signed" to [-1, 1]; what lies outside shows in full colour.
        hover: what hovering says, with plotly's %{x}, %{y} and %{z}.
        columns: what the columns are.
        ticks: the columns' names, or None for their numbers, or () for nothing.
        width: its share of a line, relative to the others'.
        reads: the direction in which its rows come into being while the network reads.
        limit: for "signed", what has full colour if that is not 1, as for an lstm's cell states.
    """

    title: str
    values: Floats
    colours: Colours
    hover: str
    columns: str
    ticks: Sequence[str] | None = None
    width: float = 1.0
    reads: Reads = "down"
    limit: float = 1.0


def panels_figure(lines: Sequence[Sequence[Panel]], theme: Theme, *, row_name: str = "row") -> Chart:
    """``lines`` of panels; on a narrow screen two make a line.

    ``row_name`` is what a row is called beside the axis. On a narrow screen the last panel of the first line comes up
    beside the first, and the others follow in order.
    """
    panels = [panel for line in lines for panel in line]
    numbers = iter(range(len(panels)))
    wide = [[(next(numbers), panel.width) for panel in line] for line in lines]
    traces = [
        go.Heatmap(
            z=panel.values.astype(np.float32),
            xaxis=f"x{_suffix(number)}",
            yaxis=f"y{_suffix(number)}",
            hovertemplate=panel.hover + "<extra></extra>",
            **_colours(panel, theme),
        )
        for number, panel in enumerate(panels)
    ]
    layout = _arranged(wide, LINE, row_name)
    layout["coloraxis"].update(colorscale=theme.signed, cmin=-1, cmax=1)
    layout["coloraxis"]["colorbar"].update(_bar("state", [-1, 0, 1]))
    layout["coloraxis2"].update(colorscale=theme.share, cmin=0, cmax=1)
    layout["coloraxis2"]["colorbar"].update(_bar("probability", [0, 0.5, 1]))
    layout["coloraxis3"] = {"colorscale": theme.ink, "cmin": 0, "cmax": 1, "showscale": False}
    still = {"fixedrange": True, "showgrid": False}
    for number, panel in enumerate(panels):
        x, y = f"xaxis{_suffix(number)}", f"yaxis{_suffix(number)}"
        num_rows, num_columns = panel.values.shape
        if panel.ticks is None:
            ticks: dict[str, Any] = {"tick0": 0, "dtick": _tick_distance(num_columns)}
        else:
            ticks = {"tickvals": list(range(len(panel.ticks))), "ticktext": list(panel.ticks)}
        layout[x] = {**axis(theme, panel.columns), **still, **ticks, **layout[x]}
        layout[y] = {**axis(theme, range=[num_rows - 0.5, -0.5], tickvals=ROW_TICKS), **still, **layout[y]}
    shown = chart(
        traces,
        theme,
        margin={"l": 46, "r": 8, "t": ABOVE, "b": BELOW},
        dragmode=False,
        annotations=[_title(panel, number) for number, panel in enumerate(panels)],
        meta={"reads": [panel.reads for panel in panels]},
        **layout,
    )
    return shown._replace(narrow=go.Layout(_arranged(_in_pairs(wide), NARROW_LINE, row_name)))


def _colours(panel: Panel, theme: Theme) -> dict[str, Any]:
    """The shared colour axis, or for a panel with a limit of its own a scale of its own."""
    if panel.limit == 1.0:
        return {"coloraxis": COLOUR_AXES[panel.colours]}
    return {"colorscale": theme.signed, "zmin": -panel.limit, "zmax": panel.limit, "showscale": False}


def _arranged(lines: Sequence[Sequence[_Place]], height: int, row_name: str) -> dict[str, Any]:
    """The layout that puts panels on ``lines`` of ``height`` pixels, and the colour bars below all."""
    total = len(lines) * (height + BETWEEN) - BETWEEN
    layout: dict[str, Any] = {"height": total + ABOVE + BELOW}
    for lines_above, line in enumerate(lines):
        top = 1 - lines_above * (height + BETWEEN) / total
        unit = (1 - GAP * (len(line) - 1)) / sum(width for _, width in line)
        left = 0.0
        for number, width in line:
            right = min(left + width * unit, 1.0)
            suffix = _suffix(number)
            layout[f"xaxis{suffix}"] = {"domain": [left, right], "anchor": f"y{suffix}"}
            layout[f"yaxis{suffix}"] = {
                "domain": [max(top - height / total, 0.0), top],
                "anchor": f"x{suffix}",
                "showticklabels": left == 0.0,
                "title": {"text": "" if left else row_name, "standoff": 2},
            }
            left = right + GAP
    for name, middle in (("coloraxis", 0.25), ("coloraxis2", 0.75)):
        layout[name] = {"colorbar": {"x": middle, "y": -48 / total}}
    return layout


def _in_pairs(lines: Sequence[Sequence[_Place]]) -> list[list[_Place]]:
    """Lines of two panels as wide as each other, the last of the first line beside the first."""
    first, *others = lines
    order = [first[0], first[-1], *first[1:-1], *(place for line in others for place in line)]
    return [[(number, 1.0) for number, _ in order[start : start + 2]] for start in range(0, len(order), 2)]


def _tick_distance(columns: int) -> int:
    """Whole numbers that leave at most four names below a panel."""
    return next(distance for distance in (1, 2, 5, 10, 20, 50, 100, 200) if columns <= 4 * distance)


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


def _bar(title: str, ticks: list[float]) -> dict[str, Any]:
    return {
        "orientation": "h",
        "len": 0.4,
        "yanchor": "top",
        "thickness": 8,
        "outlinewidth": 0,
        "tickvals": ticks,
        "title": {"text": title, "side": "bottom", "font": {"size": 11}},
    }


def _suffix(number: int) -> str:
    """Plotly calls its first axis x, its second x2."""
    return str(number + 1) if number else ""
