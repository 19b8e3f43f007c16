"""What one hidden unit responds to: its mean state per class and row."""

from collections.abc import Sequence

import plotly.graph_objects as go

from rnn_demo.figures.chart import Chart, chart, class_axis, row_axis
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, UnitStatistics


def unit_response(statistics: UnitStatistics, layer: int, unit: int) -> Floats:
    """The mean state (T, C) of one unit of the direction that ``statistics`` are of."""
    return statistics.mean[layer, :, :, unit].T


def unit_response_figure(response: Floats, classes: Sequence[str], theme: Theme) -> Chart:
    """A heatmap of ``response`` (T, C), a column per class and a line per row; colours fixed to [-1, 1]."""
    heatmap = go.Heatmap(
        z=response,
        x=list(classes),
        zmin=-1,
        zmax=1,
        colorscale=theme.signed,
        colorbar={"thickness": 8, "outlinewidth": 0, "tickvals": [-1, 0, 1], "title": {"text": "mean state"}},
        hovertemplate="class %{x}, row %{y}: mean state %{z:.2f}<extra></extra>",
    )
    return chart([heatmap], theme, height=360, xaxis=class_axis(theme), yaxis=row_axis(theme))
