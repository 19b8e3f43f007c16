"""Panels that can be read row by row: play, pause, a row on, a row back."""

from rnn_demo.figures.chart import Chart
from rnn_demo.ui.components.live_chart import chart_data
from rnn_demo.ui.components.loader import load

WHOLE = -1  # instead of a row: all have been read

_component = load("row_reader", after="chart", isolate_styles=False)


def row_reader(
    chart: Chart,
    *,
    key: str,
    alt: str,
    rows: int,
    line: str = "row",
    start: int | None = None,
    tells: bool = True,
    introduces: bool = False,
) -> int | None:
    """Show panels of ``rows`` rows that appear as the network reads them; return the row just stopped at, if any.

    Reading begins at the row ``start``, or with the whole picture, which is the row `WHOLE`. A row is called ``line``.
    The figure's ``layout.meta`` names each panel's direction, and what is said of it while it comes into being, as
    `figures.panels.panels_figure` writes it. Without ``tells`` the page does not hear of rows. With ``introduces`` the
    reading plays by itself once, for whoever has never seen it in this browser and has nothing against motion.
    """
    data = chart_data(chart, alt, rows) | {"row": start, "line": line, "tells": tells, "introduces": introduces}
    row: int | None = _component(key=key, data=data, on_row_change=lambda: None).get("row")
    return row
