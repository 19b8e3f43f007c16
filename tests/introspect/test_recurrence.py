"""Eigenvalues and gates, against their definitions in NumPy, in double precision."""

from typing import Any

import numpy as np
import pytest
from torch import Tensor

from rnn_demo.data import Dataset
from rnn_demo.introspect import eigenvalues, kept_per_step
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


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize(("cell", "gate"), [("gru", "z"), ("lstm", "f")])
def test_what_a_unit_keeps_is_the_geometric_mean_of_its_gate(
    sample: Dataset, cell: Any, gate: str, layer: int, backward: bool
) -> None:
    model = network(cell=cell, num_layers=2)
    images = sample.test_images[:4]
    kept = kept_per_step(model, images, layer, backward=backward)
    assert kept is not None
    gates = np.stack([gate_by_hand(model, image, layer, backward) for image in images])  # (N, T, H)
    np.testing.assert_allclose(kept, np.prod(gates, axis=(0, 1)) ** (1 / (4 * 28)), rtol=1e-4)


def gate_by_hand(model: RowClassifier, image: Tensor, layer: int, backward: bool) -> Doubles:
    """F of an lstm or z of a gru (T, H), by the equations in PyTorch's documentation."""
    weights = {name: values.double().numpy() for name, values in model.state_dict().items()}
    x, kept = image.double().numpy() / 255, np.zeros((28, SIZE))
    for below in range(layer + 1):
        halves = []
        for reverse in (False, True):
            suffix = f"_l{below}{'_reverse' if reverse else ''}"
            w_ih, w_hh, b_ih, b_hh = (
                weights[f"rnn.{kind}{suffix}"] for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            h, c, states = np.zeros(SIZE), np.zeros(SIZE), np.zeros((28, SIZE))
            for t in reversed(range(28)) if reverse else range(28):
                a, b = w_ih @ x[t] + b_ih, w_hh @ h + b_hh
                if model.config.cell == "gru":
                    r, z = (1 / (1 + np.exp(-part)) for part in np.split((a + b)[: 2 * SIZE], 2))
                    keeps = z
                    h = (1 - z) * np.tanh(a[2 * SIZE :] + r * b[2 * SIZE :]) + z * h
                else:
                    i, f, g, o = np.split(a + b, 4)
                    keeps = 1 / (1 + np.exp(-f))
                    c = keeps * c + np.tanh(g) / (1 + np.exp(-i))
                    h = np.tanh(c) / (1 + np.exp(-o))
                states[t] = h
                if below == layer and reverse == backward:
                    kept[t] = keeps
            halves.append(states)
        x = np.concatenate(halves, axis=1)
    return kept


def test_a_plain_cell_has_no_way_past_its_weights(sample: Dataset) -> None:
    assert kept_per_step(network(cell="rnn"), sample.test_images[:2], 0, backward=False) is None
