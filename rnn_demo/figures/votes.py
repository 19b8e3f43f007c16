"""Who decided? The votes of the directions, class by class."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import plotly.graph_objects as go

from rnn_demo.figures.chart import LEGEND_ABOVE, Chart, axis, chart, class_axis
from rnn_demo.figures.theme import Theme
from rnn_demo.introspect.results import Floats, Votes
from rnn_demo.words.labels import VOTES

Voter = Literal["forward", "backward", "bias"]


class VoteBars(NamedTuple):
    """The votes of each voter and their sum, the logits: (C,) each."""

    votes: Mapping[Voter, Floats]
    logits: Floats


def vote_bars(votes: Votes) -> VoteBars:
    """The votes that there are: with one direction, none of the backward one."""
    voters: dict[Voter, Floats | None] = {"forward": votes.forward, "backward": votes.backward, "bias": votes.bias}
    return VoteBars({voter: values for voter, values in voters.items() if values is not None}, votes.logits)


def vote_bars_figure(data: VoteBars, classes: Sequence[str], theme: Theme) -> Chart:
    """For each class the forward vote, the backward vote and the bias as stacked bars, and their sum, the logit."""
    colours: dict[Voter, str] = {"forward": theme.train, "backward": theme.test, "bias": theme.muted}
    line = {"color": theme.grid, "width": 0.5}
    bars = [
        go.Bar(x=list(classes), y=values, name=VOTES[voter], marker={"color": colours[voter], "line": line},
               hovertemplate=f"class %{{x}}: {VOTES[voter]} %{{y:+.2f}}<extra></extra>")
        for voter, values in data.votes.items()
    ]  # fmt: skip
    total = go.Scatter(
        x=list(classes),
        y=data.logits,
        mode="markers",
        name="sum (logit)",
        marker={"color": theme.text, "symbol": "line-ew-open", "size": 22, "line": {"width": 3}},
        hovertemplate="class %{x}: logit %{y:+.2f}<extra></extra>",
    )
    x, y = class_axis(theme), axis(theme, "vote", fixedrange=True)
    return chart([*bars, total], theme, height=340, barmode="relative", xaxis=x, yaxis=y, legend=LEGEND_ABOVE)
