"""The gradient ribbon: how strongly each step is felt over many digits, at one moment and over a whole training."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.chart import LEGEND_BELOW, Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import GradientBy, Gradients

Part = Literal["forward", "backward", "input"]
Numbers = NDArray[np.float64]

SMALLEST = 1e-38  # what is smaller is drawn as this: the logarithm of 0 has no place on a screen
BAND = (0.1, 0.9)  # the quantiles between which the band lies
DASHES: Mapping[Part, str] = {"forward": "solid", "backward": "dot", "input": "solid"}
MOST_TICKS = 10
TICKS = (0, 1, 10, 100, 1_000, 10_000, 100_000)  # of the steps of a training, whose axis is logarithmic but begins at 0


class GradientCurve(NamedTuple):
    """The geometric mean over many digits, and the band in which four of five lie, at each ``x`` (points)."""

    run: str
    part: Part
    x: Sequence[float]
    middle: Numbers
    low: Numbers
    high: Numbers

    @property
    def name(self) -> str:
        return f"{self.run}, {self.part}"


class Ends(NamedTuple):
    """The steps that are read first and last."""

    first: int
    last: int


def ends(config: RunConfig, part: Part) -> Ends:
    """Where a direction begins to read, and where it ends; the input is counted in the forward direction."""
    last = config.reading.num_steps - 1
    return Ends(last, 0) if part == "backward" else Ends(0, last)


def parts(config: RunConfig, what: GradientBy) -> tuple[Part, ...]:
    """What has a curve of its own: each direction through which the loss is traced back, or the input of all of them.

    The read-out "last" takes the backward direction's first state, so that the loss depends on none of its later ones.
    """
    if what == "input":
        return ("input",)
    return ("forward", "backward") if config.bidirectional and config.readout != "last" else ("forward",)


def step_curves(
    run: str, config: RunConfig, gradients: Gradients, what: GradientBy, *, relative: bool
) -> list[GradientCurve]:
    """The gradients at every step; ``relative`` divides those of each digit by what the step that is read last gets."""
    x = np.arange(config.reading.num_steps) / config.reading.steps_per_line
    curves = []
    for part in parts(config, what):
        lengths = _lengths(gradients, what, part)
        if relative:
            lengths = lengths / lengths[:, [ends(config, part).last]]
        curves.append(_curve(run, part, x.tolist(), lengths))
    return curves


def ratio_curves(
    run: str, config: RunConfig, moments: Mapping[int, Gradients], what: GradientBy
) -> list[GradientCurve]:
    """What the step read first gets of what the one read last gets, at every moment, a number of steps."""
    curves = []
    for part in parts(config, what):
        ratios = [ratios_of(config, gradients, what, part) for gradients in moments.values()]
        curves.append(_curve(run, part, list(moments), np.stack(ratios, axis=1)))
    return curves


def ratios_of(config: RunConfig, gradients: Gradients, what: GradientBy, part: Part) -> Numbers:
    """For each digit what the step read first gets of what the one read last gets: (N,)."""
    lengths, (first, last) = _lengths(gradients, what, part), ends(config, part)
    ratios: Numbers = lengths[:, first] / lengths[:, last]
    return ratios


def geometric_mean(values: Numbers) -> Numbers:
    """Over the first axis."""
    mean: Numbers = np.exp(np.log(values.clip(SMALLEST)).mean(axis=0))
    return mean


def step_figure(curves: Sequence[GradientCurve], theme: Theme, *, line: str, relative: bool, floor: float) -> Chart:
    """The curves against the ``line`` of the picture. The axis reaches down to ``floor`` at least."""
    y_title = "gradient, 1 = read last" if relative else "length of the gradient"
    return _figure(curves, theme, axis(theme, line, fixedrange=True), y_title, floor, hover=f"{line} %{{x:.4g}}")


def ratio_figure(curves: Sequence[GradientCurve], theme: Theme, *, step: int) -> Chart:
    """The curves against the steps of training, a point for each moment, with a line at ``step``."""
    moved = [curve._replace(x=[1 + x for x in curve.x]) for curve in curves]  # a place for 0 on a logarithmic axis
    last = max((curve.x[-1] for curve in curves), default=1)
    ticks = [tick for tick in TICKS if tick <= last]
    x = axis(theme, "step of the training", type="log", fixedrange=True, tickvals=[1 + tick for tick in ticks],
             ticktext=[f"{tick:,}" for tick in ticks], range=[-0.05, np.log10(1 + last) + 0.05])  # fmt: skip
    shown = _figure(moved, theme, x, "read first ÷ read last", 1.0, hover="%{text}", mode="lines+markers")
    shown.figure.add_vline(x=1 + step, line={"color": theme.muted, "width": 1, "dash": "dash"})
    return shown


def _figure(
    curves: Sequence[GradientCurve],
    theme: Theme,
    x: Mapping[str, object],
    y_title: str,
    floor: float,
    *,
    hover: str,
    mode: str = "lines",
) -> Chart:
    runs = list(dict.fromkeys(curve.run for curve in curves))
    traces = []
    for curve in curves:
        colour = theme.runs[runs.index(curve.run) % len(theme.runs)]
        around, edge = [*curve.x, *reversed(curve.x)], np.concatenate([curve.low, curve.high[::-1]])
        traces.append(
            go.Scatter(x=around, y=edge, mode="lines", line={"width": 0}, fill="toself", fillcolor=colour, opacity=0.16,
                       hoverinfo="skip", showlegend=False)
        )  # fmt: skip
        texts = [f"step {value - 1:,.0f}" for value in curve.x]
        traces.append(
            go.Scatter(x=list(curve.x), y=curve.middle, name=curve.name, mode=mode, text=texts,
                       line={"color": colour, "width": 2.5, "dash": DASHES[curve.part]},
                       hovertemplate=f"{curve.name}, {hover}: %{{y:.2e}}<extra></extra>")
        )  # fmt: skip
    low = np.log10(min([floor, *(float(curve.low.min()) for curve in curves)]))
    high = np.log10(max([floor, *(float(curve.high.max()) for curve in curves)]))
    y = axis(theme, y_title, type="log", dtick=int(np.ceil((high - low) / MOST_TICKS)) or 1, exponentformat="power",
             range=[float(np.floor(low)) - 0.1, float(np.ceil(high)) + 0.1], fixedrange=True)  # fmt: skip
    margin = {"l": 64, "r": 12, "t": 12, "b": 40}
    return chart(traces, theme, height=360, margin=margin, xaxis=x, yaxis=y, legend=LEGEND_BELOW)


def _lengths(gradients: Gradients, what: GradientBy, part: Part) -> Numbers:
    """In double precision, none of them 0."""
    lengths = gradients.by(what, backward=part == "backward")
    if lengths is None:
        raise ValueError(f"there is no {part} direction")
    return lengths.astype(np.float64).clip(SMALLEST)


def _curve(run: str, part: Part, x: Sequence[float], values: Numbers) -> GradientCurve:
    low, high = np.quantile(values, BAND, axis=0)
    return GradientCurve(run, part, x, geometric_mean(values), low, high)
