"""Accuracies against something that was done to the digits: blank rows added, bands of rows blanked."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from rnn_demo.figures.state_space import CLASS_COLOURS
from rnn_demo.figures.theme import Theme, axis, base_layout, figure

DASHES = {"whole network": "solid", "forward half": "dash", "backward half": "dot", "vote for the right class": "dot"}


class AccuracyCurve(NamedTuple):
    """One curve: whose it is, which part of the network, and its points."""

    run: str
    part: str
    x: Sequence[int]
    accuracy: Sequence[float]


def accuracy_figure(curves: Sequence[AccuracyCurve], look: Theme, *, x_title: str) -> go.Figure:
    """The curves on one scale from 0 to 1: a colour for each run, a dash for each part of a network."""
    runs = list(dict.fromkeys(curve.run for curve in curves))
    colours = (look.train, look.test, *CLASS_COLOURS[2:])
    traces = [
        go.Scatter(
            x=list(curve.x),
            y=list(curve.accuracy),
            name=f"{curve.run}, {curve.part}",
            mode="lines+markers",
            line={"color": colours[runs.index(curve.run) % len(colours)], "dash": DASHES.get(curve.part, "solid")},
            marker={"size": 5},
            hovertemplate=f"{curve.run}, {curve.part}: %{{y:.1%}} at %{{x}}<extra></extra>",
        )
        for curve in curves
    ]
    layout = {
        **base_layout(look, height=380),
        "xaxis": axis(look, title={"text": x_title, "standoff": 4}),
        "yaxis": axis(look, range=[0, 1.02], tickformat=".0%", fixedrange=True),
        "legend": {"orientation": "h", "y": -0.25},
    }
    return figure(traces, layout)
