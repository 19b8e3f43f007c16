"""Accuracies in three orders as bars."""

import pytest

from rnn_demo.figures.order import OrderBars, order_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect.results import OrderAccuracies


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_bar_for_each_network_and_order_and_a_line_at_chance(theme: Theme) -> None:
    bars = [OrderBars("a", OrderAccuracies(0.9, 0.3, 0.2)), OrderBars("b", OrderAccuracies(0.8, 0.4, 0.5))]
    figure = order_figure(bars, theme, chance=0.126).figure
    assert [trace.name for trace in figure.data] == ["a", "b"]
    assert [list(trace.x) for trace in figure.data] == [["as trained", "reversed", "shuffled"]] * 2
    assert [list(trace.y) for trace in figure.data] == [[0.9, 0.3, 0.2], [0.8, 0.4, 0.5]]
    assert len({trace.marker.color for trace in figure.data}) == 2
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == 0.126
    assert figure.to_json()
