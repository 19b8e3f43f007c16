"""Eigenvalues beside the unit circle."""

import numpy as np
import pytest

from rnn_demo.figures.eigenvalues import Cloud, eigenvalue_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme

VALUES = np.array([0.3 + 0.4j, 0.3 - 0.4j, -1.2])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_eigenvalue_has_its_point(theme: Theme) -> None:
    clouds = [Cloud("a", "forward", VALUES), Cloud("a", "backward", 2 * VALUES), Cloud("b", "forward", VALUES)]
    figure = eigenvalue_figure(clouds, theme).figure
    circle, *points = figure.data
    np.testing.assert_allclose(np.hypot(circle.x, circle.y), 1)
    for cloud, trace in zip(clouds, points, strict=True):
        np.testing.assert_array_equal(np.array(trace.x) + 1j * np.array(trace.y), cloud.values)
        assert trace.name == f"{cloud.run}, {cloud.direction}"
    assert points[0].marker.color == points[1].marker.color != points[2].marker.color
    assert points[0].marker.symbol != points[1].marker.symbol
    assert figure.layout.yaxis.scaleanchor == "x"  # so that the circle is round
    assert figure.layout.xaxis.range[1] > 2.4
    assert figure.to_json()


def test_axes_stay_while_eigenvalues_move_a_little() -> None:
    ranges = {
        eigenvalue_figure([Cloud("a", "forward", s * VALUES)], LIGHT).figure.layout.xaxis.range for s in (0.1, 0.7, 1)
    }
    assert ranges == {(-1.5, 1.5)}


def test_the_spectral_radius_is_the_largest_distance_from_0() -> None:
    assert Cloud("a", "forward", VALUES).radius == pytest.approx(1.2)
    assert Cloud("a", "forward", VALUES[:2]).radius == pytest.approx(0.5)
