"""A chart that is updated in place: plotly figures in a component of our own.

`st.plotly_chart` mounts a new chart whenever its data change, which flickers and undoes every zoom.
"""

import json
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from plotly.utils import PlotlyJSONEncoder

from rnn_demo.figures.chart import Chart
from rnn_demo.ui.components import plotly_js
from rnn_demo.ui.components.loader import load

_component = load("live_chart", after="chart", isolate_styles=False)


class Clicked(NamedTuple):
    """A point of a chart: the number of its trace, and its coordinates, which are numbers or names of categories."""

    trace: int
    x: float | str
    y: float | str


def live_chart(
    chart: Chart, *, key: str, alt: str, mark_rows: int = 0, on_click: Callable[[Clicked], None] | None = None
) -> None:
    """Show ``chart``, or update the one that stands under ``key`` without touching its zoom.

    ``alt`` describes the chart to those who cannot see it and stays the same while the numbers change. With
    ``mark_rows`` the y axes are that many rows: hovering one, or ↑ and ↓ when the chart has the focus, marks it in all
    panels. ``on_click`` is called with what a person clicked, before the page runs again.
    """

    def tell() -> None:
        if on_click and (place := st.session_state[key].get("clicked")):
            on_click(Clicked(**place))

    _component(
        key=key, data=chart_data(chart, alt, mark_rows) | {"clickable": on_click is not None}, on_clicked_change=tell
    )


def chart_data(chart: Chart, alt: str, mark_rows: int) -> dict[str, str | int]:
    """What chart.js needs to know of a chart."""
    spec = chart.figure.to_plotly_json() | {"narrow": chart.narrow.to_plotly_json()}
    return {
        "spec": json.dumps(spec, cls=PlotlyJSONEncoder),
        "alt": alt,
        "plotly": plotly_js.url(),
        "rows": mark_rows,
    }
