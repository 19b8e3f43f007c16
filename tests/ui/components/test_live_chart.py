"""What a chart in the browser is told."""

import json

import plotly.graph_objects as go

from rnn_demo.figures.chart import Chart
from rnn_demo.ui.components import plotly_js
from rnn_demo.ui.components.live_chart import chart_data


def test_it_is_told_the_figure_and_its_narrow_layout_as_json() -> None:
    chart = Chart(go.Figure(go.Scatter(x=[1, 2], y=[3, 4]), {"height": 300}), go.Layout(height=600))
    data = chart_data(chart, "A line.", mark_rows=28)
    spec = json.loads(str(data["spec"]))
    assert spec["data"] == [{"type": "scatter", "x": [1, 2], "y": [3, 4]}]
    assert spec["layout"]["height"] == 300
    assert spec["narrow"]["height"] == 600
    assert (data["alt"], data["rows"]) == ("A line.", 28)


def test_the_library_that_it_loads_is_the_installed_one() -> None:
    url = chart_data(Chart(go.Figure(), go.Layout()), "", 0)["plotly"]
    assert url == plotly_js.url()
    assert plotly_js.FILE.stat().st_size > 1_000_000
