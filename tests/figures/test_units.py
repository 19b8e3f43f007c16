"""What a unit responds to, as a figure."""

import numpy as np
import pytest

from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.figures.units import unit_response, unit_response_figure
from rnn_demo.introspect.results import Floats, UnitStatistics

CLASSES = ("shirt", "bag", "boot")


def statistics(mean: Floats) -> UnitStatistics:
    layers, _, _, units = mean.shape
    none = np.zeros((layers, units))
    return UnitStatistics(
        mean, none.astype(np.float32), none.astype(bool), none.astype(int), none[..., None].astype(int)
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("largest", [0.01, 1, 50])
def test_a_column_per_class_a_line_per_row_and_fixed_colours(theme: Theme, largest: float) -> None:
    means = np.linspace(-largest, largest, 2 * 84 * 5, dtype=np.float32).reshape(2, 3, 28, 5)
    figure = unit_response_figure(unit_response(statistics(means), 1, 4), CLASSES, theme).figure
    (heatmap,) = figure.data
    z = np.asarray(heatmap.z)
    assert z.shape == (28, 3)
    for number in range(3):
        np.testing.assert_array_equal(z[:, number], means[1, number, :, 4])
    assert tuple(heatmap.x) == CLASSES
    assert (heatmap.zmin, heatmap.zmax) == (-1, 1)
    assert heatmap.colorscale == tuple(theme.signed)
    assert figure.layout.yaxis.autorange == "reversed"  # row 0 at the top
    assert figure.to_json()


def test_digits_are_names_and_not_numbers() -> None:
    data = unit_response(statistics(np.zeros((1, 10, 28, 1), dtype=np.float32)), 0, 0)
    figure = unit_response_figure(data, tuple("0123456789"), LIGHT).figure
    assert figure.layout.xaxis.type == "category"


def test_a_step_is_called_what_it_is() -> None:
    data = unit_response(statistics(np.zeros((1, 10, 784, 1), dtype=np.float32)), 0, 0, "pixel")
    figure = unit_response_figure(data, tuple("0123456789"), LIGHT).figure
    assert figure.layout.yaxis.title.text == "pixel"
    assert "pixel %{y}: mean state %{z:.2f}" in figure.data[0].hovertemplate
