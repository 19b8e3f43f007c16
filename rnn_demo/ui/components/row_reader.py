"""Panels that can be read row by row: play, pause, a row on, a row back."""

from rnn_demo.figures.chart import Chart
from rnn_demo.ui.components.live_chart import chart_data
from rnn_demo.ui.components.loader import load

_component = load("row_reader", after="chart", isolate_styles=False)


def row_reader(chart: Chart, *, key: str, alt: str, rows: int, start: int | None = None) -> int | None:
    """Show panels of ``rows`` rows that appear as the network reads them; return the row just stopped at, if any.

    Reading begins at the row ``start``, or with the whole picture. The figure's ``layout.meta["reads"]`` names each
    panel's direction, as `figures.panels.panels_figure` writes it.
    """
    data = chart_data(chart, alt, rows) | {"row": start}
    row: int | None = _component(key=key, data=data, on_row_change=lambda: None).get("row")
    return row
