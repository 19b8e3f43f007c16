"""Accuracies with the steps in the order of training, in reverse and shuffled, as bars."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from rnn_demo.figures.accuracy_over import add_chance
from rnn_demo.figures.chart import LEGEND_BELOW, Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import OrderAccuracies
from rnn_demo.words.labels import ORDERS


class OrderBars(NamedTuple):
    """What a run is called, and its accuracies."""

    run: str
    accuracies: OrderAccuracies


def order_figure(bars: Sequence[OrderBars], theme: Theme, *, chance: float) -> Chart:
    """A group of bars for each order, a colour for each run; a thin line stands at ``chance``."""
    traces = [
        go.Bar(
            x=list(ORDERS.values()),
            y=[getattr(one.accuracies, order) for order in ORDERS],
            name=one.run,
            marker={"color": theme.runs[number % len(theme.runs)]},
            texttemplate="%{y:.1%}",
            textposition="outside",
            cliponaxis=False,
            hovertemplate=f"{one.run}, %{{x}}: %{{y:.1%}}<extra></extra>",
        )
        for number, one in enumerate(bars)
    ]
    x = axis(theme, type="category", fixedrange=True, showgrid=False)
    y = axis(theme, range=[0, 1.1], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1], tickformat=".0%", fixedrange=True)
    shown = chart(traces, theme, height=360, xaxis=x, yaxis=y, legend=LEGEND_BELOW)
    add_chance(shown, theme, chance)
    return shown
