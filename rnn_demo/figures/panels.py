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

MOST_ROW_TICKS = 6

# Pixels: a line of panels on a wide and on a narrow screen, what stands between two lines and two groups of lines, above
# and below them all. A group is what makes one line on a wide screen.
LINE, NARROW_LINE = 266, 228
BETWEEN, BETWEEN_GROUPS = 72, 136
ABOVE = 28
BELOW = 90
GAP = 0.025  # between two panels of a line, as a share of the figure's width
BAR_BELOW = 48  # pixels from a group's last line down to its bars of colour
BAR_PLACES = (0.25, 0.75)

_Place = tuple[int, float]  # a panel's number and its share of the line that it stands on
_Lines = list[list[_Place]]
_Scale = tuple[int, Colours]  # a group's number and what its colours mean


class Panel(NamedTuple):
    """One heatmap.

    Attributes:
        title: what stands above it.
        values: (28 + k, columns), a line per row.
        colours: "ink" and "share" are fixed to [0, 1], "signed" to [-1, 1]; what lies outside shows in full colour.
        hover: what hovering says, with plotly's %{x}, %{y} and %{z}.
        columns: what the columns are.
        ticks: the columns' names, or None for their numbers, or () for nothing.
        numbers: the columns' own numbers, if those are not 0, 1, 2 …
        width: its share of a line, relative to the others'.
        reads: the direction in which its rows come into being while the network reads.
        limit: for "signed", what has full colour if that is not 1, as for an lstm's cell states.
        scale: what its colours measure, which stands at their bar.
        callout: what a newcomer is told of it while it comes into being.
    """

    title: str
    values: Floats
    colours: Colours
    hover: str
    columns: str
    ticks: Sequence[str] | None = None
    numbers: Sequence[int] | None = None
    width: float = 1.0
    reads: Reads = "down"
    limit: float = 1.0
    scale: str = ""
    callout: str = ""


def panels_figure(
    lines: Sequence[Sequence[Panel]], theme: Theme, *, row_name: str = "row", row_numbers: Sequence[int] | None = None
) -> Chart:
    """``lines`` of panels, each with the bars of its colours below it; on a narrow screen two panels make a line.

    ``row_name`` is what a row is called beside the axis, ``row_numbers`` are the rows' own if they are not 0, 1, 2 …. On a
    narrow screen the last panel of the first line comes up beside the first, and the others follow in order.
    """
    panels = [panel for line in lines for panel in line]
    groups = [number for number, line in enumerate(lines) for _ in line]
    axes_of_colour = _axes_of_colour(panels, groups)
    numbers = iter(range(len(panels)))
    wide = [[[(next(numbers), panel.width) for panel in line]] for line in lines]
    traces = [
        go.Heatmap(
            x=panel.ticks or _as_text(panel.numbers),
            y=_as_text(row_numbers),
            z=panel.values.astype(np.float32),
            xaxis=f"x{_suffix(number)}",
            yaxis=f"y{_suffix(number)}",
            hovertemplate=panel.hover + "<extra></extra>",
            **_colours(panel, axes_of_colour[group, panel.colours], theme),
        )
        for number, (panel, group) in enumerate(zip(panels, groups, strict=True))
    ]
    layout = _arranged(wide, LINE, row_name, axes_of_colour)
    for scale, name in axes_of_colour.items():
        layout[name] = _colour_axis(scale, panels, groups, theme, layout.get(name, {}))
    still = {"fixedrange": True, "showgrid": False}
    for number, panel in enumerate(panels):
        x, y = f"xaxis{_suffix(number)}", f"yaxis{_suffix(number)}"
        layout[x] = {**axis(theme, panel.columns), **still, **_column_ticks(panel), **layout[x]}
        rows = row_ticks(len(panel.values), row_numbers)
        layout[y] = {**axis(theme, range=[len(panel.values) - 0.5, -0.5]), **still, **rows, **layout[y]}
    shown = chart(
        traces,
        theme,
        margin={"l": 46, "r": 8, "t": ABOVE, "b": BELOW},
        dragmode=False,
        annotations=[_title(panel, number) for number, panel in enumerate(panels)],
        meta={
            "reads": [panel.reads for panel in panels],
            "callouts": [panel.callout for panel in panels],
            "paper": theme.ink[0][1],
        },
        **layout,
    )
    return shown._replace(narrow=go.Layout(_arranged(_in_pairs(wide), NARROW_LINE, row_name, axes_of_colour)))


def _axes_of_colour(panels: Sequence[Panel], groups: Sequence[int]) -> dict[_Scale, str]:
    """Plotly's name of the colour axis of each group and kind of colours."""
    scales = dict.fromkeys((group, panel.colours) for panel, group in zip(panels, groups, strict=True))
    return {scale: f"coloraxis{_suffix(number)}" for number, scale in enumerate(scales)}


