"""The confusion matrix: which classes are read as which."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from rnn_demo.experiment.records import Evaluation
from rnn_demo.figures.theme import Theme, axis, base_layout, figure


def confusion_figure(evaluation: Evaluation, classes: Sequence[str], look: Theme) -> go.Figure:
    """Counts of one test, a row per true class; colours show shares of a row, so that classes can be compared."""
    counts = np.array(evaluation.confusion)
    shares = counts / counts.sum(axis=1, keepdims=True).clip(min=1)
    heatmap = go.Heatmap(
        z=shares.astype(np.float32),
        x=list(classes),
        y=list(classes),
        text=np.where(counts > 0, counts.astype(str), ""),
        texttemplate="%{text}",
        textfont={"size": 11},
        customdata=counts,
        zmin=0,
        zmax=1,
        colorscale=look.share,
        showscale=False,
        xgap=1,
        ygap=1,
        hovertemplate="%{customdata} digits of class %{y} were read as %{x} (%{z:.1%} of that class)<extra></extra>",
    )
    layout = {
        **base_layout(look, height=360),
        "margin": {"l": 56, "r": 8, "t": 8, "b": 48},
        "xaxis": axis(look, title={"text": "read as", "standoff": 4}, type="category", fixedrange=True, showgrid=False),
        "yaxis": axis(
            look,
            title={"text": "really is", "standoff": 4},
            type="category",
            autorange="reversed",
            fixedrange=True,
            showgrid=False,
        ),
    }
    return figure([heatmap], layout)
