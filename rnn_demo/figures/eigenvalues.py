"""The eigenvalues of W_hh beside the unit circle."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.figures.chart import LEGEND_BELOW, Chart, axis, chart
from rnn_demo.figures.theme import Theme


class Cloud(NamedTuple):
    """The eigenvalues (H,) of one network, direction and block of W_hh."""

    run: str
    direction: str
    values: NDArray[np.complex128]

    @property
    def radius(self) -> float:
        """The spectral radius."""
        return float(np.abs(self.values).max())


def eigenvalue_figure(clouds: Sequence[Cloud], theme: Theme) -> Chart:
    """A point for every eigenvalue: a colour for each run, rings for the backward direction."""
    runs = list(dict.fromkeys(cloud.run for cloud in clouds))
    angles = np.linspace(0, 2 * np.pi, 181)
    traces = [
        go.Scatter(x=np.cos(angles), y=np.sin(angles), mode="lines", line={"color": theme.muted, "width": 1},
                   name="unit circle", hoverinfo="skip")
    ]  # fmt: skip
    traces += [
        go.Scatter(x=cloud.values.real, y=cloud.values.imag, mode="markers", name=f"{cloud.run}, {cloud.direction}",
                   marker={"color": theme.runs[runs.index(cloud.run) % len(theme.runs)], "size": 6,
                           "symbol": "circle-open" if cloud.direction == "backward" else "circle"},
                   hovertemplate=f"{cloud.run}: %{{x:.2f}} + %{{y:.2f}}i<extra></extra>")
        for cloud in clouds
    ]  # fmt: skip
    # In halves, so that the axes rarely move while the eigenvalues do.
    most = max([1.0, *(cloud.radius for cloud in clouds)])
    reach = [-np.ceil(2.1 * most) / 2, np.ceil(2.1 * most) / 2]
    x = axis(theme, "real part", range=reach, fixedrange=True, constrain="domain")
    y = axis(theme, "imaginary part", range=reach, fixedrange=True, scaleanchor="x", constrain="domain")
    margin = {"l": 52, "r": 12, "t": 12, "b": 40}
    return chart(traces, theme, height=360, margin=margin, xaxis=x, yaxis=y, legend=LEGEND_BELOW)
