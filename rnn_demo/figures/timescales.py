"""How many steps the units of a layer remember, as a histogram."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from rnn_demo.figures.chart import Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, Integers

EDGES = (0, 0.5, 1, 2, 4, 8, 16, 32, 64, np.inf)  # doubling: what matters is the ratio


class Timescales(NamedTuple):
    """How many units remember how long: ``counts`` by the bins between `EDGES`; ``chosen`` is the bin of one unit."""

    counts: Integers
    chosen: int


def timescales(steps: Floats, unit: int) -> Timescales:
    """The histogram of ``steps`` (H,), in which ``unit`` is marked."""
    bins = np.searchsorted(EDGES, steps, side="right") - 1
    bins = bins.clip(max=len(EDGES) - 2)  # infinity belongs to the last one
    return Timescales(np.bincount(bins, minlength=len(EDGES) - 1), int(bins[unit]))


def timescales_figure(data: Timescales, theme: Theme, *, step: str) -> Chart:
    """A bar per bin; that of the chosen unit has another colour."""
    colours = [theme.test if number == data.chosen else theme.muted for number in range(len(data.counts))]
    bars = go.Bar(
        x=[_name(low, high) for low, high in pairwise(EDGES)],
        y=data.counts,
        marker={"color": colours},
        text=[str(count) if count else "" for count in data.counts],
        textposition="outside",
        cliponaxis=False,
        hovertemplate=f"%{{y}} units remember %{{x}} {step}s<extra></extra>",
    )
    x = axis(theme, f"{step}s until 1/e is left", type="category", fixedrange=True, showgrid=False)
    y = axis(theme, "units", fixedrange=True, rangemode="tozero", range=[0, 1.15 * max(int(data.counts.max()), 1)])
    return chart([bars], theme, height=240, margin={"l": 48, "r": 12, "t": 16, "b": 48}, xaxis=x, yaxis=y)


def _name(low: float, high: float) -> str:
    return f"{low:g}+" if np.isinf(high) else f"{low:g}–{high:g}"
