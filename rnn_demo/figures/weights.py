"""Shared weights: the two matrices of a layer as pictures, and above them what they are multiplied by at one step."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from rnn_demo.figures.chart import Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, SharedWeights, Trace

HEIGHT, NARROW_HEIGHT = 470, 840  # pixels
SPLIT = 0.07  # between the two matrices, as a share of the width


class WeightPictures(NamedTuple):
    """One gate's matrices, and the vectors that they are multiplied by at one step.

    Shapes: ``w_ih`` (H, F), ``w_hh`` (H, H), ``x`` (F,) and ``h`` (H,). ``limit`` is the weight that has full colour;
    ``reads_states`` tells states of a layer below from pixels in ``x``.
    """

    w_ih: Floats
    w_hh: Floats
    x: Floats
    h: Floats
    limit: float
    reads_states: bool


def weight_pictures(
    weights: SharedWeights, gate: int, trace: Trace, layer: int, step: int, *, backward: bool, limit: float
) -> WeightPictures:
    """The matrices of gate number ``gate``, and what ``layer`` of ``trace`` puts into them at time step ``step``."""
    halves = [half for half in (trace.forward, trace.backward) if half]
    x = np.concatenate([half.states[layer - 1, step] for half in halves]) if layer else trace.sequence[step]
    states, previous = halves[int(backward)].states[layer], step + 1 if backward else step - 1
    h = states[previous] if 0 <= previous < len(states) else np.zeros_like(states[0])
    return WeightPictures(weights.w_ih[gate], weights.w_hh[gate], x, h, limit, reads_states=layer > 0)


def largest_weight(weights: SharedWeights) -> float:
    """The largest absolute value in both matrices of all gates."""
    return float(max(np.abs(weights.w_ih).max(), np.abs(weights.w_hh).max()))


def weights_figure(data: WeightPictures, theme: Theme, *, reads: str) -> Chart:
    """W_ih with x_t above it, W_hh with the previous state above it; a line per unit.

    ``reads`` is what a column of W_ih stands for.
    """
    h_scale = {"colorscale": theme.signed, "zmin": -1, "zmax": 1}
    x_scale = h_scale if data.reads_states else {"colorscale": theme.ink, "zmin": 0, "zmax": 1}
    weight = {"coloraxis": "coloraxis"}
    hover = f"unit %{{y}}, {reads} %{{x}}: weight %{{z:+.2f}}<extra></extra>"
    traces = [
        go.Heatmap(z=data.w_ih, xaxis="x", yaxis="y", hovertemplate=hover, **weight),
        go.Heatmap(z=data.w_hh, xaxis="x2", yaxis="y2", hovertemplate=hover.replace(reads, "from unit"), **weight),
        go.Heatmap(z=data.x[None], xaxis="x", yaxis="y3", showscale=False, **x_scale,
                   hovertemplate=f"{reads} %{{x}}: %{{z:.2f}}<extra></extra>"),
        go.Heatmap(z=data.h[None], xaxis="x2", yaxis="y4", showscale=False, **h_scale,
                   hovertemplate="previous state of unit %{x}: %{z:.2f}<extra></extra>"),
    ]  # fmt: skip
    still: dict[str, Any] = {"fixedrange": True, "showgrid": False}
    y = axis(theme, range=[len(data.w_ih) - 0.5, -0.5], **still)
    strip = axis(theme, showticklabels=False, **still)
    numbers = {"tickvals": sorted({0, data.w_ih.shape[1] // 2, data.w_ih.shape[1] - 1})}
    bar = {
        "orientation": "h", "len": 0.5, "x": 0.5, "yanchor": "top", "thickness": 8, "outlinewidth": 0,
        "tickvals": [-data.limit, 0, data.limit], "ticktext": [f"−{data.limit:.2f}", "0", f"+{data.limit:.2f}"],
        "title": {"text": "weight", "side": "bottom"},
    }  # fmt: skip
    wide, narrow = _arranged(stacked=False), _arranged(stacked=True)
    shown = chart(
        traces,
        theme,
        height=HEIGHT,
        margin={"l": 48, "r": 8, "t": 30, "b": 92},
        dragmode=False,
        coloraxis={"colorscale": theme.signed, "cmin": -data.limit, "cmax": data.limit, "colorbar": bar},
        annotations=[
            _title("<b>W_ih</b>, above it what is read", "", "3"),
            _title("<b>W_hh</b>, above it the state before", "2", "4"),
        ],
        xaxis={**axis(theme, reads, **still), **numbers},
        xaxis2=axis(theme, "hidden unit that it listens to", **still),
        yaxis={**y, "title": {"text": "hidden unit", "standoff": 2}},
        yaxis2=y,
        yaxis3=strip,
        yaxis4=strip,
    )
    shown.figure.update_layout(wide)
    return shown._replace(narrow=go.Layout(narrow))


def _arranged(*, stacked: bool) -> dict[str, object]:
    """The layout with the two matrices side by side, or one below the other."""
    height = NARROW_HEIGHT if stacked else HEIGHT
    strip, gap = 18 / height, 0.05 if stacked else SPLIT / 2
    left, right = ([0, 1], [0, 1]) if stacked else ([0, 0.5 - gap], [0.5 + gap, 1])
    first, second = ((0.5 + gap, 1), (0, 0.5 - gap)) if stacked else ((0, 1), (0, 1))
    return {
        "height": height,
        "xaxis": {"domain": left, "anchor": "y"},
        "xaxis2": {"domain": right, "anchor": "y2"},
        "yaxis": {"domain": [first[0], first[1] - 1.4 * strip], "anchor": "x"},
        "yaxis3": {"domain": [first[1] - strip, first[1]], "anchor": "x"},
        "yaxis2": {"domain": [second[0], second[1] - 1.4 * strip], "anchor": "x2"},
        "yaxis4": {"domain": [second[1] - strip, second[1]], "anchor": "x2"},
        "coloraxis": {"colorbar": {"y": -48 / (height - 122)}},
    }


def _title(text: str, suffix: str, strip: str) -> dict[str, object]:
    return {
        "text": text, "xref": f"x{suffix} domain", "yref": f"y{strip} domain", "x": 0, "xanchor": "left", "y": 1,
        "yanchor": "bottom", "showarrow": False,
    }  # fmt: skip
