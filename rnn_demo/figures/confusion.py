"""The confusion matrix: which classes are read as which."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.experiment.records import Evaluation
from rnn_demo.figures.chart import Chart, chart, class_axis
from rnn_demo.figures.theme import Theme


class Confusion(NamedTuple):
    """A row per true class, a column per class that it was read as: (C, C). ``shares`` of a row add up to 1, or 0."""

    counts: NDArray[np.int64]
    shares: NDArray[np.float32]


def confusion(evaluation: Evaluation) -> Confusion:
    """The counts of one test, and their shares, by which classes can be compared."""
    counts = np.array(evaluation.confusion)
    return Confusion(counts, (counts / counts.sum(axis=1, keepdims=True).clip(min=1)).astype(np.float32))


def confusion_figure(data: Confusion, classes: Sequence[str], theme: Theme) -> Chart:
    """The counts as texts; the colours show the shares."""
    heatmap = go.Heatmap(
        z=data.shares,
        x=list(classes),
        y=list(classes),
        text=np.where(data.counts > 0, data.counts.astype(str), ""),
        texttemplate="%{text}",
        textfont={"size": 11},
        customdata=data.counts,
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
