"""Looking into networks, against the pure functions below, on a run in a real store."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import torch

from rnn_demo import introspect
from rnn_demo.data import Dataset
from rnn_demo.errors import RnnDemoError, RunNotFound, SnapshotNotFound
from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.introspect.results import Lesion
from rnn_demo.network import RowClassifier, build_model, load_model
from rnn_demo.service.networks import DIGITS, PATHS, Network
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from tests.service.conftest import TrainHere

TINY = RunConfig(cell="gru", hidden_size=8, train_size=1_000, batch_size=50, num_epochs=2, seed=3)


@pytest.fixture(scope="module")
def trained(train_here: TrainHere) -> Run:
    return train_here(TINY)


@pytest.fixture(scope="module")
def network(service: Service, trained: Run) -> Network:
    """The network at the end of its training."""
    return service.network(trained, TINY.num_steps)


@pytest.fixture(scope="module")
def model(store: Store, trained: Run) -> RowClassifier:
    return load_model(TINY, store.weights(trained.id, TINY.num_steps))


# One picture


def test_each_moment_is_the_network_as_it_was_then(service: Service, trained: Run, sample: Dataset) -> None:
    picture = sample.test_images[7].numpy()
    first, last = (service.network(trained, step).trace(picture) for step in (0, TINY.num_steps))
    oracle = introspect.trace(build_model(TINY).eval(), picture)
    np.testing.assert_array_equal(first.forward.states, oracle.forward.states)
    np.testing.assert_array_equal(first.prefix_probabilities, oracle.prefix_probabilities)
    assert np.abs(last.forward.states - first.forward.states).max() > 1e-3


def test_an_untrained_network_is_the_first_moment_of_its_run(service: Service, trained: Run) -> None:
    untrained, first = service.untrained(TINY), service.network(trained, 0)
    picture = untrained.digits.digit(untrained.dataset, 3).picture
    untrained, first = untrained.trace(picture), first.trace(picture)
    np.testing.assert_array_equal(untrained.forward.states, first.forward.states)
    np.testing.assert_array_equal(untrained.probabilities, first.probabilities)


def test_what_the_network_says_of_the_digits_is_what_was_tested(
    service: Service, trained: Run, network: Network
) -> None:
    counts = np.zeros((10, 10), dtype=int)
    for index in range(1_000):
        digit = network.digits.digit(network.dataset, index)
        counts[digit.label, network.trace(digit.picture).prediction] += 1
    np.testing.assert_array_equal(counts, service.runs.news(trained.id).evaluations[-1].confusion)


def test_any_picture_can_be_traced_and_equal_ones_once(service: Service, trained: Run, network: Network) -> None:
    drawn = np.zeros((SIDE, SIDE), dtype=np.uint8)
    drawn[4:24, 14] = 255
    trace = network.trace(drawn)
    assert network.trace(drawn.copy()) is trace
    assert service.network(trained, TINY.num_steps).trace(drawn) is trace

    drawn[20] = 255  # edited in place: another picture
    edited = network.trace(drawn)
    np.testing.assert_array_equal(edited.sequence, drawn / np.float32(255))
    assert not np.array_equal(edited.logits, trace.logits)

    longer = np.concatenate([drawn, np.zeros((4, SIDE), dtype=np.uint8)])
    assert network.trace(longer).step_probabilities.shape == (32, 10)


def test_what_one_picture_does(network: Network, model: RowClassifier) -> None:
    digit = network.digits.digit(network.dataset, 3)
    trace = introspect.trace(model, digit.picture)
    np.testing.assert_allclose(network.votes(digit.picture).logits, trace.logits, atol=1e-5)
    np.testing.assert_array_equal(network.two_ends(digit.picture).wrong, trace.step_probabilities[27])
    *_, h = network.equations(digit.picture, layer=0, row=5, unit=2, backward=True)
    assert trace.backward is not None
    assert h.value == pytest.approx(float(trace.backward.states[0, 5, 2]), abs=1e-5)
    arrays, expected_arrays = network.arrays(digit.picture, 4), introspect.as_arrays(model, digit.picture, 4)
    assert arrays.keys() == expected_arrays.keys()
    for name, values in arrays.items():
        np.testing.assert_array_equal(values, expected_arrays[name])


# The whole test set, and many digits


def test_mistakes_are_gone_through_in_order_and_begin_again(
    network: Network, model: RowClassifier, sample: Dataset
) -> None:
    with torch.no_grad():
        probabilities = model(sample.test_images / 255).softmax(dim=1)
    confidence, predictions = probabilities.max(dim=1)
    wrong = (predictions != sample.test_labels).nonzero().flatten().tolist()
    assert 10 < len(wrong) < 900
    seen = [network.next_mistake(after=-1)]
    for _ in wrong:
        assert seen[-1] is not None
        seen.append(network.next_mistake(after=seen[-1]))
    assert seen == [*wrong, wrong[0]]

    first = network.confident_mistakes(8)
    assert len(set(first)) == 8
    assert set(first) <= set(wrong)
    torch.testing.assert_close(confidence[first], confidence[wrong].sort(descending=True).values[:8])
    assert sorted(network.confident_mistakes(1_000)) == wrong


def test_what_many_digits_show(network: Network, model: RowClassifier, sample: Dataset) -> None:
    images, labels = sample.test_images[:DIGITS], sample.test_labels[:DIGITS]
    assert network.num_digits == len(labels)
    assert network.two_ends_over_digits() == introspect.two_ends_over(model, images, labels)
    assert network.order_accuracies() == introspect.order_accuracies(model, images, labels)
    statistics = network.unit_statistics()
    np.testing.assert_array_equal(statistics[1].mean, introspect.unit_statistics(model, images, labels)[1].mean)
    assert network.unit_statistics() is statistics


def test_curves_come_point_by_point_and_are_remembered(network: Network, model: RowClassifier, sample: Dataset) -> None:
    images, labels = sample.test_images[:DIGITS], sample.test_labels[:DIGITS]
    blanks = [0, 3, 20]
    curve = list(network.forgetting_curve(blanks))
    assert curve == [introspect.remembered(model, images, labels, count) for count in blanks]
    assert next(network.forgetting_curve([3])) is curve[1]
    bands = list(network.band_curve(24))
    assert bands == [introspect.without_band(model, images, labels, first, 24) for first in range(5)]
    assert network.intact() == introspect.without_band(model, images, labels, 0, 0)
    with pytest.raises(RnnDemoError, match="A band of 0 lines does not fit"):
        network.band_curve(0)


def test_trajectories_of_two_moments_can_be_seen_along_the_same_axes(
    service: Service, trained: Run, network: Network, model: RowClassifier, sample: Dataset
) -> None:
    here = network.trajectories(0, backward=True, along=network)
    states = introspect.states_of(model, sample.test_images[:PATHS], 0, backward=True)
    assert here.points.shape == (PATHS, SIDE, 3)
    np.testing.assert_array_equal(here.points, introspect.principal_axes(states).project(states))
    np.testing.assert_array_equal(here.labels, sample.test_labels[:PATHS].numpy())

    start = service.network(trained, 0)
    before = start.trajectories(0, backward=True, along=network)
    np.testing.assert_array_equal(before.axes.directions, here.axes.directions)
    assert not np.array_equal(before.points, here.points)
    own = start.trajectories(0, backward=True, along=start)
    assert not np.array_equal(own.axes.directions, here.axes.directions)


def test_gradients_are_those_of_the_first_hundred_digits(
    network: Network, model: RowClassifier, sample: Dataset
) -> None:
    result = network.gradients()
    expected = introspect.gradients(model, sample.test_images[:100], sample.test_labels[:100])
    assert result.grad_x.shape == (100, 28)
    for name, lengths in vars(expected).items():
        np.testing.assert_array_equal(getattr(result, name), lengths)


def test_eigenvalues_are_those_of_the_layer_and_direction_that_is_asked_for(
    network: Network, model: RowClassifier
) -> None:
    for backward in (False, True):
        found = network.eigenvalues(0, backward=backward)
        expected = introspect.eigenvalues(model, 0, backward=backward)
        for block, values in expected.of.items():
            np.testing.assert_array_equal(found.of[block], values)
    assert network.is_finite


def test_chance_is_the_share_of_the_commonest_class(network: Network, sample: Dataset) -> None:
    labels = sample.test_labels[:1_000].tolist()
    assert network.chance == max(labels.count(label) for label in range(10)) / len(labels)


def test_orders_of_one_picture_are_read_by_this_network(network: Network, model: RowClassifier) -> None:
    picture = network.digits.digit(network.dataset, 3).picture
    for found, expected in zip(network.in_orders(picture), introspect.in_orders(model, picture), strict=True):
        np.testing.assert_array_equal(found.probabilities, expected.probabilities)


# Sharing, and what is not there


def test_many_threads_get_the_same(network: Network) -> None:
    picture = network.digits.digit(network.dataset, 11).picture
    results = []

    def ask() -> None:
        network.trace(np.roll(picture, 1, axis=0))
        results.append(network.gradients())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(result is results[0] for result in results)


def test_what_is_not_there_is_not_found(service: Service, trained: Run, network: Network) -> None:
    picture = network.digits.digit(network.dataset, 0).picture
    with pytest.raises(SnapshotNotFound, match="Choose another moment"):
        service.network(trained, TINY.num_steps + 1).votes(picture)
    with pytest.raises(RunNotFound, match="There is no run 'nothing' in this store"):
        service.network(replace(trained, id="nothing"), 0).trace(picture)
    with pytest.raises(RnnDemoError, match="this one has 20 rows of 28"):
        network.trace(picture[:20])


# Lesions, timescales, erased states and shared weights


def test_lesions_and_timescales_are_measured_over_the_first_digits(
    network: Network, model: RowClassifier, sample: Dataset
) -> None:
    images, labels = sample.test_images[:DIGITS], sample.test_labels[:DIGITS]
    lesion = Lesion(0, (1, 9), "z", is_open=True)
    accuracy, expected = network.accuracy_with(lesion), introspect.accuracy_with(model, images, labels, lesion)
    np.testing.assert_array_equal(accuracy.right, expected.right)
    assert accuracy.digits.sum() == network.num_digits
    assert network.accuracy_with(lesion) is accuracy
    np.testing.assert_array_equal(network.timescales_over_digits(), introspect.timescales(model, images))
    orders = network.lesion_orders(0, forward=False, backward=True)
    assert orders == introspect.lesion_orders(model, images, 0, forward=False, backward=True)


def test_a_lesion_curve_goes_along_its_orders(network: Network) -> None:
    orders = network.lesion_orders(0, forward=True, backward=True)
    points = list(network.lesion_curve(0, orders, [0, 3, 16]))
    assert [point.count for point in points] == [0, 3, 16]
    assert points[1].important == network.accuracy_with(Lesion(0, tuple(sorted(orders.important[:3])))).total
    assert points[1].random == tuple(
        network.accuracy_with(Lesion(0, tuple(sorted(order[:3])))).total for order in orders.random
    )
    assert len({points[0].important, *points[0].random}) == len({points[2].important, *points[2].random}) == 1


def test_one_picture_is_erased_and_timed(network: Network, model: RowClassifier, sample: Dataset) -> None:
    picture = sample.test_images[3].numpy()
    for forward, backward in ((True, False), (True, True)):
        found = network.erased(picture, forward=forward, backward=backward)
        np.testing.assert_array_equal(found, introspect.erased(model, picture, forward=forward, backward=backward))
    np.testing.assert_array_equal(network.timescales(picture), introspect.timescales_of(model, picture))
    weights = network.shared_weights(0, backward=True)
    np.testing.assert_array_equal(weights.w_hh, introspect.shared_weights(model, 0, backward=True).w_hh)
