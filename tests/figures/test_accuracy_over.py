"""Accuracies of several runs: a colour for each run, a dash for each part of a network."""

import pytest

from rnn_demo.figures.accuracy_over import AccuracyCurve, Series, accuracy_figure, band_curves, forgetting_curves
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect.results import Band, Remembered

PARTS: tuple[Series, ...] = ("network", "forward", "backward")
NAMES = ("whole network", "forward half", "backward half")


def curves(*runs: str) -> list[AccuracyCurve]:
    """Series after series, so that the curves of a run don't stand together."""
    return [
        AccuracyCurve(run, part, [0, 4 + number, 20], [0.9, 0.5 - number / 100, 0.1])
        for part in PARTS
        for number, run in enumerate(runs)
    ]


def test_forgetting_has_a_curve_for_the_network_and_for_each_half() -> None:
    points = [Remembered(0, 0.98, 0.7, 0.9, 5), Remembered(28, 0.6, 0.1, 0.89, 5)]
    assert forgetting_curves("a", points) == [
        AccuracyCurve("a", "network", [0, 28], [0.98, 0.6]),
        AccuracyCurve("a", "forward", [0, 28], [0.7, 0.1]),
        AccuracyCurve("a", "backward", [0, 28], [0.9, 0.89]),
    ]


def test_one_direction_has_no_halves() -> None:
    points = [Remembered(0, 0.98, 0.98, None, 5), Remembered(28, 0.6, 0.6, None, 5)]
    assert forgetting_curves("a", points) == [AccuracyCurve("a", "network", [0, 28], [0.98, 0.6])]


def test_bands_have_a_curve_for_the_accuracy_and_for_the_right_class() -> None:
    bands = [Band(0, 4, accuracy=0.9, probability=0.8), Band(1, 4, accuracy=0.5, probability=0.4)]
    assert band_curves("a", bands) == [
        AccuracyCurve("a", "accuracy", [0, 1], [0.9, 0.5]),
        AccuracyCurve("a", "probability", [0, 1], [0.8, 0.4]),
    ]


def test_curve_knows_what_is_said_of_it() -> None:
    curve = AccuracyCurve("a", "accuracy", [0, 4, 28, 56], [0.9, 0.2, 0.3, 0.2])
    assert curve.name == "a, accuracy"
    assert curve.at(28) == 0.3
    assert curve.lowest == (4, 0.2)  # the first of equals


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_curve_is_drawn_on_one_scale(theme: Theme) -> None:
    data = curves("a", "b")
    figure = accuracy_figure(data, theme, x_title="blank rows added", chance=0.126).figure
    for curve, trace in zip(data, figure.data, strict=True):
        assert (list(trace.x), list(trace.y)) == (curve.x, curve.values)
        assert trace.name == curve.name == f"{curve.run}, {NAMES[PARTS.index(curve.series)]}"
    assert figure.layout.yaxis.range == (0, 1.02)
    assert figure.layout.xaxis.title.text == "blank rows added"
    (commonest,) = figure.layout.shapes
    assert commonest.y0 == commonest.y1 == 0.126
    assert figure.layout.annotations[0].text == "commonest<br>class 12.6%"
    assert figure.to_json()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_colour_for_each_run_and_a_dash_for_each_part(theme: Theme) -> None:
    data = curves("a", "b", "c")
    lines = {
        (curve.run, curve.series): trace.line
        for curve, trace in zip(data, accuracy_figure(data, theme, x_title="", chance=0.1).figure.data, strict=True)
    }
    for run in "abc":
        assert len({lines[run, part].color for part in PARTS}) == 1
        assert [lines[run, part].dash for part in PARTS] == ["solid", "dash", "dot"]
    assert len({lines[run, PARTS[0]].color for run in "abc"}) == 3


def test_a_curve_that_is_still_growing_changes_no_colour() -> None:
    data = curves("a", "b")
    grown = accuracy_figure([*data, AccuracyCurve("c", PARTS[0], [], [])], LIGHT, x_title="", chance=0.1).figure
    before = accuracy_figure(data, LIGHT, x_title="", chance=0.1).figure
    assert [trace.line.color for trace in grown.data[:-1]] == [trace.line.color for trace in before.data]


def test_ten_runs_can_be_told_apart_and_more_are_drawn() -> None:
    runs = [f"run {number}" for number in range(12)]
    figure = accuracy_figure(
        [AccuracyCurve(run, PARTS[0], [0], [1.0]) for run in runs], LIGHT, x_title="", chance=0.1
    ).figure
    colours = [trace.line.color for trace in figure.data]
    assert len(colours) == 12
    assert len(set(colours[:10])) == 10


def test_nothing_to_draw_yet() -> None:
    assert len(accuracy_figure([], LIGHT, x_title="first row of the band", chance=0.1).figure.data) == 0


def test_what_is_looked_at_is_marked() -> None:
    (_, cursor) = accuracy_figure(curves("a"), LIGHT, x_title="", chance=0.1, cursor=28).figure.layout.shapes
    assert cursor.x0 == cursor.x1 == 28
