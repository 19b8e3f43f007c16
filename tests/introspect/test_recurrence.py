"""Eigenvalues and gates, against their definitions in NumPy, in double precision."""

from typing import Any

import numpy as np
import pytest

from rnn_demo.introspect import eigenvalues
from rnn_demo.network import RowClassifier
from tests.introspect.networks import CELLS, SIZE, Doubles, network

NAMES = {"rnn": ["h"], "gru": ["r", "z", "n"], "lstm": ["i", "f", "g", "o"]}


def block(model: RowClassifier, name: str, layer: int, backward: bool) -> Doubles:
    number = NAMES[model.config.cell].index(name)
    weights = model.state_dict()[f"rnn.weight_hh_l{layer}{'_reverse' if backward else ''}"].double().numpy()
    return weights[number * SIZE : (number + 1) * SIZE]


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: "-".join(map(str, cell.values())))
def test_eigenvalues_are_the_roots_of_the_characteristic_polynomial(
    cell: dict[str, Any], layer: int, backward: bool
) -> None:
    """Its coefficients come from Faddeev and LeVerrier's recursion, which finds no eigenvalue on its way."""
    model = network(**cell, num_layers=2)
    found = eigenvalues(model, layer, backward=backward)
    assert list(found.of) == NAMES[model.config.cell]
    for name, values in found.of.items():
        a = block(model, name, layer, backward)
        coefficients, m = [1.0], np.eye(SIZE)
        for k in range(1, SIZE + 1):
            coefficients.append(-np.trace(a @ m) / k)
            m = a @ m + coefficients[-1] * np.eye(SIZE)
        np.testing.assert_allclose(np.poly(values), coefficients, atol=1e-12)
        assert found.radius(name) == pytest.approx(max(abs(np.roots(coefficients))))


@pytest.mark.parametrize(("scale", "grows"), [(0.9, False), (1.1, True)])
def test_in_the_long_run_the_spectral_radius_decides(scale: float, grows: bool) -> None:
    """A vector that is multiplied by W_hh again and again grows or shrinks by the spectral radius at every step."""
    model = network(cell="rnn", bidirectional=False)
    weights = model.rnn.get_parameter("weight_hh_l0").data
    weights *= scale / eigenvalues(model, 0, backward=False).radius("h")
    a, vector = block(model, "h", 0, False), np.ones(SIZE)
    lengths = [np.linalg.norm(vector := a.T @ vector) for _ in range(2_000)]
    assert (lengths[-1] > lengths[0]) == grows
    assert (lengths[-1] / lengths[999]) ** (1 / 1_000) == pytest.approx(scale, rel=1e-2)
