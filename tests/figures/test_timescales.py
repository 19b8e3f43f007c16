"""The histogram of timescales."""

import numpy as np

from rnn_demo.figures.theme import LIGHT
from rnn_demo.figures.timescales import timescales, timescales_figure


def test_every_unit_is_counted_in_its_bin() -> None:
    steps = np.array([0, 0.4, 0.5, 1.9, 3, 63, 64, np.inf], dtype=np.float32)
    data = timescales(steps, unit=4)
    assert data.counts.tolist() == [2, 1, 1, 1, 0, 0, 0, 1, 2]
    assert data.chosen == 3
    (bars,) = timescales_figure(data, LIGHT, step="row").figure.data
    assert (bars.x[0], bars.x[3], bars.x[-1]) == ("0–0.5", "2–4", "64+")
    assert [number for number, colour in enumerate(bars.marker.color) if colour == LIGHT.test] == [3]


def test_the_unit_of_time_is_what_is_read_at_a_step() -> None:
    figure = timescales_figure(timescales(np.ones(3, dtype=np.float32), 0), LIGHT, step="pixel").figure
    assert figure.layout.xaxis.title.text == "pixels until 1/e is left"
