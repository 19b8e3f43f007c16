"""One unit's gates as lines beside the picture."""

from typing import Any

import numpy as np
import pytest

from rnn_demo.figures.gates import unit_story, unit_story_figure
from rnn_demo.figures.theme import DARK, LIGHT
from tests.figures.traces import some_trace


@pytest.mark.parametrize(
    ("cell", "gates", "contents"), [("lstm", "ifo", "gch"), ("gru", "rz", "nh"), ("rnn", "", "h")], ids=str
)
@pytest.mark.parametrize("backward", [False, True])
def test_the_lines_are_the_unit_s_own(cell: str, gates: str, contents: str, backward: bool) -> None:
    trace, config = some_trace(cell=cell, num_layers=2)
    story = unit_story(trace, config, 1, 3, backward=backward)
    assert ("".join(story.gates), "".join(story.contents)) == (gates, contents)
    direction = trace.backward if backward else trace.forward
    assert direction is not None
    np.testing.assert_array_equal(story.contents["h"], direction.states[1, :, 3])
    names = {"lstm": "ifgo", "gru": "rzn", "rnn": ""}[cell]
    for number, name in enumerate(names):
        assert direction.gates is not None
        np.testing.assert_array_equal(
            (dict(story.gates) | dict(story.contents))[name], direction.gates[1, :, number, 3]
        )
    if cell == "lstm":
        assert direction.cells is not None
        np.testing.assert_array_equal(story.contents["c"], direction.cells[1, :, 3])
        assert story.limit == pytest.approx(np.abs(direction.cells[1, :, 3]).max())


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_all_panels_have_one_row_axis_on_wide_and_narrow_screens(cell: Any) -> None:
    trace, config = some_trace(cell=cell, sequence="columns")
    shown = unit_story_figure(unit_story(trace, config, 0, 2, backward=True), DARK)
    panels = 4 if cell == "lstm" else 3
    axes = [shown.figure.layout[f"yaxis{number or ''}"] for number in (0, *range(2, panels + 1))]
    assert {axis.range for axis in axes} == {(27.5, -0.5)}
    assert len({axis.domain for axis in axes}) == 1
    assert axes[0].title.text == "column"
    assert shown.figure.layout.annotations[1].text == "<b>States ↑</b>, click a unit"
    lines = [trace for trace in shown.figure.data if trace.type == "scatter"]
    assert all(list(line.y) == list(range(28)) for line in lines)
    tops = {shown.narrow[f"yaxis{number or ''}"].domain[1] for number in (0, *range(2, panels + 1))}
    assert len(tops) == 2


def test_the_chosen_unit_is_marked_among_the_states() -> None:
    trace, config = some_trace()
    (shape,) = unit_story_figure(unit_story(trace, config, 0, 2, backward=False), LIGHT).figure.layout.shapes
    assert (shape.xref, shape.x0, shape.x1) == ("x2", 1.5, 2.5)
