"""State space: the states of many digits along their principal axes, row by row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.figures.theme import Theme, axis, base_layout

if TYPE_CHECKING:
    from rnn_demo.introspect import Trajectories  # which imports torch; a figure needs none of it

Floats = NDArray[np.float32]

# Ten colours of about equal weight that stay apart for the colour-blind as far as ten can (after Paul Tol's schemes).
CLASS_COLOURS = (
    "#332288", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#882255", "#aa4499", "#888888",
)  # fmt: skip
FRAME_MILLISECONDS = 350


def state_space_figure(
    data: "Trajectories", chosen: Floats, classes: Sequence[str], look: Theme, *, flat: bool, backward: bool
) -> go.Figure:
    """All digits as points that move from row to row, with a slider, and the path of the chosen digit on top.

    ``chosen`` (T, 3) is its path along the same axes. ``flat`` shows two axes, else three.
    """
    steps = range(data.points.shape[1])
    order = list(reversed(steps)) if backward else list(steps)
    limits = [_limits(data.points[..., number]) for number in range(3)]
    frames = [
        go.Frame(data=_traces(data, chosen, classes, step, order=order, look=look, flat=flat), name=str(step))
        for step in order
    ]
    titles = [f"axis {number + 1} ({share:.0%})" for number, share in enumerate(data.axes.explained)]
    layout = {
        **base_layout(look, height=640),
        "margin": {"l": 44, "r": 12, "t": 48, "b": 120},
        "legend": {"title": {"text": "class"}, "itemsizing": "constant"},
        "updatemenus": [_buttons(look)],
        "sliders": [_slider(order)],
    }
    if flat:
        layout["xaxis"] = axis(look, title={"text": titles[0], "standoff": 4}, range=limits[0])
        layout["yaxis"] = axis(look, title={"text": titles[1]}, range=limits[1])
    else:
        layout["scene"] = {
            name: {"title": {"text": title}, "range": limit, "backgroundcolor": "rgba(0,0,0,0)", "gridcolor": look.grid}
            for name, title, limit in zip(("xaxis", "yaxis", "zaxis"), titles, limits, strict=True)
        }
    return go.Figure(data=frames[-1].data, frames=frames, layout=go.Layout(layout))


def _traces(
    data: "Trajectories",
    chosen: Floats,
    classes: Sequence[str],
    step: int,
    *,
    order: Sequence[int],
    look: Theme,
    flat: bool,
) -> list[Any]:
    """The points of every class at ``step`` and the chosen digit's path up to there."""
    so_far = chosen[list(order[: order.index(step) + 1])]
    clouds = [
        _scatter(data.points[data.labels == label, step], flat, name=name, mode="markers", opacity=0.75,
                 marker={"color": CLASS_COLOURS[label], "size": 6 if flat else 3})
        for label, name in enumerate(classes)
    ]  # fmt: skip
    path = _scatter(so_far, flat, name="chosen digit", mode="lines+markers",
                    line={"color": look.text, "width": 2},
                    marker={"color": look.text, "size": 5 if flat else 3})  # fmt: skip
    return [*clouds, path]


def _scatter(points: Floats, flat: bool, **options: Any) -> Any:
    if flat:
        return go.Scatter(x=points[:, 0], y=points[:, 1], hoverinfo="name", **options)
    return go.Scatter3d(x=points[:, 0], y=points[:, 1], z=points[:, 2], hoverinfo="name", **options)


def _limits(values: Floats) -> list[float]:
    """The same for all rows, so that movement on the screen is movement of the states."""
    margin = 0.05 * float(np.ptp(values)) or 1.0
    return [float(values.min()) - margin, float(values.max()) + margin]


def _buttons(look: Theme) -> dict[str, Any]:
    play = {
        "frame": {"duration": FRAME_MILLISECONDS, "redraw": True},
        "fromcurrent": False,
        "transition": {"duration": 0},
    }
    stop = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate"}
    return {
        "type": "buttons",
        "direction": "right",
        "x": 0,
        "xanchor": "left",
        "y": 1.02,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "bordercolor": look.grid,
        "font": {"color": look.text},
        "showactive": False,
        "buttons": [
            {"label": "Play", "method": "animate", "args": [None, play]},
            {"label": "Pause", "method": "animate", "args": [[None], stop]},
        ],
    }


def _slider(order: Sequence[int]) -> dict[str, Any]:
    jump = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    return {
        "active": len(order) - 1,
        "currentvalue": {"prefix": "after reading row "},
        "pad": {"t": 60},
        "steps": [{"label": str(step), "method": "animate", "args": [[str(step)], jump]} for step in order],
    }
