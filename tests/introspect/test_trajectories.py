"""Principal axes, against numpy's singular value decomposition."""

import numpy as np
import pytest

from rnn_demo import introspect
from rnn_demo.data import Dataset
from rnn_demo.errors import RnnDemoError
from rnn_demo.introspect import principal_axes, states_of
from rnn_demo.network import RowClassifier
from tests.introspect.networks import network


@pytest.mark.parametrize("backward", [False, True])
def test_states_of_many_digits_are_those_of_each(sample: Dataset, backward: bool) -> None:
    model = network(num_layers=2, cell="gru")
    for layer in (0, 1):
        states = states_of(model, sample.test_images[:4], layer, backward=backward)
        assert states.shape == (4, 28, 5)
        for image, of_image in zip(sample.test_images, states, strict=False):
            trace = introspect.trace(model, image.numpy())
            direction = trace.backward if backward else trace.forward
            np.testing.assert_allclose(of_image, direction.states[layer], atol=2e-6)


def test_axes_are_the_singular_vectors(trained: RowClassifier, sample: Dataset) -> None:
    states = states_of(trained, sample.test_images[:100], 0)
    axes = principal_axes(states)
    points = states.reshape(-1, 16).astype(float)
    _, singular, vectors = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(axes.mean, points.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(axes.explained, (singular**2 / (singular**2).sum())[:3], atol=1e-5)
    np.testing.assert_allclose(np.abs((axes.directions * vectors[:3]).sum(axis=1)), 1, atol=1e-4)
    assert (np.diff(axes.explained) < 0).all()

    places = axes.project(states)
    assert places.shape == (100, 28, 3)
    assert places.dtype == np.float32
    np.testing.assert_allclose(np.abs(places.reshape(-1, 3)), np.abs((points - axes.mean) @ vectors[:3].T), atol=1e-3)


def test_the_same_states_give_the_same_axes(trained: RowClassifier, sample: Dataset) -> None:
    states = states_of(trained, sample.test_images[:50], 0)
    first, again = principal_axes(states), principal_axes(states.copy())
    np.testing.assert_array_equal(first.directions, again.directions)
    for direction in first.directions:
        assert direction[np.abs(direction).argmax()] > 0


def test_two_units_have_no_third_dimension() -> None:
    line = np.stack([np.linspace(0, 1, 10), np.linspace(0, 2, 10)], axis=1, dtype=np.float32)[None]
    axes = principal_axes(line)
    np.testing.assert_allclose(axes.explained, [1, 0, 0], atol=1e-6)
    np.testing.assert_allclose(axes.directions[0], np.array([1, 2]) / np.sqrt(5), atol=1e-6)
    np.testing.assert_array_equal(axes.directions[2], 0)
    np.testing.assert_array_equal(principal_axes(np.zeros((2, 3, 4), dtype=np.float32)).explained, 0)


def test_states_of_a_diverged_network_have_no_axes() -> None:
    states = np.zeros((3, 28, 4), dtype=np.float32)
    states[1, 5] = np.nan
    with pytest.raises(RnnDemoError, match="Choose an earlier moment"):
        principal_axes(states)
