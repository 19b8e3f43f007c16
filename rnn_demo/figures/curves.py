"""Learning curves: loss and accuracy against steps."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from rnn_demo.experiment.records import Evaluation, Metric
from rnn_demo.figures.chart import LEGEND_ABOVE, Chart, axis, chart, heading
from rnn_demo.figures.spread import evenly_spread
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats

Quantity = Literal["loss", "accuracy"]

MOST_POINTS = 600  # more than a chart has pixels to show, and all that a refresh needs to carry
SMOOTHING_STEPS = 25  # at most, and a twentieth of what there is: a longer average would lag behind a short run
EXPLODED = 1e3  # a loss that only a logarithmic axis can show beside sound ones
LOW = 200  # pixels; a lower chart has no room for a legend


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
    shown = evenly_spread(len(steps), MOST_POINTS)
    return Curve(
        quantity,
        steps[shown],
        raw[shown],
        smooth[shown],
        np.array([one.step for one in evaluations], dtype=np.float32),
        np.array([getattr(one, quantity) for one in evaluations], dtype=np.float32),
    )


def curve_figure(data: Curve, num_steps: int, theme: Theme, *, height: int = 230, cursor: int | None = None) -> Chart:
    """The curve of a run that will take ``num_steps`` steps: raw faint, smooth strong, tests as points.

    ``cursor`` marks a step with a line. A figure less than 200 pixels high has no legend.
    """
    number = ".1%" if data.quantity == "accuracy" else ".4~g"  # a loss may be 1e+35
    traces = [
        go.Scatter(x=data.steps, y=data.raw, mode="lines", line={"color": theme.train, "width": 1}, opacity=0.3,
                   name="each step", hoverinfo="skip"),
        go.Scatter(x=data.steps, y=data.smooth, mode="lines", line={"color": theme.train, "width": 2.5},
                   name="training", hovertemplate=f"step %{{x:,}}<br>training %{{y:{number}}}<extra></extra>"),
        go.Scatter(x=data.test_steps, y=data.test, mode="lines+markers", line={"color": theme.test, "width": 1},
                   marker={"color": theme.test, "size": 6}, name="test",
                   hovertemplate=f"step %{{x:,}}<br>test %{{y:{number}}}<extra></extra>"),
    ]  # fmt: skip
    x = axis(theme, "step", range=[0, num_steps], tickformat=",d")
    if data.quantity == "accuracy":
        y = axis(theme, range=[0, 1.02], tickformat=".0%")
    elif data.raw.max(initial=0) > EXPLODED:  # upright, all that went before would lie flat on the ground
        y = axis(theme, type="log", exponentformat="power")
    else:
        y = axis(theme, rangemode="tozero")
    title = heading(data.quantity.capitalize())
    shown = chart(
        traces, theme, height=height, title=title, xaxis=x, yaxis=y, showlegend=height >= LOW, legend=LEGEND_ABOVE
    )
    if cursor is not None:
        shown.figure.add_vline(cursor, line={"color": theme.text, "width": 1.5})
    if not len(data.steps):
        text, middle = "grows while the network trains", {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
        shown.figure.add_annotation(text=text, font={"color": theme.muted}, showarrow=False, **middle)
    return shown
