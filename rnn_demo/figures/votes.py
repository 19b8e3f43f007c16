"""Who decided? The votes of the directions, class by class."""

from collections.abc import Sequence

import plotly.graph_objects as go

from rnn_demo.figures.chart import LEGEND_ABOVE, Chart, axis, chart, class_axis
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Votes
from rnn_demo.words.labels import VOTES


def vote_bars_figure(votes: Votes, classes: Sequence[str], theme: Theme) -> Chart:
    """For each class the forward vote, the backward vote and the bias as stacked bars, and their sum, the logit."""
    line = {"color": theme.grid, "width": 0.5}
    voters = (
        ("forward", votes.forward, theme.train),
        ("backward", votes.backward, theme.test),
        ("bias", votes.bias, theme.muted),
    )
    bars = [
        go.Bar(x=list(classes), y=values, name=VOTES[voter], marker={"color": colour, "line": line},
               hovertemplate=f"class %{{x}}: {VOTES[voter]} %{{y:+.2f}}<extra></extra>")
        for voter, values, colour in voters if values is not None
    ]  # fmt: skip
    total = go.Scatter(
        x=list(classes),
        y=votes.logits,
        mode="markers",
        name="sum (logit)",
        marker={"color": theme.text, "symbol": "line-ew-open", "size": 22, "line": {"width": 3}},
        hovertemplate="class %{x}: logit %{y:+.2f}<extra></extra>",
    )
    x, y = class_axis(theme), axis(theme, "vote", fixedrange=True)
    return chart([*bars, total], theme, height=340, barmode="relative", xaxis=x, yaxis=y, legend=LEGEND_ABOVE)
