"""Who decided? The votes of the directions, class by class."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from rnn_demo.figures.theme import Theme, axis, base_layout, figure

if TYPE_CHECKING:
    from rnn_demo.introspect import Votes  # which imports torch; a figure needs none of it


def votes_figure(votes: "Votes", classes: Sequence[str], look: Theme) -> go.Figure:
    """For each class the forward vote, the backward vote and the bias as stacked bars, and their sum, the logit."""
    parts = [("forward vote", votes.forward, look.train), ("bias", votes.bias, look.muted)]
    logits = votes.forward + votes.bias
    if votes.backward is not None:
        parts.insert(1, ("backward vote", votes.backward, look.test))
        logits = logits + votes.backward
    bars = [
        go.Bar(x=list(classes), y=values, name=name, marker={"color": colour},
               hovertemplate=f"class %{{x}}: {name} %{{y:+.2f}}<extra></extra>")
        for name, values, colour in parts
    ]  # fmt: skip
    total = go.Scatter(
        x=list(classes),
        y=logits,
        mode="markers",
        name="sum (logit)",
        marker={"color": look.text, "symbol": "line-ew-open", "size": 22, "line": {"width": 3}},
        hovertemplate="class %{x}: logit %{y:+.2f}<extra></extra>",
    )
    layout = {
        **base_layout(look, height=340),
        "barmode": "relative",
        "xaxis": axis(look, type="category", title={"text": "class", "standoff": 4}, fixedrange=True, showgrid=False),
        "yaxis": axis(look, title={"text": "vote", "standoff": 4}, fixedrange=True),
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
    }
    return figure([*bars, total], layout)
