"""Accuracies of several runs: a colour for each run, a dash for each part of a network."""

import pytest

from rnn_demo.figures.accuracy_over import AccuracyCurve, accuracy_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme

PARTS = ("whole network", "forward half", "backward half")


def curves(*runs: str) -> list[AccuracyCurve]:
    """Part by part, so that the curves of a run don't stand together."""
    return [
        AccuracyCurve(run, part, [0, 4 + number, 20], [0.9, 0.5 - number / 100, 0.1])
        for part in PARTS
        for number, run in enumerate(runs)
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_curve_is_drawn_on_one_scale(theme: Theme) -> None:
    data = curves("a", "b")
    figure = accuracy_figure(data, theme, x_title="blank rows added")
    for curve, trace in zip(data, figure.data, strict=True):
        assert (list(trace.x), list(trace.y)) == (curve.x, curve.accuracy)
        assert trace.name == f"{curve.run}, {curve.part}"
    assert figure.layout.yaxis.range == (0, 1.02)
    assert figure.layout.xaxis.title.text == "blank rows added"
    assert figure.to_json()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_colour_for_each_run_and_a_dash_for_each_part(theme: Theme) -> None:
    data = curves("a", "b", "c")
    lines = {
        (curve.run, curve.part): trace.line
        for curve, trace in zip(data, accuracy_figure(data, theme, x_title="").data, strict=True)
    }
    for run in "abc":
        assert len({lines[run, part].color for part in PARTS}) == 1
        assert [lines[run, part].dash for part in PARTS] == ["solid", "dash", "dot"]
    assert len({lines[run, PARTS[0]].color for run in "abc"}) == 3


def test_a_curve_that_is_still_growing_changes_no_colour() -> None:
    data = curves("a", "b")
    grown = accuracy_figure([*data, AccuracyCurve("c", PARTS[0], [], [])], LIGHT, x_title="")
    before = accuracy_figure(data, LIGHT, x_title="")
    assert [trace.line.color for trace in grown.data[:-1]] == [trace.line.color for trace in before.data]


def test_ten_runs_can_be_told_apart_and_more_are_drawn() -> None:
    runs = [f"run {number}" for number in range(12)]
    figure = accuracy_figure([AccuracyCurve(run, PARTS[0], [0], [1.0]) for run in runs], LIGHT, x_title="")
    colours = [trace.line.color for trace in figure.data]
    assert len(colours) == 12
    assert len(set(colours[:10])) == 10


def test_nothing_to_draw_yet() -> None:
    assert len(accuracy_figure([], LIGHT, x_title="first row of the band").data) == 0
