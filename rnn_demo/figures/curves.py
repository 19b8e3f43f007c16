"""Learning curves: loss and accuracy against steps."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.experiment.records import Evaluation, Metric
from rnn_demo.figures.theme import Theme, axis, base_layout, figure

Floats = NDArray[np.float32]
Quantity = Literal["loss", "accuracy"]

MOST_POINTS = 600  # more than a chart has pixels to show, and all that a refresh needs to carry
SMOOTHING_STEPS = 25  # at most, and a twentieth of what there is: a longer average would lag behind a short run


class Curve(NamedTuple):
    """One quantity over a run: ``raw`` and ``smooth`` at no more than `MOST_POINTS` training steps, and every test."""

    quantity: Quantity
    steps: Floats
    raw: Floats
    smooth: Floats
    test_steps: Floats
    test: Floats


def curve(quantity: Quantity, metrics: Sequence[Metric], evaluations: Sequence[Evaluation]) -> Curve:
    """Draw ``quantity`` out of a run. ``smooth`` is an exponential moving average over up to about 25 steps."""
    steps = np.array([metric.step for metric in metrics], dtype=np.float32)
    raw = np.array([getattr(metric, quantity) for metric in metrics], dtype=np.float32)
    smooth = pd.Series(raw).ewm(span=min(SMOOTHING_STEPS, 1 + len(raw) / 20)).mean().to_numpy(np.float32)
    shown = (
        np.unique(np.linspace(0, len(steps) - 1, MOST_POINTS).astype(int)) if len(steps) > MOST_POINTS else slice(None)
    )
    return Curve(
        quantity,
        steps[shown],
        raw[shown],
        smooth[shown],
        np.array([one.step for one in evaluations], dtype=np.float32),
        np.array([getattr(one, quantity) for one in evaluations], dtype=np.float32),
    )


def curve_figure(
    data: Curve, num_steps: int, look: Theme, *, height: int = 230, cursor: int | None = None
) -> go.Figure:
    """The curve of a run that will take ``num_steps`` steps: raw faint, smooth strong, tests as points.

    ``cursor`` marks a step with a line. A figure less than 200 pixels high has no legend.
    """
    number = ".1%" if data.quantity == "accuracy" else ".3f"
    traces = [
        go.Scatter(x=data.steps, y=data.raw, mode="lines", line={"color": look.train, "width": 1}, opacity=0.3,
                   name="each step", hoverinfo="skip"),
        go.Scatter(x=data.steps, y=data.smooth, mode="lines", line={"color": look.train, "width": 2.5},
                   name="training", hovertemplate=f"step %{{x:,}}<br>training %{{y:{number}}}<extra></extra>"),
        go.Scatter(x=data.test_steps, y=data.test, mode="lines+markers", line={"color": look.test, "width": 1},
                   marker={"color": look.test, "size": 6}, name="test",
                   hovertemplate=f"step %{{x:,}}<br>test %{{y:{number}}}<extra></extra>"),
    ]  # fmt: skip
    y = {"rangemode": "tozero"} if data.quantity == "loss" else {"range": [0, 1.02], "tickformat": ".0%"}
    layout = {
        **base_layout(look, height),
        "title": {"text": data.quantity.capitalize(), "font": {"size": 14}, "x": 0.01, "xanchor": "left", "y": 0.97},
        "xaxis": axis(look, title={"text": "step", "standoff": 4}, range=[0, num_steps], tickformat=",d"),
        "yaxis": axis(look, **y),
        "showlegend": height >= 200,
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
    }
    if cursor is not None:
        line = {"color": look.text, "width": 1.5}
        layout["shapes"] = [
            {"type": "line", "x0": cursor, "x1": cursor, "y0": 0, "y1": 1, "yref": "y domain", "line": line}
        ]
    if not len(data.steps):
        layout["annotations"] = [_empty(look)]
    return figure(traces, layout)


def _empty(look: Theme) -> dict[str, Any]:
    """What stands in the chart before there is anything to draw."""
    return {
        "text": "grows while the network trains",
        "font": {"color": look.muted},
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
    }
