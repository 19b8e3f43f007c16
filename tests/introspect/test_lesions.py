"""Lesions, against a network unrolled in NumPy whose states and gates are meddled with at every step."""

import time
from typing import Any

import numpy as np
import pytest
import torch

from rnn_demo.data import Dataset
from rnn_demo.introspect import accuracy_with, lesion_orders
from rnn_demo.introspect.results import Lesion
from rnn_demo.network import RowClassifier, save_weights
from tests.introspect.by_hand import read_by_hand
from tests.introspect.networks import CELLS, SIZE, Doubles, PlainTorch, network, read_by_torch

COUNT = 40


def predictions_by_hand(model: RowClassifier, sample: Dataset, lesion: Lesion) -> list[int]:
    hit = np.zeros((model.config.num_directions, model.config.hidden_size), dtype=bool)
    hit.reshape(-1)[list(lesion.units)] = True

    def off(layer: int, direction: int, step: int, values: Doubles) -> Doubles:
        is_hit = layer == lesion.layer and lesion.gate is None
        return np.where(hit[direction], 0, values) if is_hit else values

    def held(layer: int, direction: int, gate: str, values: Doubles) -> Doubles:
        is_hit = layer == lesion.layer and gate == lesion.gate
        return np.where(hit[direction], float(lesion.is_open), values) if is_hit else values

    pictures = sample.test_images[:COUNT].double().numpy() / 255
    return [int(read_by_hand(model, picture, off, held)[0].argmax()) for picture in pictures]


def check(model: RowClassifier, sample: Dataset, lesion: Lesion) -> None:
    labels = sample.test_labels[:COUNT]
    accuracy = accuracy_with(model, sample.test_images[:COUNT], labels, lesion)
    predicted = np.array(predictions_by_hand(model, sample, lesion))
    for label in range(10):
        of_class = labels.numpy() == label
        assert accuracy.digits[label] == of_class.sum()
        assert accuracy.right[label] == (predicted[of_class] == label).sum()
        assert accuracy.by_class[label] == pytest.approx((predicted[of_class] == label).mean() if of_class.any() else 0)
    assert accuracy.total == pytest.approx((predicted == labels.numpy()).mean())


@pytest.fixture(scope="module")
def scaled() -> Any:
    """Makes a network whose answers differ from picture to picture: its weights are large."""

    def make(**values: Any) -> RowClassifier:
        model = network(**values)
        for weights in model.parameters():
            weights.data *= 2
        return model

    return make


@pytest.mark.parametrize("values", CELLS, ids=str)
@pytest.mark.parametrize("units", [(), (1, 3), (0, 2, SIZE + 4), tuple(range(SIZE)), tuple(range(SIZE, 2 * SIZE))])
def test_units_and_directions_are_off_at_every_step(
    scaled: Any, sample: Dataset, values: dict[str, Any], units: tuple[int, ...]
) -> None:
    model = scaled(**values, num_layers=2)
    for layer in range(2):
        check(model, sample, Lesion(layer, units))


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(("cell", "gates"), [("lstm", "ifo"), ("gru", "rz")])
def test_gates_are_held(scaled: Any, sample: Dataset, cell: str, gates: str, is_open: bool) -> None:
    model = scaled(cell=cell, num_layers=2, readout="mean")
    for gate in gates:
        check(model, sample, Lesion(1, (0, 1, SIZE + 2), gate, is_open))
        check(model, sample, Lesion(0, tuple(range(2 * SIZE)), gate, is_open))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_answer_over_1000_digits_comes_at_once(sample: Dataset, cell: str) -> None:
    model, lesion = network(cell=cell, hidden_size=64), Lesion(0, (3, 12, 70))
    seconds = []
    for _ in range(5):  # of this process, however busy the machine is
        start = time.process_time()
        accuracy_with(model, sample.test_images[:1000], sample.test_labels[:1000], lesion)
        seconds.append(time.process_time() - start)
    assert min(seconds) <= 0.3


def test_lesions_hurt_a_trained_network_and_leave_it_as_it_was(trained: RowClassifier, sample: Dataset) -> None:
    images, labels = sample.test_images[:300], sample.test_labels[:300]
    before = save_weights(trained)
    whole = accuracy_with(trained, images, labels, Lesion(0, ())).total
    assert whole > accuracy_with(trained, images, labels, Lesion(0, tuple(range(16)))).total + 0.1
    assert accuracy_with(trained, images, labels, Lesion(0, tuple(range(32)))).total < 0.2  # the bias alone
    assert save_weights(trained) == before


def test_a_class_without_pictures_has_no_accuracy(sample: Dataset) -> None:
    accuracy = accuracy_with(network(), sample.test_images[:1], sample.test_labels[:1], Lesion(0, ()))
    assert accuracy.by_class[accuracy.digits == 0].tolist() == [0] * 9


def test_the_most_important_unit_adds_most_to_the_logits(
    trained: RowClassifier, plain_torch: PlainTorch, sample: Dataset
) -> None:
    images = sample.test_images[:200]
    orders = lesion_orders(trained, images, 0, forward=True, backward=True)
    (forward, backward), weight, _ = read_by_torch(plain_torch, trained, images / 255)
    read = np.concatenate([forward[:, 27], backward[:, 0]], axis=1)  # (N, 2H)
    added = np.abs(read[:, None, :] * weight).mean(axis=(0, 1))
    np.testing.assert_allclose(added[list(orders.important)], np.sort(added)[::-1], rtol=1e-5)
    assert len({orders.important, *orders.random}) == 6
    assert all(sorted(order) == list(range(32)) for order in orders.random)


@pytest.mark.parametrize("merge", ["concat", "sum"])
def test_only_the_chosen_directions_are_ordered(sample: Dataset, merge: str) -> None:
    model = network(merge=merge, readout="every_row")
    images = sample.test_images[:5]
    for forward, backward, units in ((True, False, range(SIZE)), (False, True, range(SIZE, 2 * SIZE))):
        orders = lesion_orders(model, images, 0, forward=forward, backward=backward)
        assert sorted(orders.important) == list(units)
        assert all(sorted(order) == list(units) for order in orders.random)


def test_a_lower_layer_s_units_are_weighed_by_the_layer_above(sample: Dataset) -> None:
    model = network(num_layers=2, cell="gru")
    with torch.no_grad():
        for name in ("weight_ih_l1", "weight_ih_l1_reverse"):
            getattr(model.rnn, name)[:, 7] = 100.0
            getattr(model.rnn, name)[:, 2] = 0.0
    important = lesion_orders(model, sample.test_images[:5], 0, forward=True, backward=True).important
    assert (important[0], important[-1]) == (7, 2)
