"""What one hidden unit responds to: its mean state per class and row."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from rnn_demo.figures.chart import Chart, chart, class_axis, row_axis
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, UnitStatistics


class UnitResponse(NamedTuple):
    """The mean state of one unit after each ``step``: (T, C)."""

    mean: Floats
    step: str = "row"


def unit_response(statistics: UnitStatistics, layer: int, unit: int, step: str = "row") -> UnitResponse:
    """The response of one unit of the direction that ``statistics`` are of."""
    return UnitResponse(statistics.mean[layer, :, :, unit].T, step)


def unit_response_figure(data: UnitResponse, classes: Sequence[str], theme: Theme) -> Chart:
    """A heatmap with a column per class and a line per step; colours fixed to [-1, 1]."""
    heatmap = go.Heatmap(
        z=data.mean,
        x=list(classes),
        zmin=-1,
        zmax=1,
        colorscale=theme.signed,
        colorbar={"thickness": 8, "outlinewidth": 0, "tickvals": [-1, 0, 1], "title": {"text": "mean state"}},
        hovertemplate=f"class %{{x}}, {data.step} %{{y}}: mean state %{{z:.2f}}<extra></extra>",
    )
    return chart([heatmap], theme, height=360, xaxis=class_axis(theme), yaxis=row_axis(theme, data.step))
