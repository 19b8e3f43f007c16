"""What a figure of panels draws, read back from it."""

from itertools import combinations
from typing import Any, NamedTuple

import plotly.graph_objects as go


class Place(NamedTuple):
    """Where a panel stands, in shares of the figure."""

    x: tuple[float, float]
    y: tuple[float, float]


def heatmaps(figure: go.Figure) -> dict[str, go.Heatmap]:
    """The figure's heatmaps by the titles above them."""
    titles = [note.text.removeprefix("<b>").removesuffix("</b>") for note in figure.layout.annotations]
    return dict(zip(titles, figure.data, strict=True))


def axes(figure: go.Figure, number: int, layout: go.Layout | None = None) -> tuple[Any, Any]:
    """The x and the y axis of panel ``number``, in the figure's own layout or in ``layout``."""
    panel = figure.data[number]
    source = figure.layout if layout is None else layout
    return source[panel.xaxis.replace("x", "xaxis")], source[panel.yaxis.replace("y", "yaxis")]


def places(figure: go.Figure, layout: go.Layout | None = None) -> list[Place]:
    both = [axes(figure, number, layout) for number in range(len(figure.data))]
    return [Place(tuple(x["domain"]), tuple(y["domain"])) for x, y in both]


def overlapping(all_places: list[Place]) -> list[tuple[Place, Place]]:
    """The pairs of panels that share a part of the figure."""
    return [
        (one, other)
        for one, other in combinations(all_places, 2)
        if all(a[0] < b[1] and b[0] < a[1] for a, b in zip(one, other, strict=True))
    ]


def range_of_colours(figure: go.Figure, panel: go.Heatmap) -> tuple[float, float]:
    """What has the colours at the two ends of the panel's scale."""
    if panel.coloraxis is None:
        return panel.zmin, panel.zmax
    shared = figure.layout[panel.coloraxis]
    return shared.cmin, shared.cmax


def lines_of(all_places: list[Place]) -> list[list[int]]:
    """The numbers of the panels line by line, the top line first, each from left to right."""
    tops = sorted({place.y[1] for place in all_places}, reverse=True)
    numbers = sorted(range(len(all_places)), key=lambda number: all_places[number].x)
    return [[number for number in numbers if all_places[number].y[1] == top] for top in tops]
