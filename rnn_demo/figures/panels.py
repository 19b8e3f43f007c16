"""Heatmaps on one row axis: row t of a picture, of states, gates and beliefs stands on one line of the screen."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.figures.theme import Theme, axis, base_layout, figure

Floats = NDArray[np.float32]
Colours = Literal["ink", "signed", "share"]
Reads = Literal["down", "up", "both"]

ROWS = 28
ROW_TICKS = [0, 7, 14, 21, 27]

# Pixels: a line of panels on a wide and on a narrow screen, what stands between two lines, above and below them all.
LINE, NARROW_LINE = 266, 228
BETWEEN = 72
ABOVE = 28
BELOW = 90
GAP = 0.025  # between two panels of a line, as a share of the figure's width

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


class _Place(NamedTuple):
    """Where a panel stands, in shares of the figure; ``is_first`` at the left end of its line."""

    x: tuple[float, float]
    y: tuple[float, float]
    is_first: bool


def panels_figure(
    lines: Sequence[Sequence[Panel]], look: Theme, *, row_name: str = "row"
) -> tuple[go.Figure, dict[str, Any]]:
    """A figure of ``lines`` of panels, and the changes to its layout for a narrow screen, where two make a line.

    ``row_name`` is what a row is called beside the axis. On a narrow screen the last panel of the first line comes up
    beside the first, and the others follow in order.
    """
    panels = [panel for line in lines for panel in line]
    wide = [place for number, line in enumerate(lines) for place in _line(line, number, len(lines), LINE)]
    traces = [
        go.Heatmap(
            z=panel.values.astype(np.float32),
            xaxis=f"x{_suffix(number)}",
            yaxis=f"y{_suffix(number)}",
            hovertemplate=panel.hover + "<extra></extra>",
            **_colours(panel, look),
        )
        for number, panel in enumerate(panels)
    ]
    layout: dict[str, Any] = {
        **base_layout(look, height=0),
        "margin": {"l": 46, "r": 8, "t": ABOVE, "b": BELOW},
        "dragmode": False,
        "annotations": [_title(panel, number) for number, panel in enumerate(panels)],
        "meta": {"reads": [panel.reads for panel in panels]},
        **_places(wide, len(lines), LINE, row_name),
    }
    layout["coloraxis"].update(colorscale=look.signed, cmin=-1, cmax=1)
    layout["coloraxis"]["colorbar"].update(_bar("state", [-1, 0, 1]))
    layout["coloraxis2"].update(colorscale=look.share, cmin=0, cmax=1)
    layout["coloraxis2"]["colorbar"].update(_bar("probability", [0, 0.5, 1]))
    layout["coloraxis3"] = {"colorscale": look.ink, "cmin": 0, "cmax": 1, "showscale": False}
    num_rows = len(panels[0].values)
    for number, panel in enumerate(panels):
        x, y = f"xaxis{_suffix(number)}", f"yaxis{_suffix(number)}"
        still = {"fixedrange": True, "showgrid": False, "ticks": ""}
        layout[x] = axis(look, title={"text": panel.columns, "standoff": 2}, **still, **layout[x])
        layout[y] = axis(look, range=[num_rows - 0.5, -0.5], tickvals=ROW_TICKS, **still, **layout[y])
        if panel.ticks is not None:
            layout[x].update(tickvals=list(range(len(panel.ticks))), ticktext=list(panel.ticks))
        else:
            layout[x].update(tick0=0, dtick=_tick_distance(panel.values.shape[1]))
    return figure(traces, layout), _narrow(lines, row_name)


def _colours(panel: Panel, look: Theme) -> dict[str, Any]:
    """The shared colour axis, or for a panel with a limit of its own a scale of its own."""
    if panel.limit == 1.0:
        return {"coloraxis": COLOUR_AXES[panel.colours]}
    return {"colorscale": look.signed, "zmin": -panel.limit, "zmax": panel.limit, "showscale": False}


def _line(line: Sequence[Panel], number: int, of: int, height: int) -> list[_Place]:
    """The places of the panels of line ``number`` from the top, of ``of`` lines that are ``height`` pixels high."""
    total = of * height + (of - 1) * BETWEEN
    top = 1 - number * (height + BETWEEN) / total
    unit = (1 - GAP * (len(line) - 1)) / sum(panel.width for panel in line)
    places, left = [], 0.0
    for panel in line:
        right = left + panel.width * unit
        places.append(_Place((left, min(right, 1.0)), (max(top - height / total, 0.0), top), left == 0.0))
        left = right + GAP
    return places


def _narrow(lines: Sequence[Sequence[Panel]], row_name: str) -> dict[str, Any]:
    first, *others = lines
    order = [first[0], first[-1], *first[1:-1], *(panel for line in others for panel in line)]
    pairs = [order[start : start + 2] for start in range(0, len(order), 2)]
    evenly = [[panel._replace(width=1.0) for panel in pair] for pair in pairs]
    placed = [place for number, pair in enumerate(evenly) for place in _line(pair, number, len(pairs), NARROW_LINE)]
    places = [placed[0], *placed[2 : len(first)], placed[1], *placed[len(first) :]]
    return _places(places, len(pairs), NARROW_LINE, row_name)


def _places(places: Sequence[_Place], num_lines: int, height: int, row_name: str) -> dict[str, Any]:
    """The layout that puts panel n at ``places[n]``, and the colour bars below all."""
    total = num_lines * height + (num_lines - 1) * BETWEEN
    layout: dict[str, Any] = {"height": total + ABOVE + BELOW}
    for number, place in enumerate(places):
        suffix = _suffix(number)
        layout[f"xaxis{suffix}"] = {"domain": list(place.x), "anchor": f"y{suffix}"}
        layout[f"yaxis{suffix}"] = {
            "domain": list(place.y),
            "anchor": f"x{suffix}",
            "showticklabels": place.is_first,
            "title": {"text": row_name if place.is_first else "", "standoff": 2},
        }
    for name, middle in (("coloraxis", 0.25), ("coloraxis2", 0.75)):
        layout[name] = {"colorbar": {"x": middle, "y": -48 / total}}
    return layout


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
        "tickvals": ticks,
        "title": {"text": title, "side": "bottom", "font": {"size": 11}},
    }


def _suffix(number: int) -> str:
    """Plotly calls its first axis x, its second x2."""
    return str(number + 1) if number else ""
