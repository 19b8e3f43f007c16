"""Shares class by class, before and after something was done to the network."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from rnn_demo.figures.chart import LEGEND_ABOVE, Chart, axis, chart, class_axis
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats


class BeforeAfter(NamedTuple):
    """Probabilities or accuracies (C,) in 0..1, and what each of the two is called."""

    before: Floats
    after: Floats
    before_name: str
    after_name: str

    @property
    def hardest_hit(self) -> int | None:
        """The class that lost most; None if no class, or not one alone, lost most."""
        lost = self.before - self.after
        most = np.flatnonzero(lost == lost.max())
        return int(most[0]) if len(most) == 1 and lost.max() > 0 else None


def before_after_figure(data: BeforeAfter, classes: Sequence[str], theme: Theme, *, what: str) -> Chart:
    """Two bars for each class; ``what`` is called so beside the axis."""
    bars = [
        go.Bar(x=list(classes), y=values, name=name, marker={"color": colour},
               hovertemplate=f"class %{{x}}, {name}: %{{y:.1%}}<extra></extra>")
        for values, name, colour in (
            (data.before, data.before_name, theme.muted), (data.after, data.after_name, theme.test)
        )
    ]  # fmt: skip
    y = axis(theme, what, range=[0, 1.02], tickformat=".0%", fixedrange=True)
    margin = {"l": 56, "r": 12, "t": 34, "b": 40}
    return chart(
        bars, theme, height=280, margin=margin, barmode="group", xaxis=class_axis(theme), yaxis=y, legend=LEGEND_ABOVE
    )
