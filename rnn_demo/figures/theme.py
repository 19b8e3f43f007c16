"""The look that all figures share: colours that the colour-blind can tell apart, for a light and a dark page."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

ColorScale = list[tuple[float, str]]

FONT_SIZE = 12
FONT = '"Source Sans", "Source Sans Pro", sans-serif'  # as on the page around the figures


@dataclass(frozen=True)
class Theme:
    """Colours of one page. ``signed`` runs from -1 over 0 to 1, ``share`` from 0 to 1, ``ink`` from paper to pen."""

    text: str
    muted: str
    grid: str
    train: str
    test: str
    signed: ColorScale
    share: ColorScale
    ink: ColorScale


LIGHT = Theme(
    text="#31333f",
    muted="#6b6f7b",
    grid="#e3e5ea",
    train="#1f5fa8",
    test="#b8500b",
    signed=[(0.0, "#123f78"), (0.25, "#5b93cc"), (0.5, "#f6f6f6"), (0.75, "#ee9a5e"), (1.0, "#8f3a02")],
    share=[(0.0, "#f6f6f6"), (0.5, "#5fa89f"), (1.0, "#0b4f47")],
    ink=[(0.0, "#f6f6f6"), (1.0, "#14151a")],
)
DARK = Theme(
    text="#fafafa",
    muted="#a3a8b4",
    grid="#3a3a38",
    train="#6fb1f5",
    test="#f59a55",
    signed=[(0.0, "#8cc4ff"), (0.25, "#2f6fb3"), (0.5, "#1d1d1c"), (0.75, "#b85c17"), (1.0, "#ffbd85")],
    share=[(0.0, "#1d1d1c"), (0.5, "#2a8177"), (1.0, "#9ff0e3")],
    ink=[(0.0, "#1d1d1c"), (1.0, "#f4f4f4")],
)


def theme(name: str | None) -> Theme:
    """The theme called "light" or "dark"; light if the browser did not say."""
    return DARK if name == "dark" else LIGHT


def base_layout(look: Theme, height: int) -> dict[str, Any]:
    """The layout that every figure starts from; ``height`` in pixels."""
    return {
        "height": height,
        "margin": {"l": 44, "r": 12, "t": 30, "b": 36},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": look.text, "size": FONT_SIZE, "family": FONT},
        "hoverlabel": {"font": {"size": FONT_SIZE}},
        "template": None,
        "uirevision": "keep",  # what a person zoomed into stays when new data arrive
    }


def axis(look: Theme, **options: Any) -> dict[str, Any]:
    """An axis in the theme's colours."""
    return {"gridcolor": look.grid, "zeroline": False, "linecolor": look.grid, "automargin": False, **options}


def figure(traces: list[Any], layout: dict[str, Any]) -> go.Figure:
    """A figure of ``traces`` without plotly's default template, which is several kilobytes on every update."""
    return go.Figure(data=traces, layout=go.Layout(layout))
