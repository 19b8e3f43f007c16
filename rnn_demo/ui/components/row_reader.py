"""Panels that can be read row by row: play, pause, a row on, a row back."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from rnn_demo.ui.components.chart import CHART_CSS, CHART_JS, HERE, chart_data

_HTML = """
<div class="row-reader" tabindex="0" role="group" aria-label="Read row by row: left, right and space on the keyboard">
  <div class="row-reader-controls">
    <button type="button" data-do="play">Play</button>
    <button type="button" data-do="back">Row back</button>
    <button type="button" data-do="forward">Row on</button>
    <button type="button" data-do="whole">Whole picture</button>
    <label>Speed
      <select><option>slow</option><option selected>normal</option><option>fast</option></select>
    </label>
    <output></output>
  </div>
  <div class="live-chart"></div>
</div>
"""

_CSS = """
.row-reader-controls { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-bottom: 0.5rem; }
.row-reader-controls button, .row-reader-controls select {
  font: inherit; color: inherit; background: transparent; padding: 0.25rem 0.75rem; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
.row-reader-controls select option { color: var(--st-text-color); background: var(--st-background-color); }
.row-reader-controls button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.row-reader :focus-visible, .row-reader:focus-visible { outline: 2px solid var(--st-primary-color); }
"""

_component = st.components.v2.component(
    "rnn_demo_row_reader",
    html=_HTML,
    css=CHART_CSS + _CSS,
    js=CHART_JS + (HERE / "row_reader.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def row_reader(
    figure: go.Figure, *, key: str, alt: str, narrow: dict[str, Any], rows: int, start: int | None = None
) -> int | None:
    """Show panels of ``rows`` rows that appear as the network reads them; return the row just stopped at, if any.

    Reading begins at the row ``start``, or with the whole picture. The figure's ``layout.meta["reads"]`` names each
    panel's direction, as `figures.panels.panels_figure` writes it.
    """
    data = {**chart_data(figure, alt, narrow, rows), "row": start}
    row: int | None = _component(key=key, data=data, on_row_change=lambda: None).get("row")
    return row
