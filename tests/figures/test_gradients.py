"""The gradient ribbon: norms on a logarithmic scale, on which a zero has a place too."""

import numpy as np
import pytest

from rnn_demo.figures.gradients import (
    DECADES,
    MOMENTS,
    SMALLEST,
    GradientMap,
    Ribbon,
    gradient_map,
    gradient_map_figure,
    map_moments,
    ribbon,
    ribbon_figure,
)
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect.results import Floats, GradientOf, Gradients

FORWARD = np.geomspace(1e-7, 4, 28, dtype=np.float32)
BACKWARD = FORWARD[::-1] / np.float32(8)
ROWS = np.linspace(0, 50, 28, dtype=np.float32)  # row 0 has no gradient at all
BOTH = Gradients(FORWARD, BACKWARD, ROWS)


def test_ribbon_is_the_norms() -> None:
    curves = ribbon(BOTH, relative=False).norms
    assert list(curves) == ["forward", "backward", "input"]
    for values, expected in zip(curves.values(), (FORWARD, BACKWARD, ROWS), strict=True):
        np.testing.assert_array_equal(values, expected)


def test_relative_curves_have_a_largest_value_of_one_and_keep_their_shape() -> None:
    curves = ribbon(BOTH, relative=True).norms
    assert list(curves) == ["forward", "backward", "input"]
    for name, expected in zip(curves, (FORWARD, BACKWARD, ROWS), strict=True):
        assert curves[name].max() == 1
        np.testing.assert_allclose(curves[name] * expected.max(), expected, rtol=1e-6)


@pytest.mark.parametrize("relative", [False, True])
def test_a_direction_that_the_loss_does_not_depend_on_stays_at_zero(relative: bool) -> None:
    curves = ribbon(Gradients(FORWARD, np.zeros(28, np.float32), ROWS), relative=relative).norms
    np.testing.assert_array_equal(curves["backward"], 0)


@pytest.mark.parametrize("relative", [False, True])
def test_one_direction_has_no_backward_curve(relative: bool) -> None:
    assert list(ribbon(Gradients(FORWARD, None, ROWS), relative=relative).norms) == ["forward", "input"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_row_has_its_place_on_the_logarithmic_scale(theme: Theme) -> None:
    data = ribbon(Gradients(FORWARD, np.zeros(28, np.float32), ROWS), relative=False)
    figure = ribbon_figure(data, theme).figure
    assert figure.layout.yaxis.type == "log"
    drawn = {trace.name: trace for trace in figure.data}
    assert list(drawn) == ["forward state", "backward state", "input row"]
    for name, values in zip(drawn, data.norms.values(), strict=True):
        assert list(drawn[name].x) == list(range(28))
        assert np.isfinite(np.log10(drawn[name].y)).all()
        np.testing.assert_array_equal(drawn[name].y, np.maximum(values, np.float32(SMALLEST)))
    assert drawn["input row"].y[0] == np.float32(SMALLEST)
    assert len({trace.line.color for trace in figure.data}) == 3
    assert figure.to_json()


def test_a_curve_keeps_its_colour_without_the_others() -> None:
    both = {trace.name: trace.line.color for trace in ribbon_figure(ribbon(BOTH, relative=True), LIGHT).figure.data}
    alone = ribbon_figure(Ribbon({"input": ROWS}), LIGHT).figure.data[0]
    assert alone.line.color == both["input row"]


@pytest.mark.parametrize(("what", "norms"), [("forward", FORWARD), ("backward", BACKWARD), ("input", ROWS)])
def test_map_takes_one_gradient_at_every_moment(what: GradientOf, norms: Floats) -> None:
    later = Gradients(2 * FORWARD, 2 * BACKWARD, 2 * ROWS)
    data = gradient_map({0: BOTH, 200: later}, what)
    assert data is not None
    assert (data.what, list(data.steps)) == (what, [0, 200])
    np.testing.assert_array_equal(data.norms, np.stack([norms, 2 * norms]))


def test_there_is_no_map_without_moments_or_of_a_direction_that_is_not_there() -> None:
    assert gradient_map({}, "forward") is None
    assert gradient_map({0: Gradients(FORWARD, None, ROWS)}, "backward") is None


@pytest.mark.parametrize("count", [1, 2, MOMENTS - 1, MOMENTS, MOMENTS + 1, 200])
def test_moments_of_a_map_are_spread_over_the_training_with_both_ends(count: int) -> None:
    steps = list(range(0, 10 * count, 10))
    shown = map_moments(steps)
    assert len(shown) == min(count, MOMENTS)
    assert (shown[0], shown[-1]) == (steps[0], steps[-1])
    gaps = np.diff(shown)
    assert count == 1 or (gaps.min() >= 10 and gaps.max() - gaps.min() <= 10)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_map_has_a_column_for_each_moment_and_a_line_for_each_row(theme: Theme) -> None:
    norms = np.stack([FORWARD * scale for scale in (1e-3, 1, 2.5)])
    figure = gradient_map_figure(GradientMap("forward", [0, 200, 12_000], norms), theme).figure
    (heatmap,) = figure.data
    assert np.asarray(heatmap.z).shape == (28, 3)
    for moment in (1, 2):
        np.testing.assert_allclose(np.asarray(heatmap.z)[:, moment], np.log10(norms[moment]), rtol=1e-5)
    assert tuple(heatmap.x) == ("0", "200", "12,000")
    assert figure.layout.xaxis.type == "category"
    assert figure.layout.yaxis.autorange == "reversed"  # row 0 at the top
    assert figure.layout.title.text == "by the forward state, over the training"
    assert figure.to_json()


@pytest.mark.parametrize(("largest", "high"), [(0.02, -1), (0.5, 0), (1, 0), (7, 1), (400, 3)])
def test_colours_of_a_map_end_at_the_next_power_of_ten_and_span_six(largest: float, high: int) -> None:
    (heatmap,) = gradient_map_figure(GradientMap("input", [0], np.array([[0, largest]], np.float32)), LIGHT).figure.data
    assert (heatmap.zmin, heatmap.zmax) == (high - 6, high)
    assert DECADES == 6


def test_zeros_in_a_map_are_drawn_as_the_smallest() -> None:
    for norms in (np.zeros((2, 28), np.float32), np.array([[0, 1e-30, 3]], np.float32)):
        (heatmap,) = gradient_map_figure(GradientMap("input", range(len(norms)), norms), LIGHT).figure.data
        z = np.asarray(heatmap.z)
        np.testing.assert_allclose(z[norms.T == 0], np.log10(SMALLEST))
        assert z.min() == pytest.approx(-9)
        assert np.isfinite([heatmap.zmin, heatmap.zmax]).all()
