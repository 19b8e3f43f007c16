"""Bars before and after."""

import numpy as np

from rnn_demo.figures.before_after import BeforeAfter, before_after_figure
from rnn_demo.figures.theme import LIGHT

CLASSES = ("shirt", "bag", "boot")


def data(before: list[float], after: list[float]) -> BeforeAfter:
    return BeforeAfter(np.array(before, np.float32), np.array(after, np.float32), "whole", "hurt")


def test_two_bars_for_each_class_on_a_fixed_scale() -> None:
    figure = before_after_figure(data([0.9, 0.5, 1], [0.1, 0.5, 0]), CLASSES, LIGHT, what="accuracy").figure
    assert [(bar.name, tuple(bar.x)) for bar in figure.data] == [("whole", CLASSES), ("hurt", CLASSES)]
    np.testing.assert_allclose([bar.y for bar in figure.data], [[0.9, 0.5, 1], [0.1, 0.5, 0]])
    assert figure.layout.yaxis.title.text == "accuracy"
    assert figure.layout.yaxis.range == (0, 1.02)


def test_the_class_that_loses_most_is_named_only_if_it_is_one() -> None:
    assert data([0.9, 0.5, 1], [0.1, 0.5, 0]).hardest_hit == 2
    assert data([1, 0.5, 1], [0, 0.5, 0]).hardest_hit is None
    assert data([0.5, 0.5, 0.5], [0.6, 0.5, 0.5]).hardest_hit is None
