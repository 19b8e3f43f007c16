"""The confusion matrix: which classes are read as which."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.experiment.records import Evaluation
from rnn_demo.figures.chart import Chart, chart, class_axis
from rnn_demo.figures.theme import ColorScale, Theme, text_on_scale


class Confusion(NamedTuple):
    """A row per true class, a column per class that it was read as: (C, C). ``shares`` of a row add up to 1, or 0."""

    counts: NDArray[np.int64]
    shares: NDArray[np.float32]


def confusion(evaluation: Evaluation) -> Confusion:
    """The counts of one test, and their shares, by which classes can be compared."""
    counts = np.array(evaluation.confusion)
    return Confusion(counts, (counts / counts.sum(axis=1, keepdims=True).clip(min=1)).astype(np.float32))


def confusion_figure(data: Confusion, classes: Sequence[str], theme: Theme) -> Chart:
    """The counts as texts; the colours show the shares, those of mistakes in a colour of their own."""
    counted = data.counts > 0
    is_right = np.eye(len(classes), dtype=bool)
    traces = [
        trace
        for cells, scale in ((counted & is_right, theme.share), (counted & ~is_right, theme.mistake))
        for trace in (_cells(data, cells, classes, scale), _numbers(data, cells, classes, scale))
    ]
    order: dict[str, object] = {"categoryorder": "array", "categoryarray": list(classes)}
    ends = [-0.5, len(classes) - 0.5]
    x = class_axis(theme, "read as", range=ends, **order)
    y = class_axis(theme, "really is", range=ends[::-1], **order)
    margin = {"l": 56, "r": 8, "t": 8, "b": 48}
    return chart(traces, theme, height=360, margin=margin, xaxis=x, yaxis=y, showlegend=False)


def _cells(data: Confusion, cells: NDArray[np.bool_], classes: Sequence[str], scale: ColorScale) -> go.Heatmap:
    return go.Heatmap(
        z=np.where(cells, data.shares, np.nan),
        x=list(classes),
        y=list(classes),
        customdata=data.counts,
        zmin=0,
        zmax=1,
        colorscale=scale,
        showscale=False,
        xgap=1,
        ygap=1,
        hoverongaps=False,
        hovertemplate="%{customdata} digits of class %{y} were read as %{x} (%{z:.1%} of that class)<extra></extra>",
    )


def _numbers(data: Confusion, cells: NDArray[np.bool_], classes: Sequence[str], scale: ColorScale) -> go.Scatter:
    """The counts, each in a colour that can be read on its cell."""
    rows, columns = (np.array(classes)[places] for places in cells.nonzero())
    return go.Scatter(
        x=columns,
        y=rows,
        text=data.counts[cells].astype(str),
        mode="text",
        textfont={"size": 11, "color": [text_on_scale(scale, share) for share in data.shares[cells]]},
        hoverinfo="skip",
    )
