"""Random against important: the accuracy while more and more units are switched off."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from rnn_demo.figures.accuracy_over import add_chance
from rnn_demo.figures.chart import LEGEND_ABOVE, Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import LesionPoint


class LesionCurve(NamedTuple):
    """Accuracies (0..1) over the number of units off: in the order of importance, and over random orders."""

    counts: Sequence[int]
    important: Sequence[float]
    mean: Sequence[float]
    lowest: Sequence[float]
    highest: Sequence[float]


def lesion_curve(points: Sequence[LesionPoint]) -> LesionCurve:
    """The ``points`` with the mean and the spread of the random orders."""
    random = np.array([point.random for point in points])  # (points, orders)
    return LesionCurve(
        [point.count for point in points],
        [point.important for point in points],
        random.mean(axis=1).tolist(),
        random.min(axis=1).tolist(),
        random.max(axis=1).tolist(),
    )


def lesion_curve_figure(
    data: LesionCurve, theme: Theme, *, chance: float, mark: tuple[int, float] | None = None
) -> Chart:
    """Both curves, the random one with a band from its lowest to its highest; ``mark`` is a lesion among them."""
    x = list(data.counts)
    traces = [
        go.Scatter(x=[*x, *reversed(x)], y=[*data.highest, *reversed(data.lowest)], fill="toself", mode="lines",
                   line={"width": 0}, fillcolor=theme.train, opacity=0.25, hoverinfo="skip", showlegend=False),
        go.Scatter(x=x, y=data.mean, name="random", mode="lines+markers", line={"color": theme.train, "dash": "dash"},
                   hovertemplate="%{x} random units off: %{y:.1%} on average<extra></extra>"),
        go.Scatter(x=x, y=data.important, name="most important first", mode="lines+markers", line={"color": theme.test},
                   hovertemplate="the %{x} most important units off: %{y:.1%}<extra></extra>"),
    ]  # fmt: skip
    if mark:
        off, accuracy = mark
        traces.append(
            go.Scatter(x=[off], y=[accuracy], name="this lesion", mode="markers",
                       marker={"color": theme.text, "size": 12, "symbol": "star"},
                       hovertemplate="this lesion, %{x} units off: %{y:.1%}<extra></extra>")
        )  # fmt: skip
    y = axis(theme, "accuracy", range=[0, 1.02], tickformat=".0%", fixedrange=True)
    x_axis = axis(theme, "units off", fixedrange=True, rangemode="tozero")
    margin = {"l": 56, "r": 12, "t": 34, "b": 40}
    shown = chart(traces, theme, height=280, margin=margin, xaxis=x_axis, yaxis=y, legend=LEGEND_ABOVE)
    add_chance(shown, theme, chance)
    return shown
