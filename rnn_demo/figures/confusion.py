"""The confusion matrix: which classes are read as which."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from rnn_demo.experiment.records import Evaluation
from rnn_demo.figures.chart import Chart, chart, class_axis
from rnn_demo.figures.theme import Theme


def confusion_figure(evaluation: Evaluation, classes: Sequence[str], theme: Theme) -> Chart:
    """A row per true class, a column per class that it was read as; the counts of the test as texts.

    The colours show the shares of a row, which add up to 1 (or 0), so that classes can be compared.
    """
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
        colorscale=theme.share,
        showscale=False,
        xgap=1,
        ygap=1,
        hovertemplate="%{customdata} digits of class %{y} were read as %{x} (%{z:.1%} of that class)<extra></extra>",
    )
    x, y = class_axis(theme, "read as"), class_axis(theme, "really is", autorange="reversed")
    return chart([heatmap], theme, height=360, margin={"l": 56, "r": 8, "t": 8, "b": 48}, xaxis=x, yaxis=y)
