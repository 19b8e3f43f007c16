"""The gradient ribbon: how strongly each row is felt, for one moment and over a whole training."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.figures.theme import Theme, axis, base_layout, figure

if TYPE_CHECKING:
    from rnn_demo.introspect import Gradients  # which imports torch; a figure needs none of it

Floats = NDArray[np.float32]

SMALLEST = 1e-9  # a norm below this is drawn as this: the logarithm of 0 has no place on a screen
DECADES = 6  # shown below the largest value of a map


class Ribbon(NamedTuple):
    """Norms by row, (T,) each, by the name of what they are the gradients of."""

    norms: Mapping[str, Floats]


def ribbon(gradients: "Gradients", *, relative: bool) -> Ribbon:
    """The norms of one picture; ``relative`` divides each curve by its largest value."""
    curves = {"forward state": gradients.grad_h_forward}
    if gradients.grad_h_backward is not None:
        curves["backward state"] = gradients.grad_h_backward
    curves["input row"] = gradients.grad_x
    return Ribbon({name: _scaled(values) if relative else values for name, values in curves.items()})


def ribbon_figure(data: Ribbon, look: Theme) -> go.Figure:
    """The norms against the row, on a logarithmic scale."""
    colours = {"forward state": look.train, "backward state": look.test, "input row": look.muted}
    traces = [
        go.Scatter(x=np.arange(len(values)), y=values.clip(SMALLEST), name=name, mode="lines+markers",
                   line={"color": colours[name], "width": 2}, marker={"size": 5},
                   hovertemplate=f"row %{{x}}: {name} %{{y:.2e}}<extra></extra>")
        for name, values in data.norms.items()
    ]  # fmt: skip
    layout = {
        **base_layout(look, height=340),
        "margin": {"l": 64, "r": 12, "t": 30, "b": 40},
        "xaxis": axis(look, title={"text": "row", "standoff": 4}, fixedrange=True),
        "yaxis": axis(look, type="log", dtick=1, exponentformat="power", title={"text": "length of the gradient"}),
        "legend": {"orientation": "h", "x": 0, "y": -0.25},
    }
    return figure(traces, layout)


def gradient_map_figure(norms: Floats, steps: Sequence[int], look: Theme, *, title: str) -> go.Figure:
    """``norms`` (moments, T) over the training ``steps`` (moments,): rows downwards, training to the right."""
    logs = np.log10(norms.clip(SMALLEST)).T
    high = float(np.ceil(logs.max()))
    heatmap = go.Heatmap(
        z=logs.astype(np.float32),
        x=[f"{step:,}" for step in steps],
        zmin=high - DECADES,
        zmax=high,
        colorscale=look.share,
        colorbar={"thickness": 8, "title": {"text": "log₁₀"}},
        hovertemplate="step %{x}, row %{y}: 10^%{z:.1f}<extra></extra>",
    )
    layout = {
        **base_layout(look, height=340),
        "title": {"text": title, "font": {"size": 13}, "x": 0.01, "xanchor": "left", "y": 0.97},
        "xaxis": axis(look, type="category", title={"text": "step", "standoff": 4}, nticks=8, showgrid=False),
        "yaxis": axis(look, title={"text": "row"}, autorange="reversed", fixedrange=True, showgrid=False),
    }
    return figure([heatmap], layout)


def _scaled(values: Floats) -> Floats:
    largest = values.max()
    return values / largest if largest > 0 else values
