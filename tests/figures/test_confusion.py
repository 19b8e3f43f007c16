"""The confusion matrix as a figure."""

import numpy as np
import pytest

from rnn_demo.experiment.records import Evaluation
from rnn_demo.figures.confusion import confusion, confusion_figure
from rnn_demo.figures.theme import DARK, LIGHT, Theme, text_on_scale

DIGITS = tuple("0123456789")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_shares_of_a_class_and_texts_are_counts(theme: Theme) -> None:
    counts = np.zeros((10, 10), dtype=int)
    counts[3, 3], counts[3, 5], counts[7, 1], counts[7, 7] = 30, 10, 4, 1
    evaluation = Evaluation(1, 1, loss=1.0, accuracy=0.5, confusion=tuple(map(tuple, counts.tolist())))
    data = confusion(evaluation)
    np.testing.assert_array_equal(data.counts, counts)
    assert (data.shares[3, 3], data.shares[3, 5], data.shares[7, 1]) == (0.75, 0.25, np.float32(0.8))
    assert data.shares.sum() == pytest.approx(2)  # a class without digits has shares of 0, not NaN

    figure = confusion_figure(data, DIGITS, theme).figure
    right, right_numbers, wrong, wrong_numbers = figure.data

    for heatmap, cells in ((right, {(3, 3), (7, 7)}), (wrong, {(3, 5), (7, 1)})):
        assert {*zip(*np.isfinite(heatmap.z).nonzero(), strict=True)} == cells  # the others stay blank
        assert all(heatmap.z[cell] == data.shares[cell] for cell in cells)
        assert (heatmap.zmin, heatmap.zmax) == (0, 1)
        np.testing.assert_array_equal(heatmap.customdata, counts)
        assert tuple(heatmap.x) == tuple(heatmap.y) == DIGITS
    assert [*zip(right_numbers.y, right_numbers.x, right_numbers.text, strict=True)] == [
        ("3", "3", "30"),
        ("7", "7", "1"),
    ]
    assert [*zip(wrong_numbers.y, wrong_numbers.x, wrong_numbers.text, strict=True)] == [
        ("3", "5", "10"),
        ("7", "1", "4"),
    ]
    shares = (np.float32(0.25), np.float32(0.8))
    assert [*wrong_numbers.textfont.color] == [text_on_scale(theme.mistake, share) for share in shares]
    first, last = figure.layout.yaxis.range
    assert first > last  # the diagonal falls
    assert figure.layout.yaxis.title.text == "really is"
    assert figure.layout.xaxis.title.text == "read as"
    assert figure.to_json()
