"""What all figures have in common."""

import plotly.graph_objects as go
import pytest

from rnn_demo.figures.chart import axis, chart, class_axis, heading, row_axis
from rnn_demo.figures.theme import DARK, LIGHT, Theme


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_chart_has_the_page_behind_it_and_keeps_the_zoom(theme: Theme) -> None:
    figure, narrow = chart([go.Scatter(y=[1, 2])], theme, height=321, title=heading("Title"))
    layout = figure.layout
    assert (layout.height, layout.title.text, layout.font.color) == (321, "Title", theme.text)
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.uirevision == "keep"
    assert len(str(layout.template)) < 1_000  # and not several kilobytes of plotly's own
    assert narrow.to_plotly_json() == {}
    assert figure.to_json()


def test_layout_of_a_figure_goes_before_the_common_one() -> None:
    assert chart([], LIGHT, height=100, uirevision="mine").figure.layout.uirevision == "mine"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_axes(theme: Theme) -> None:
    layout = chart(
        [], theme, height=100, xaxis=class_axis(theme), yaxis=row_axis(theme), xaxis2=axis(theme)
    ).figure.layout
    assert (layout.xaxis.title.text, layout.xaxis.type) == ("class", "category")  # digits are names, not numbers
    assert (layout.yaxis.title.text, layout.yaxis.autorange) == ("row", "reversed")  # row 0 at the top
    assert layout.xaxis2.title.text is None
    assert layout.xaxis.gridcolor == layout.yaxis.gridcolor == layout.xaxis2.gridcolor == theme.grid
