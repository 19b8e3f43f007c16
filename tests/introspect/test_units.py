"""Statistics of units over many pictures, counted by hand from the states of PyTorch's modules."""

from typing import Any

import numpy as np
import pytest
import torch

from rnn_demo.data import Dataset, as_sequence, normalise
from rnn_demo.introspect import unit_statistics
from rnn_demo.network import RowClassifier
from tests.introspect.networks import CELLS, SIZE, Doubles, network, one_layer


@torch.no_grad()
def excitable(**values: Any) -> RowClassifier:
    """A network with large weights, so that units saturate, and one that never moves: the forward unit 2 of layer 0."""
    model = network(**values)
    for name, weights in model.rnn.named_parameters():
        weights.mul_(6)
        if name.endswith("_l0"):
            weights.view(-1, SIZE, *weights.shape[1:])[:, 2] = 0
    return model


@torch.no_grad()
def states_by_torch(model: RowClassifier, images: torch.Tensor) -> list[list[Doubles]]:
    """The states (N, T, H) of every layer and of each of its directions."""
    x = as_sequence(normalise(images), model.config.sequence, model.config.seed).transpose(0, 1)
    layers = []
    for layer in range(model.config.num_layers):
        out = [one_layer(model, layer, reverse=False)(x)[0]]
        if model.config.bidirectional:
            out.append(one_layer(model, layer, reverse=True)(x.flip(0))[0].flip(0))
        layers.append([half.transpose(0, 1).numpy() for half in out])
        x = torch.cat(out, dim=2)
    return layers


@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: "-".join(map(str, cell.values())))
def test_statistics_of_every_layer_and_direction(sample: Dataset, cell: dict[str, Any], bidirectional: bool) -> None:
    model = excitable(**cell, bidirectional=bidirectional, num_layers=2)
    images, labels = sample.test_images[:150], sample.test_labels[:150]
    statistics = unit_statistics(model, images, labels)
    assert len(statistics) == (2 if bidirectional else 1)
    for direction, result in enumerate(statistics):
        for layer, of_layer in enumerate(states_by_torch(model, images)):
            states = of_layer[direction]
            for label in range(10):
                mean = states[labels.numpy() == label].mean(axis=0)
                np.testing.assert_allclose(result.mean[layer, label], mean, rtol=1e-4, atol=1e-5)
            saturated = (np.abs(states) > 0.95).mean(axis=(0, 1))
            np.testing.assert_allclose(result.saturated[layer], saturated, atol=1e-3)
            np.testing.assert_array_equal(result.dead[layer], (np.abs(states) < 0.05).all(axis=(0, 1)))
            sizes = np.abs(states).mean(axis=0)  # (T, H)
            peaks = np.take_along_axis(sizes, result.peak_step[layer][None], axis=0)[0]
            np.testing.assert_allclose(peaks, sizes.max(axis=0), rtol=1e-5)
            highest = states.max(axis=1)  # (N, H)
            for unit in range(SIZE):
                chosen = result.top_images[layer, unit]
                assert len(set(chosen.tolist())) == 9
                np.testing.assert_allclose(highest[chosen, unit], np.sort(highest[:, unit])[:-10:-1], atol=1e-5)
    assert statistics[0].saturated.max() > 0.01
    assert statistics[0].dead[0, 2]
    assert statistics[0].dead.dtype == bool


def test_digits_that_are_read_in_batches_are_counted_once(sample: Dataset) -> None:
    model = network(sequence="pixels", hidden_size=32, cell="gru")
    images, labels = sample.test_images[:120], sample.test_labels[:120]
    (forward, backward) = unit_statistics(model, images, labels)
    for direction, result in enumerate((forward, backward)):
        states = states_by_torch(model, images)[0][direction]
        assert result.mean.shape == (1, 10, 784, 32)
        for label in (0, 9):
            of_class = states[labels.numpy() == label]
            np.testing.assert_allclose(result.mean[0, label], of_class.mean(axis=0), atol=1e-5)
        best = states.max(axis=1)
        np.testing.assert_allclose(best[result.top_images[0, :, 0], np.arange(32)], best.max(axis=0), atol=1e-6)


def test_a_class_without_pictures_has_a_mean_of_zero(sample: Dataset) -> None:
    chosen = sample.test_labels < 9
    (forward, _) = unit_statistics(network(), sample.test_images[chosen][:7], sample.test_labels[chosen][:7])
    np.testing.assert_array_equal(forward.mean[:, 9], 0)
    assert forward.top_images.shape == (1, SIZE, 7)
