"""Accuracies against something that was done to the digits: blank rows added, bands of rows blanked."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import plotly.graph_objects as go

from rnn_demo.figures.chart import LEGEND_BELOW, Chart, axis, chart
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Band, Remembered
from rnn_demo.words.labels import CURVES

Series = Literal["network", "forward", "backward", "accuracy", "probability"]

DASHES: dict[Series, str] = {"forward": "dash", "backward": "dot", "probability": "dot"}  # the others are solid


class AccuracyCurve(NamedTuple):
    """One curve: what its run is called, what of it is shown, and its points; ``values`` are 0..1."""

    run: str
    series: Series
    x: Sequence[int]
    values: Sequence[float]

    @property
    def name(self) -> str:
        return f"{self.run}, {CURVES[self.series]}"

    @property
    def lowest(self) -> tuple[int, float]:
        """The first x at which the curve is lowest, and its value there."""
        value = min(self.values)
        return self.x[self.values.index(value)], value

    def at(self, x: int) -> float:
        """The value at ``x``, which is one of the curve's points."""
        return self.values[self.x.index(x)]


def forgetting_curves(run: str, points: Sequence[Remembered]) -> list[AccuracyCurve]:
    """The network over the blank rows added, and each half of one with two directions."""
    x = [point.blanks for point in points]
    curves = [AccuracyCurve(run, "network", x, [point.accuracy for point in points])]
    backward = [point.backward for point in points if point.backward is not None]
    if backward:
        curves.append(AccuracyCurve(run, "forward", x, [point.forward for point in points]))
        curves.append(AccuracyCurve(run, "backward", x, backward))
    return curves


def band_curves(run: str, bands: Sequence[Band]) -> list[AccuracyCurve]:
    """The accuracy, and the mean probability of the right class, over the first row of the blanked band."""
    x = [band.first for band in bands]
    return [
        AccuracyCurve(run, "accuracy", x, [band.accuracy for band in bands]),
        AccuracyCurve(run, "probability", x, [band.probability for band in bands]),
    ]


def accuracy_figure(
    curves: Sequence[AccuracyCurve], theme: Theme, *, x_title: str, chance: float, cursor: float | None = None
) -> Chart:
    """The curves on one scale from 0 to 1: a colour for each run, a dash for each part of a network.

    A thin line stands at ``chance``; ``cursor`` marks an x with another one.
    """
    runs = list(dict.fromkeys(curve.run for curve in curves))
    traces = [
        go.Scatter(
            x=list(curve.x),
            y=list(curve.values),
            name=curve.name,
            mode="lines+markers",
            line={
                "color": theme.runs[runs.index(curve.run) % len(theme.runs)],
                "dash": DASHES.get(curve.series, "solid"),
            },
            marker={"size": 5},
            hovertemplate=f"{curve.name}: %{{y:.1%}} at %{{x}}<extra></extra>",
        )
        for curve in curves
    ]
    y = axis(theme, range=[0, 1.02], tickformat=".0%", fixedrange=True)
    shown = chart(traces, theme, height=380, xaxis=axis(theme, x_title), yaxis=y, legend=LEGEND_BELOW)
    add_chance(shown, theme, chance)
    if cursor is not None:
        shown.figure.add_vline(x=cursor, line={"color": theme.muted, "width": 1, "dash": "dash"})
    return shown


def add_chance(shown: Chart, theme: Theme, chance: float) -> None:
    """Draw a line at what naming the commonest class gets into a chart whose y axis is an accuracy."""
    note = {"text": f"commonest<br>class {chance:.1%}", "showarrow": False, "xref": "paper", "x": 1, "xanchor": "left",
            "y": chance, "yanchor": "middle", "font": {"color": theme.muted, "size": 11}}  # fmt: skip
    shown.figure.update_layout(margin_r=72)
    shown.figure.add_hline(y=chance, line={"color": theme.muted, "width": 1, "dash": "dash"})
    shown.figure.add_annotation(note)
