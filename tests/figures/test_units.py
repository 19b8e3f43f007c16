"""What a unit responds to, as a figure."""

import numpy as np
import pytest

from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.figures.units import unit_figure

CLASSES = ("shirt", "bag", "boot")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("largest", [0.01, 1, 50])
def test_a_column_per_class_a_line_per_row_and_fixed_colours(theme: Theme, largest: float) -> None:
    mean = np.linspace(-largest, largest, 84, dtype=np.float32).reshape(3, 28)
    figure = unit_figure(mean, CLASSES, theme)
    (heatmap,) = figure.data
    z = np.asarray(heatmap.z)
    assert z.shape == (28, 3)
    for number in range(3):
        np.testing.assert_array_equal(z[:, number], mean[number])
    assert tuple(heatmap.x) == CLASSES
    assert (heatmap.zmin, heatmap.zmax) == (-1, 1)
    assert heatmap.colorscale == tuple(theme.signed)
    assert figure.layout.yaxis.autorange == "reversed"  # row 0 at the top
    assert figure.to_json()


def test_digits_are_names_and_not_numbers() -> None:
    figure = unit_figure(np.zeros((10, 28), dtype=np.float32), tuple("0123456789"), LIGHT)
    assert figure.layout.xaxis.type == "category"
