"""State space: the states of many digits along their principal axes, row by row."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.figures.chart import Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, Trajectories

FRAME_MILLISECONDS = 350


class StateSpace(NamedTuple):
    """The paths of many digits, and of the chosen one along the same axes.

    ``points`` (N, T, 3) with ``labels`` (N,), ``chosen`` (T, 3), ``explained`` (3,) the share of the variance along each
    axis, ``order`` (T,) the steps as they are read, each called a ``step``.
    """

    points: Floats
    labels: NDArray[np.int64]
    chosen: Floats
    explained: Floats
    order: Sequence[int]
    step: str = "row"


def state_space(paths: Trajectories, states: Floats, *, backward: bool, step: str = "row") -> StateSpace:
    """``paths``, and beside them the chosen digit's ``states`` (T, H) of the same layer and direction."""
    order = range(len(states))[:: -1 if backward else 1]
    return StateSpace(paths.points, paths.labels, paths.axes.project(states), paths.axes.explained, order, step)


def state_space_figure(data: StateSpace, classes: Sequence[str], theme: Theme, *, flat: bool) -> Chart:
    """All digits as points that move from row to row, with a slider, and the path of the chosen digit on top.

    ``flat`` shows two axes, else three.
    """
    frames = [
        go.Frame(data=_traces(data, count, classes, theme, flat=flat), name=str(step))
        for count, step in enumerate(data.order, start=1)
    ]
    titles = [f"axis {number} ({share:.0%})" for number, share in enumerate(data.explained, start=1)]
    limits = [_limits(data.points[..., number]) for number in range(len(titles))]
    if flat:
        x, y, _ = (axis(theme, title, range=limit) for title, limit in zip(titles, limits, strict=True))
        axes: dict[str, object] = {"xaxis": x, "yaxis": y}
    else:
        grid = {"gridcolor": theme.grid, "gridwidth": 2, "zeroline": False, "ticks": ""}
        axes = {"scene": {
            name: {"title": {"text": title}, "range": limit, **grid}
            for name, title, limit in zip(("xaxis", "yaxis", "zaxis"), titles, limits, strict=True)
        }}  # fmt: skip
    shown = chart(
        frames[-1].data,
        theme,
        height=640,
        margin={"l": 44, "r": 12, "t": 48, "b": 120},
        legend={"title": {"text": "class"}, "itemsizing": "constant"},
        updatemenus=[_buttons(theme)],
        sliders=[_slider(data)],
        **axes,
    )
    shown.figure.frames = frames
    return shown


def _traces(
    data: StateSpace, count: int, classes: Sequence[str], theme: Theme, *, flat: bool
) -> list[go.Scatter | go.Scatter3d]:
    """The points of every class when ``count`` rows have been read, and the chosen digit's path up to there."""
    so_far = list(data.order[:count])
    clouds = [
        _scatter(data.points[data.labels == label, so_far[-1]], flat, name=name, mode="markers",
                 marker={"color": theme.classes[label], "size": 6 if flat else 3})
        for label, name in enumerate(classes)
    ]  # fmt: skip
    path = _scatter(data.chosen[so_far], flat, name="chosen digit", mode="lines+markers",
                    line={"color": theme.text, "width": 2},
                    marker={"color": theme.text, "size": 5 if flat else 3})  # fmt: skip
    return [*clouds, path]


def _scatter(points: Floats, flat: bool, **options: object) -> go.Scatter | go.Scatter3d:
    if flat:
        return go.Scatter(x=points[:, 0], y=points[:, 1], hoverinfo="name", **options)
    return go.Scatter3d(x=points[:, 0], y=points[:, 1], z=points[:, 2], hoverinfo="name", **options)


def _limits(values: Floats) -> list[float]:
    """The same for all rows, so that movement on the screen is movement of the states."""
    margin = 0.05 * float(np.ptp(values)) or 1.0
    return [float(values.min()) - margin, float(values.max()) + margin]


def _buttons(theme: Theme) -> dict[str, object]:
    frame = {"duration": FRAME_MILLISECONDS, "redraw": True}
    play = {"frame": frame, "fromcurrent": False, "transition": {"duration": 0}}
    stop = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate"}
    return {
        "type": "buttons",
        "direction": "right",
        "x": 0,
        "xanchor": "left",
        "y": 1.02,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "bordercolor": theme.grid,
        "font": {"color": theme.text},
        "showactive": False,
        "buttons": [
            {"label": "Play the paths", "method": "animate", "args": [None, play]},
            {"label": "Pause", "method": "animate", "args": [[None], stop]},
        ],
    }


def _slider(data: StateSpace) -> dict[str, object]:
    jump = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    return {
        "active": len(data.order) - 1,
        "currentvalue": {"prefix": f"after reading {data.step} "},
        "pad": {"t": 60},
        "steps": [{"label": str(step), "method": "animate", "args": [[str(step)], jump]} for step in data.order],
    }
