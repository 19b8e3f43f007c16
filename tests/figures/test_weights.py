"""The weight matrices as pictures."""

import numpy as np
import pytest

from rnn_demo.figures.theme import DARK, LIGHT, Theme
from rnn_demo.figures.weights import WeightPictures, largest_weight, weight_pictures, weights_figure
from rnn_demo.introspect.results import SharedWeights
from tests.figures.traces import SIZE, some_trace


def weights(reads: int) -> SharedWeights:
    random = np.random.default_rng(1)

    def normal(*shape: int) -> np.ndarray:
        return random.normal(size=shape).astype(np.float32)

    return SharedWeights(normal(4, SIZE, reads), normal(4, SIZE, SIZE), normal(4, SIZE), normal(4, SIZE))


@pytest.fixture
def pictures() -> WeightPictures:
    trace, _ = some_trace()
    return weight_pictures(weights(28), 2, trace, 0, 13, backward=False, limit=1.5)


def test_above_the_matrices_stands_what_they_are_multiplied_by() -> None:
    trace, _ = some_trace(num_layers=2)
    assert trace.backward is not None
    first = weight_pictures(weights(28), 1, trace, 0, 0, backward=False, limit=1)
    np.testing.assert_array_equal(first.x, trace.sequence[0])
    np.testing.assert_array_equal(first.h, np.zeros(SIZE))
    upper = weight_pictures(weights(2 * SIZE), 1, trace, 1, 13, backward=True, limit=1)
    np.testing.assert_array_equal(upper.x, [*trace.forward.states[0, 13], *trace.backward.states[0, 13]])
    np.testing.assert_array_equal(upper.h, trace.backward.states[1, 14])
    assert (first.reads_states, upper.reads_states) == (False, True)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_matrices_of_one_gate_share_a_symmetric_scale(pictures: WeightPictures, theme: Theme) -> None:
    figure = weights_figure(pictures, theme, reads="pixel of the row").figure
    w_ih, w_hh, x, h = figure.data
    np.testing.assert_array_equal(w_ih.z, weights(28).w_ih[2])
    np.testing.assert_array_equal(w_hh.z, weights(28).w_hh[2])
    assert w_ih.coloraxis == w_hh.coloraxis == "coloraxis"
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == (-1.5, 1.5)
    assert figure.layout.coloraxis.colorbar.ticktext == ("−1.50", "0", "+1.50")
    assert (x.zmin, x.zmax, h.zmin, h.zmax) == (0, 1, -1, 1)


def test_no_matrix_covers_another_wide_or_narrow(pictures: WeightPictures) -> None:
    shown = weights_figure(pictures, LIGHT, reads="pixel of the row")
    for layout in (shown.figure.layout, shown.narrow):
        domains = [
            (layout[f"xaxis{x}"].domain, layout[f"yaxis{y}"].domain)
            for x, y in (("", ""), ("2", "2"), ("", "3"), ("2", "4"))
        ]
        for one in range(4):
            for other in range(one):
                apart = [a[1] <= b[0] or b[1] <= a[0] for a, b in zip(domains[one], domains[other], strict=True)]
                assert any(apart)


def test_the_largest_weight_is_that_of_both_matrices_and_all_gates() -> None:
    some = weights(28)
    some.w_hh[3, 1, 2] = -9
    assert largest_weight(some) == 9
    some.w_ih[0, 1, 2] = 10
    assert largest_weight(some) == 10
