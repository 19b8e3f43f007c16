"""The gradient ribbon: how strongly each row is felt, for one moment and over a whole training."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

import numpy as np
import plotly.graph_objects as go

from rnn_demo.figures.chart import LEGEND_BELOW, Chart, axis, chart, heading, row_axis
from rnn_demo.figures.spread import evenly_spread
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, GradientOf, Gradients
from rnn_demo.words.labels import GRADIENTS

SMALLEST = 1e-9  # a norm below this is drawn as this: the logarithm of 0 has no place on a screen
DECADES = 6  # shown below the largest value of a map
MOMENTS = 24  # columns of a map


class Ribbon(NamedTuple):
    """Norms by row, (T,) each, by what they are the gradients of."""

    norms: Mapping[GradientOf, Floats]


class GradientMap(NamedTuple):
    """The norms of one of a picture's gradients over a training: (moments, T) at the training ``steps`` (moments)."""

    what: GradientOf
    steps: Sequence[int]
    norms: Floats


def ribbon(gradients: Gradients, *, relative: bool) -> Ribbon:
    """The norms of one picture; ``relative`` divides each curve by its largest value."""
    norms = {what: values for what in get_args(GradientOf) if (values := gradients.of(what)) is not None}
    return Ribbon({what: _scaled(values) if relative else values for what, values in norms.items()})


def ribbon_figure(data: Ribbon, theme: Theme) -> Chart:
    """The norms against the row, on a logarithmic scale."""
    colours: dict[GradientOf, str] = {"forward": theme.train, "backward": theme.test, "input": theme.muted}
    traces = [
        go.Scatter(x=np.arange(len(values)), y=values.clip(SMALLEST), name=GRADIENTS[what], mode="lines+markers",
                   line={"color": colours[what], "width": 2}, marker={"size": 5},
                   hovertemplate=f"row %{{x}}: {GRADIENTS[what]} %{{y:.2e}}<extra></extra>")
        for what, values in data.norms.items()
    ]  # fmt: skip
    x = axis(theme, "row", fixedrange=True)
    y = axis(theme, "length of the gradient", type="log", dtick=1, exponentformat="power")
    margin = {"l": 64, "r": 12, "t": 30, "b": 40}
    return chart(traces, theme, height=340, margin=margin, xaxis=x, yaxis=y, legend=LEGEND_BELOW)


def map_moments(steps: Sequence[int]) -> list[int]:
    """Those of ``steps`` that a map shows, for which gradients are needed."""
    return [steps[index] for index in evenly_spread(len(steps), MOMENTS)]


def gradient_map(gradients: Mapping[int, Gradients], what: GradientOf) -> GradientMap | None:
    """The gradients by ``what`` at each step of training; None if there are none, as backward with one direction."""
    norms = {step: values for step, one in gradients.items() if (values := one.of(what)) is not None}
    return GradientMap(what, list(norms), np.stack(list(norms.values()))) if norms else None


def gradient_map_figure(data: GradientMap, theme: Theme) -> Chart:
    """Rows downwards, training to the right; colours are logarithms."""
    logs = np.log10(data.norms.clip(SMALLEST)).T
    high = float(np.ceil(logs.max()))
    heatmap = go.Heatmap(
        z=logs.astype(np.float32),
        x=[f"{step:,}" for step in data.steps],
        zmin=high - DECADES,
        zmax=high,
        colorscale=theme.share,
        colorbar={"thickness": 8, "outlinewidth": 0, "title": {"text": "log₁₀"}},
        hovertemplate="step %{x}, row %{y}: 10^%{z:.1f}<extra></extra>",
    )
    title = heading(f"by the {GRADIENTS[data.what]}, over the training", size=13)
    x = axis(theme, "step", type="category", nticks=8, showgrid=False)
    return chart([heatmap], theme, height=340, title=title, xaxis=x, yaxis=row_axis(theme))


def _scaled(values: Floats) -> Floats:
    largest = values.max()
    return values / largest if largest > 0 else values