def _colours(panel: Panel, colour_axis: str, theme: Theme) -> dict[str, Any]:
    """The shared colour axis, or for a panel with a limit of its own a scale of its own."""
    if panel.limit == 1.0:
        return {"coloraxis": colour_axis}
    return {"colorscale": theme.signed, "zmin": -panel.limit, "zmax": panel.limit, "showscale": False}


def _colour_axis(
    scale: _Scale, panels: Sequence[Panel], groups: Sequence[int], theme: Theme, placed: dict[str, Any]
) -> dict[str, Any]:
    """The colours of the panels of one scale; their bar says what they measure, and there is none without a word for it."""
    colours = scale[1]
    low = -1 if colours == "signed" else 0
    coloured = {"colorscale": getattr(theme, colours), "cmin": low, "cmax": 1}
    of_scale = (
        panel.scale
        for panel, other in zip(panels, groups, strict=True)
        if (other, panel.colours) == scale and panel.limit == 1.0
    )
    words = ", ".join(dict.fromkeys(filter(None, of_scale)))
    if not words:
        return {**coloured, "showscale": False}
    return {**coloured, "colorbar": {**_bar(words, [low, (low + 1) / 2, 1]), **placed["colorbar"]}}


def _arranged(
    groups: Sequence[_Lines], height: int, row_name: str, axes_of_colour: dict[_Scale, str]
) -> dict[str, Any]:
    """The layout that puts panels on lines of ``height`` pixels, and below each group of lines its bars of colour."""
    inner = sum(len(lines) * (height + BETWEEN) - BETWEEN for lines in groups) + BETWEEN_GROUPS * (len(groups) - 1)
    layout: dict[str, Any] = {"height": inner + ABOVE + BELOW}
    above = 0
    for group, lines in enumerate(groups):
        for line in lines:
            top, bottom = 1 - above / inner, 1 - (above + height) / inner
            layout |= _line(line, [max(bottom, 0.0), top], row_name)
            above += height + BETWEEN
        bars = [name for scale, name in axes_of_colour.items() if scale[0] == group and scale[1] != "ink"]
        for name, middle in zip(bars, BAR_PLACES, strict=False):
            layout[name] = {"colorbar": {"x": middle, "y": 1 - (above - BETWEEN + BAR_BELOW) / inner}}
        above += BETWEEN_GROUPS - BETWEEN
    return layout


def _line(line: Sequence[_Place], domain: list[float], row_name: str) -> dict[str, Any]:
    """The axes of the panels of one line."""
    unit = (1 - GAP * (len(line) - 1)) / sum(width for _, width in line)
    layout: dict[str, Any] = {}
    left = 0.0
    for number, width in line:
        right = min(left + width * unit, 1.0)
        suffix = _suffix(number)
        layout[f"xaxis{suffix}"] = {"domain": [left, right], "anchor": f"y{suffix}"}
        layout[f"yaxis{suffix}"] = {
            "domain": domain,
            "anchor": f"x{suffix}",
            "showticklabels": left == 0.0,
            "title": {"text": "" if left else row_name, "standoff": 2},
        }
        left = right + GAP
    return layout


def _in_pairs(groups: Sequence[_Lines]) -> list[_Lines]:
    """Lines of two panels as wide as each other, the last of the first line beside the first."""
    (first,), *others = groups
    reordered = [[first[0], first[-1], *first[1:-1]] if len(first) > 1 else first, *(line for (line,) in others)]
    return [
        [[(number, 1.0) for number, _ in line[start : start + 2]] for start in range(0, len(line), 2)]
        for line in reordered
    ]


def _column_ticks(panel: Panel) -> dict[str, Any]:
    """Every name, or at most four numbers."""
    if panel.ticks is None:
        count = panel.values.shape[1]
        distance = _tick_distance(count, 4)
        if panel.numbers is None:
            return {"tick0": 0, "dtick": distance}
        return _named_ticks(range(0, count, distance), panel.numbers)
    return _named_ticks(range(len(panel.ticks)), panel.ticks) if panel.ticks else {"tickvals": []}


def row_ticks(count: int, numbers: Sequence[int] | None = None) -> dict[str, Any]:
    """The first row, the last one, and some between."""
    distance = _tick_distance(count, MOST_ROW_TICKS - 1, (1, 2, 7, 14, 28, 56))
    places = [place for place in range(0, count - 1, distance) if count - 1 - place > distance / 2] + [count - 1]
    return {"tickvals": places} if numbers is None else _named_ticks(places, numbers)


def _named_ticks(places: Sequence[int], names: Sequence[str] | Sequence[int]) -> dict[str, Any]:
    """Ticks at some places of an axis of columns or rows with names, where plotly finds a place by its name."""
    return {"type": "category", "tickvals": [str(names[place]) for place in places]}


def _as_text(numbers: Sequence[int] | None) -> list[str] | None:
    return None if numbers is None else [str(number) for number in numbers]


def _tick_distance(count: int, most: int, distances: Sequence[int] = (1, 2, 5, 10, 20, 50, 100, 200)) -> int:
    """A whole number that leaves at most ``most`` ticks on an axis of ``count``."""
    return next(distance for distance in distances if count <= most * distance)


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
