"""Random against important, as curves."""

import pytest

from rnn_demo.figures.lesions import lesion_curve, lesion_curve_figure
from rnn_demo.figures.theme import LIGHT
from rnn_demo.introspect.results import LesionPoint

POINTS = [LesionPoint(0, 0.9, (0.9, 0.9)), LesionPoint(4, 0.3, (0.5, 0.7)), LesionPoint(8, 0.1, (0.1, 0.1))]


def test_the_random_orders_have_a_mean_and_a_spread() -> None:
    curve = lesion_curve(POINTS)
    assert curve.counts == [0, 4, 8]
    assert curve.important == [0.9, 0.3, 0.1]
    assert curve.mean == pytest.approx([0.9, 0.6, 0.1])
    assert (curve.lowest, curve.highest) == ([0.9, 0.5, 0.1], [0.9, 0.7, 0.1])


def test_the_band_goes_along_the_highest_and_back_along_the_lowest() -> None:
    band, random, important = lesion_curve_figure(lesion_curve(POINTS), LIGHT, chance=0.126).figure.data
    assert band.x == (0, 4, 8, 8, 4, 0)
    assert band.y == (0.9, 0.7, 0.1, 0.1, 0.5, 0.9)
    assert (random.name, important.name) == ("random", "most important first")
    assert random.line.dash != important.line.dash  # told apart without colours


def test_chance_and_the_lesion_that_is_looked_at_are_marked() -> None:
    figure = lesion_curve_figure(lesion_curve(POINTS), LIGHT, chance=0.126, mark=(3, 0.8)).figure
    assert (figure.data[-1].x, figure.data[-1].y) == ((3,), (0.8,))
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == 0.126
    assert figure.layout.annotations[0].text.endswith("12.6%")
