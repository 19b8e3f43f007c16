"""The gradient ribbon: norms on a logarithmic scale, on which a zero has a place too."""

import numpy as np
import pytest

from rnn_demo.figures.gradients import DECADES, SMALLEST, Ribbon, gradient_map_figure, ribbon, ribbon_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.introspect import Gradients

FORWARD = np.geomspace(1e-7, 4, 28, dtype=np.float32)
BACKWARD = FORWARD[::-1] / np.float32(8)
ROWS = np.linspace(0, 50, 28, dtype=np.float32)  # row 0 has no gradient at all
BOTH = Gradients(FORWARD, BACKWARD, ROWS)


def test_ribbon_is_the_norms() -> None:
    curves = ribbon(BOTH, relative=False).norms
    assert list(curves) == ["forward state", "backward state", "input row"]
    for values, expected in zip(curves.values(), (FORWARD, BACKWARD, ROWS), strict=True):
        np.testing.assert_array_equal(values, expected)


def test_relative_curves_have_a_largest_value_of_one_and_keep_their_shape() -> None:
    curves = ribbon(BOTH, relative=True).norms
    assert list(curves) == ["forward state", "backward state", "input row"]
    for name, expected in zip(curves, (FORWARD, BACKWARD, ROWS), strict=True):
        assert curves[name].max() == 1
        np.testing.assert_allclose(curves[name] * expected.max(), expected, rtol=1e-6)


@pytest.mark.parametrize("relative", [False, True])
def test_a_direction_that_the_loss_does_not_depend_on_stays_at_zero(relative: bool) -> None:
    curves = ribbon(Gradients(FORWARD, np.zeros(28, np.float32), ROWS), relative=relative).norms
    np.testing.assert_array_equal(curves["backward state"], 0)


@pytest.mark.parametrize("relative", [False, True])
def test_one_direction_has_no_backward_curve(relative: bool) -> None:
    assert list(ribbon(Gradients(FORWARD, None, ROWS), relative=relative).norms) == ["forward state", "input row"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_row_has_its_place_on_the_logarithmic_scale(theme: Theme) -> None:
    data = ribbon(Gradients(FORWARD, np.zeros(28, np.float32), ROWS), relative=False)
    figure = ribbon_figure(data, theme)
    assert figure.layout.yaxis.type == "log"
    drawn = {trace.name: trace for trace in figure.data}
    assert list(drawn) == list(data.norms)
    for name, values in data.norms.items():
        assert list(drawn[name].x) == list(range(28))
        assert np.isfinite(np.log10(drawn[name].y)).all()
        np.testing.assert_array_equal(drawn[name].y, np.maximum(values, np.float32(SMALLEST)))
    assert drawn["input row"].y[0] == np.float32(SMALLEST)
    assert len({trace.line.color for trace in figure.data}) == 3
    assert figure.to_json()


def test_a_curve_keeps_its_colour_without_the_others() -> None:
    both = {trace.name: trace.line.color for trace in ribbon_figure(ribbon(BOTH, relative=True), LIGHT).data}
    alone = ribbon_figure(Ribbon({"input row": ROWS}), LIGHT).data[0]
    assert alone.line.color == both["input row"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_map_has_a_column_for_each_moment_and_a_line_for_each_row(theme: Theme) -> None:
    norms = np.stack([FORWARD * scale for scale in (1e-3, 1, 2.5)])
    figure = gradient_map_figure(norms, [0, 200, 12_000], theme, title="by the forward state")
    (heatmap,) = figure.data
    assert np.asarray(heatmap.z).shape == (28, 3)
    for moment in (1, 2):
        np.testing.assert_allclose(np.asarray(heatmap.z)[:, moment], np.log10(norms[moment]), rtol=1e-5)
    assert tuple(heatmap.x) == ("0", "200", "12,000")
    assert figure.layout.xaxis.type == "category"
    assert figure.layout.yaxis.autorange == "reversed"  # row 0 at the top
    assert figure.layout.title.text == "by the forward state"
    assert figure.to_json()


@pytest.mark.parametrize(("largest", "high"), [(0.02, -1), (0.5, 0), (1, 0), (7, 1), (400, 3)])
def test_colours_of_a_map_end_at_the_next_power_of_ten_and_span_six(largest: float, high: int) -> None:
    (heatmap,) = gradient_map_figure(np.array([[0, largest]], np.float32), [0], LIGHT, title="").data
    assert (heatmap.zmin, heatmap.zmax) == (high - 6, high)
    assert DECADES == 6


def test_zeros_in_a_map_are_drawn_as_the_smallest() -> None:
    for norms in (np.zeros((2, 28), np.float32), np.array([[0, 1e-30, 3]], np.float32)):
        (heatmap,) = gradient_map_figure(norms, list(range(len(norms))), LIGHT, title="").data
        z = np.asarray(heatmap.z)
        np.testing.assert_allclose(z[norms.T == 0], np.log10(SMALLEST))
        assert z.min() == pytest.approx(-9)
        assert np.isfinite([heatmap.zmin, heatmap.zmax]).all()
