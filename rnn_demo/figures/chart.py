"""What every figure function gives, and what all figures have in common: layout, axes, headings and legends."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from rnn_demo.figures.theme import Theme

FONT_SIZE = 12
FONT = '"Source Sans", "Source Sans Pro", sans-serif'  # as on the page around the figures

LEGEND_ABOVE: Mapping[str, object] = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"}
LEGEND_BELOW: Mapping[str, object] = {"orientation": "h", "x": 0, "y": -0.25}


class Chart(NamedTuple):
    """A figure, and the changes to its layout for a narrow screen."""

    figure: go.Figure
    narrow: go.Layout = go.Layout()


def chart(traces: Sequence[BaseTraceType], theme: Theme, *, height: int, **layout: object) -> Chart:
    """``traces`` on the layout that every figure starts from, ``height`` pixels high, changed by ``layout``."""
    common = {
        "height": height,
        "margin": {"l": 44, "r": 12, "t": 30, "b": 36},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": theme.text, "size": FONT_SIZE, "family": FONT},
        "hoverlabel": {"font": {"size": FONT_SIZE}, "align": "left"},
        "template": "none",  # and not plotly's own, which is several kilobytes on every update
        "autotypenumbers": "strict",  # text stays text, even if it is digits
        "uirevision": "keep",  # what a person zoomed into stays when new data arrive
    }
    return Chart(go.Figure(data=traces, layout=go.Layout({**common, **layout})))


def axis(theme: Theme, name: str = "", **options: object) -> dict[str, object]:
    """An axis in the theme's colours, called ``name``."""
    if name:
        options["title"] = {"text": name, "standoff": 4}
    grid = {"gridcolor": theme.grid, "linecolor": theme.grid, "zeroline": False, "ticks": ""}
    return {**grid, "automargin": False, **options}


def class_axis(theme: Theme, name: str = "class", **options: object) -> dict[str, object]:
    """An axis of classes, whose names stay names even if they are digits."""
    return axis(theme, name, type="category", fixedrange=True, showgrid=False, **options)


def row_axis(theme: Theme, name: str = "row") -> dict[str, object]:
    """An upright axis of rows, or of whatever else ``name`` says, the first at the top."""
    return axis(theme, name, autorange="reversed", fixedrange=True, showgrid=False)


def heading(text: str, size: int = 14) -> dict[str, object]:
    """A title in the upper left corner."""
    return {"text": text, "font": {"size": size}, "x": 0.01, "xanchor": "left", "y": 0.97}
