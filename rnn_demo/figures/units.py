"""What one hidden unit responds to: its mean state per class and row."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.figures.theme import Theme, axis, base_layout, figure


def unit_figure(mean: NDArray[np.float32], classes: Sequence[str], look: Theme) -> go.Figure:
    """``mean`` (C, T) of one unit as a heatmap: a column per class, a line per row; colours fixed to [-1, 1]."""
    heatmap = go.Heatmap(
        z=mean.T.astype(np.float32),
        x=list(classes),
        zmin=-1,
        zmax=1,
        colorscale=look.signed,
        colorbar={"thickness": 8, "tickvals": [-1, 0, 1], "title": {"text": "mean state"}},
        hovertemplate="class %{x}, row %{y}: mean state %{z:.2f}<extra></extra>",
    )
    layout = {
        **base_layout(look, height=360),
        "xaxis": axis(look, type="category", title={"text": "class", "standoff": 4}, fixedrange=True, showgrid=False),
        "yaxis": axis(look, title={"text": "row"}, autorange="reversed", fixedrange=True, showgrid=False),
    }
    return figure([heatmap], layout)
