"""A chart that is updated in place: plotly figures in a component of our own.

`st.plotly_chart` mounts a new chart whenever its data change, which flickers and undoes every zoom.
"""

import json
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go
import streamlit as st

HERE = Path(__file__).parent
CHART_JS = (HERE / "chart.js").read_text(encoding="utf-8")
# A chart takes the width of its column and never holds the column open.
CHART_CSS = """
.live-chart { width: 100%; contain: inline-size; overflow: hidden; }
.live-chart:focus-visible { outline: 2px solid var(--st-primary-color); }
"""

PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PLOTLY_JS_PATH = f"/plotly-{plotly.__version__}.min.js"  # with its version, so that browsers may keep it for ever

_component = st.components.v2.component(
    "rnn_demo_live_chart",
    html='<div class="live-chart"></div>',
    css=CHART_CSS,
    js=CHART_JS + (HERE / "live_chart.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def live_chart(
    figure: go.Figure, *, key: str, alt: str, narrow: dict[str, Any] | None = None, mark_rows: int = 0
) -> None:
    """Show ``figure``, or update the one that stands under ``key`` without touching its zoom.

    ``alt`` describes the chart to those who cannot see it and stays the same while the numbers change. ``narrow`` holds
    changes to the layout for narrow screens. With ``mark_rows`` the y axes are that many rows: hovering one, or ↑ and ↓
    when the chart has the focus, marks it in all panels.
    """
    _component(key=key, data=chart_data(figure, alt, narrow, mark_rows))


def chart_data(figure: go.Figure, alt: str, narrow: dict[str, Any] | None, mark_rows: int) -> dict[str, Any]:
    """What chart.js needs to know of a figure."""
    spec = figure.to_plotly_json()
    spec["narrow"] = narrow or {}
    base_url = str(st.get_option("server.baseUrlPath")).strip("/")
    return {
        "spec": json.dumps(spec, cls=plotly.utils.PlotlyJSONEncoder),
        "alt": alt,
        "plotly": f"/{base_url}{PLOTLY_JS_PATH}" if base_url else PLOTLY_JS_PATH,
        "rows": mark_rows,
    }
