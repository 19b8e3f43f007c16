"""The gradient ribbon: geometric means and bands on a logarithmic scale, on which a zero has a place too."""

from typing import Any

import numpy as np
import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.gradients import (
    SMALLEST,
    GradientCurve,
    ends,
    parts,
    ratio_curves,
    ratio_figure,
    ratios_of,
    step_curves,
    step_figure,
)
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect.results import Gradients

N = 40
RNG = np.random.default_rng(3)
FORWARD, BACKWARD, INPUT = np.exp(RNG.normal(-3, 2, (3, N, 28))).astype(np.float32)
BOTH = Gradients(FORWARD, BACKWARD, None, None, INPUT)
TWO_WAYS, ONE_WAY = RunConfig(cell="rnn"), RunConfig(cell="rnn", bidirectional=False)


def root_of_product(values: Any) -> float:
    """The geometric mean, term by term."""
    result = 1.0
    for value in values:
        result *= float(value) ** (1 / len(values))
    return result


def test_a_curve_is_the_geometric_mean_with_a_band_of_four_digits_in_five() -> None:
    forward, backward = step_curves("a", TWO_WAYS, BOTH, "state", relative=False)
    for curve, part, lengths in ((forward, "forward", FORWARD), (backward, "backward", BACKWARD)):
        assert (curve.run, curve.part, list(curve.x)) == ("a", part, list(range(28)))
        for row in (0, 13, 27):
            assert curve.middle[row] == pytest.approx(root_of_product(lengths[:, row]))
            inside = (lengths[:, row] >= curve.low[row]) & (lengths[:, row] <= curve.high[row])
            assert inside.mean() == pytest.approx(0.8, abs=0.03)


def test_relative_curves_divide_each_digit_by_what_the_step_read_last_gets() -> None:
    forward, backward = step_curves("a", TWO_WAYS, BOTH, "state", relative=True)
    assert forward.middle[27] == forward.low[27] == forward.high[27] == 1
    assert backward.middle[0] == 1
    assert forward.middle[5] == pytest.approx(root_of_product(FORWARD[:, 5] / FORWARD[:, 27]))
    assert backward.middle[5] == pytest.approx(root_of_product(BACKWARD[:, 5] / BACKWARD[:, 0]))


@pytest.mark.parametrize(
    ("config", "part", "expected"),
    [
        (TWO_WAYS, "forward", (0, 27)),
        (TWO_WAYS, "backward", (27, 0)),
        (TWO_WAYS, "input", (0, 27)),
        (RunConfig(sequence="pixels"), "backward", (783, 0)),
    ],
)
def test_which_steps_are_read_first_and_last(config: RunConfig, part: Any, expected: tuple[int, int]) -> None:
    assert ends(config, part) == expected


def test_each_direction_has_a_curve_and_the_input_one_for_all() -> None:
    assert parts(TWO_WAYS, "state") == ("forward", "backward")
    assert parts(ONE_WAY, "hidden") == ("forward",)
    assert parts(RunConfig(readout="last"), "state") == ("forward",)  # the loss depends on no later backward state
    assert parts(RunConfig(readout="last"), "input") == ("input",)
    (curve,) = step_curves("a", TWO_WAYS, BOTH, "input", relative=False)
    assert curve.middle[3] == pytest.approx(root_of_product(INPUT[:, 3]))


def test_pixels_stand_on_the_rows_in_which_they_are() -> None:
    lengths = np.ones((2, 784), np.float32)
    pixels = RunConfig(sequence="pixels", bidirectional=False)
    (curve,) = step_curves("a", pixels, Gradients(lengths, None, None, None, lengths), "state", relative=True)
    assert (curve.x[0], curve.x[28], curve.x[783]) == (0, 1, 783 / 28)


def test_what_is_too_small_is_drawn_as_the_smallest() -> None:
    lengths = np.ones((2, 28), np.float32)
    lengths[:, 0] = 0
    (curve,) = step_curves("a", ONE_WAY, Gradients(lengths, None, None, None, lengths), "state", relative=False)
    assert curve.middle[0] == pytest.approx(SMALLEST)
    assert np.isfinite(np.log10(np.concatenate([curve.low, curve.middle, curve.high]))).all()


def test_ratios_over_the_training() -> None:
    later = Gradients(FORWARD[::-1] ** 2, BACKWARD, None, None, INPUT)
    forward, backward = ratio_curves("a", TWO_WAYS, {0: BOTH, 200: later}, "state")
    assert list(forward.x) == [0, 200]
    assert forward.middle[0] == pytest.approx(root_of_product(FORWARD[:, 0] / FORWARD[:, 27]))
    assert forward.middle[1] == pytest.approx(root_of_product((FORWARD[:, 0] / FORWARD[:, 27]) ** 2), rel=1e-4)
    assert backward.middle[0] == pytest.approx(root_of_product(BACKWARD[:, 27] / BACKWARD[:, 0]))
    np.testing.assert_allclose(
        ratios_of(TWO_WAYS, BOTH, "state", "backward"), BACKWARD[:, 27] / BACKWARD[:, 0], rtol=1e-5
    )


def curves(*runs: str) -> list[GradientCurve]:
    return [curve for run in runs for curve in step_curves(run, TWO_WAYS, BOTH, "state", relative=True)]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_networks_share_one_axis_with_a_colour_each_and_a_dash_per_direction(theme: Theme) -> None:
    figure = step_figure(curves("a", "b"), theme, line="row", relative=True, floor=1e-9).figure
    lines = {trace.name: trace.line for trace in figure.data if trace.name}
    assert list(lines) == ["a, forward", "a, backward", "b, forward", "b, backward"]
    assert lines["a, forward"].color == lines["a, backward"].color != lines["b, forward"].color
    assert lines["a, forward"].dash != lines["a, backward"].dash == lines["b, backward"].dash
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis.title.text == "gradient, 1 = read last"
    low, high = figure.layout.yaxis.range
    assert low < -9
    assert all(10**low < curve.low.min() and curve.high.max() < 10**high for curve in curves("a"))
    assert figure.to_json()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_training_begins_at_0_on_its_logarithmic_axis(theme: Theme) -> None:
    data = ratio_curves("a", ONE_WAY, {0: BOTH, 99: BOTH, 504: BOTH}, "state")
    figure = ratio_figure(data, theme, step=99).figure
    (line,) = (trace for trace in figure.data if trace.name)
    assert list(line.x) == [1, 100, 505]
    assert list(line.text) == ["step 0", "step 99", "step 504"]
    assert line.mode == "lines+markers"  # what was measured can be told from what only joins it
    ticks = figure.layout.xaxis
    assert (ticks.type, ticks.tickvals, ticks.ticktext) == ("log", (1, 2, 11, 101), ("0", "1", "10", "100"))
    assert figure.layout.shapes[0].x0 == 100
    assert figure.to_json()


def test_nothing_to_draw_yet() -> None:
    assert not ratio_figure([], LIGHT, step=0).figure.data
