"""What each row changes in the state, as panels."""

from typing import Any

import numpy as np
import pytest

from rnn_demo.figures.erasing import erasing, erasing_figure
from rnn_demo.figures.theme import LIGHT
from tests.figures.drawn import heatmaps
from tests.figures.traces import some_trace

CLASSES = tuple("0123456789")


@pytest.mark.parametrize("sequence", ["rows", "pixels"])
def test_changes_are_those_since_the_line_read_before(sequence: Any) -> None:
    trace, config = some_trace(sequence=sequence, num_layers=2)
    data = erasing(trace, config, trace.prefix_probabilities)
    per_line = config.reading.steps_per_line
    for line in range(28):
        forward, before = trace.forward.states[1], (line * per_line) - 1
        expected = forward[before + per_line] - (forward[before] if line else 0)
        np.testing.assert_allclose(data.forward[line], expected, atol=1e-6)
        assert trace.backward is not None
        backward, after = trace.backward.states[1], (line + 1) * per_line
        expected = backward[line * per_line] - (backward[after] if line < 27 else 0)
        np.testing.assert_allclose(data.backward[line], expected, atol=1e-6)


def test_it_counts_the_rows_at_which_the_prediction_changes() -> None:
    trace, config = some_trace()
    probabilities = np.eye(10, dtype=np.float32)[[4] * 20 + [7] * 5 + [1] * 3]
    assert [erasing(trace, config, probabilities).flips(label) for label in (4, 7, 0)] == [8, 23, 28]


@pytest.mark.parametrize("bidirectional", [True, False])
def test_every_panel_has_a_line_around_the_chosen_row(bidirectional: bool) -> None:
    trace, config = some_trace(bidirectional=bidirectional, sequence="columns")
    figure = erasing_figure(erasing(trace, config, trace.prefix_probabilities), CLASSES, LIGHT, row=13).figure
    titles = ["Change of forward ↓", *(["Change of backward ↑"] if bidirectional else []), "If erased there"]
    assert list(heatmaps(figure))[1:] == titles
    assert [(shape.y0, shape.y1) for shape in figure.layout.shapes] == [(12.5, 13.5)] * (len(titles) + 1)
    bars = [figure.layout[axis].colorbar.title.text for axis in ("coloraxis2", "coloraxis3")]  # the first is the ink's
    assert bars == ["change of the state", "probability"]
