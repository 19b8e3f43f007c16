"""The verbs that look inside trained networks, against the pure functions below them, on a run in a real store."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from rnn_demo import introspect
from rnn_demo.data import Dataset
from rnn_demo.errors import RnnDemoError, RunNotFound, SnapshotNotFound
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.network.model import RowClassifier, load_model
from rnn_demo.service.networks import DIGITS, PATHS
from rnn_demo.service.service import Service

TINY = RunConfig(cell="gru", hidden_size=8, train_size=1_000, batch_size=50, num_epochs=2, seed=3)
SAMPLE = "mnist-sample"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(f"sqlite:///{tmp_path_factory.mktemp('inspection') / 'runs.db'}")
    yield service
    service.store.close()


@pytest.fixture(scope="module")
def trained(service: Service) -> Run:
    return service.train_here(TINY, threading.Event(), lambda event: None)


@pytest.fixture(scope="module")
def last(service: Service, trained: Run) -> int:
    return service.snapshots(trained.id)[-1].step


@pytest.fixture(scope="module")
def model(service: Service, trained: Run, last: int) -> RowClassifier:
    return load_model(TINY, service.store.weights(trained.id, last))


def test_snapshots_are_the_moments_of_training(service: Service, trained: Run) -> None:
    steps = [snapshot.step for snapshot in service.snapshots(trained.id)]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, TINY.num_steps)
    assert service.snapshots(trained.id)[-1] == service.latest_snapshot(trained.id)
    assert service.snapshots("nothing") == []


def test_digits_of_both_parts(service: Service, sample: Dataset) -> None:
    for split, images, labels in (
        ("test", sample.test_images, sample.test_labels),
        ("train", sample.train_images, sample.train_labels),
    ):
        digit = service.digit(SAMPLE, 17, split)
        assert (digit.label, digit.name) == (int(labels[17]), str(int(labels[17])))
        assert torch.equal(digit.image, images[17])


def test_any_picture_can_be_looked_at_and_equal_ones_once(
    service: Service, trained: Run, last: int, model: RowClassifier
) -> None:
    drawn = torch.zeros(28, 28, dtype=torch.uint8)
    drawn[4:24, 14] = 255
    trace = service.look_at(trained.id, last, drawn)
    np.testing.assert_array_equal(trace.forward.states, introspect.look(model, drawn).forward.states)
    assert service.look_at(trained.id, last, drawn.clone()) is trace

    drawn[20] = 255  # edited in place: another picture
    edited = service.look_at(trained.id, last, drawn)
    np.testing.assert_array_equal(edited.sequence, drawn.numpy() / np.float32(255))
    assert not np.array_equal(edited.logits, trace.logits)
    assert not np.array_equal(service.look_at(trained.id, 0, drawn).logits, edited.logits)

    image = service.digit(SAMPLE, 7).image
    assert service.look(trained.id, last, SAMPLE, 7) is service.look_at(trained.id, last, image)

    longer = torch.cat([image, torch.zeros(4, 28, dtype=torch.uint8)])
    assert service.look_at(trained.id, last, longer).belief.shape == (32, 10)


def test_what_one_picture_does(service: Service, trained: Run, last: int, model: RowClassifier) -> None:
    image = service.digit(SAMPLE, 3).image
    trace = introspect.look(model, image)
    votes = service.votes(trained.id, last, image)
    np.testing.assert_allclose(votes.forward + votes.backward + votes.bias, trace.logits, atol=1e-5)
    wrong = service.wrong_end(trained.id, last, image)
    assert wrong is not None
    np.testing.assert_array_equal(wrong.probabilities, trace.belief[27])
    for label in (2, 5):
        result, expected = (
            service.gradients(trained.id, last, image, label),
            introspect.gradients(model, image, label),
        )
        np.testing.assert_array_equal(result.grad_x, expected.grad_x)
        np.testing.assert_array_equal(result.grad_h_backward, expected.grad_h_backward)


def test_mistakes_are_gone_through_in_order_and_begin_again(
    service: Service, trained: Run, last: int, model: RowClassifier, sample: Dataset
) -> None:
    with torch.no_grad():
        probabilities = model(sample.test_images / 255).softmax(dim=1)
    confidence, answers = probabilities.max(dim=1)
    wrong = (answers != sample.test_labels).nonzero().flatten().tolist()
    assert 10 < len(wrong) < 900
    seen = [service.next_mistake(trained.id, last, SAMPLE, after=-1)]
    for _ in wrong:
        seen.append(service.next_mistake(trained.id, last, SAMPLE, after=seen[-1]))
    assert seen == [*wrong, wrong[0]]

    first = service.confident_mistakes(trained.id, last, SAMPLE, 8)
    assert len(set(first)) == 8
    assert set(first) <= set(wrong)
    torch.testing.assert_close(confidence[first], confidence[wrong].sort(descending=True).values[:8])
    assert sorted(service.confident_mistakes(trained.id, last, SAMPLE, 1_000)) == wrong


def test_what_many_digits_show(
    service: Service, trained: Run, last: int, model: RowClassifier, sample: Dataset
) -> None:
    images, labels = sample.test_images[:DIGITS], sample.test_labels[:DIGITS]
    assert service.wrong_end_over(trained.id, last, SAMPLE) == introspect.wrong_end_over(model, images, labels)
    assert service.order_test(trained.id, last, SAMPLE) == introspect.order_test(model, images, labels)
    statistics = service.unit_statistics(trained.id, last, SAMPLE)
    expected = introspect.unit_statistics(model, images, labels)
    np.testing.assert_array_equal(statistics[1].mean, expected[1].mean)
    assert service.unit_statistics(trained.id, last, SAMPLE) is statistics


def test_curves_come_point_by_point_and_are_remembered(
    service: Service, trained: Run, last: int, model: RowClassifier, sample: Dataset
) -> None:
    images, labels = sample.test_images[:DIGITS], sample.test_labels[:DIGITS]
    blanks = [0, 3, 20]
    curve = list(service.forgetting_curve(trained.id, last, SAMPLE, blanks))
    assert curve == [introspect.remembered(model, images, labels, count) for count in blanks]
    assert next(service.forgetting_curve(trained.id, last, SAMPLE, [3])) is curve[1]
    bands = list(service.band_curve(trained.id, last, SAMPLE, 24))
    assert bands == [introspect.without_band(model, images, labels, first, 24) for first in range(5)]
    with pytest.raises(RnnDemoError, match="A band of 0 rows does not fit"):
        service.band_curve(trained.id, last, SAMPLE, 0)


def test_trajectories_of_two_moments_can_be_seen_along_the_same_axes(
    service: Service, trained: Run, last: int, model: RowClassifier, sample: Dataset
) -> None:
    here = service.trajectories(trained.id, last, SAMPLE, 0, backward=True)
    states = introspect.states_of(model, sample.test_images[:PATHS], 0, backward=True)
    assert here.points.shape == (PATHS, 28, 3)
    np.testing.assert_array_equal(here.points, introspect.project(introspect.principal_axes(states), states))
    np.testing.assert_array_equal(here.labels, sample.test_labels[:PATHS].numpy())

    before = service.trajectories(trained.id, 0, SAMPLE, 0, backward=True, axes_step=last)
    np.testing.assert_array_equal(before.axes.directions, here.axes.directions)
    assert not np.array_equal(before.points, here.points)
    own = service.trajectories(trained.id, 0, SAMPLE, 0, backward=True)
    assert not np.array_equal(own.axes.directions, here.axes.directions)


def test_many_threads_get_the_same(service: Service, trained: Run, last: int) -> None:
    image = service.digit(SAMPLE, 11).image
    expected = service.gradients(trained.id, last, image, 1).grad_x
    results = []

    def ask() -> None:
        fresh = torch.roll(image, 1, dims=0)
        service.look_at(trained.id, last, fresh)
        results.append(service.gradients(trained.id, last, image, 1).grad_x)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    for result in results:
        np.testing.assert_array_equal(result, expected)


def test_what_is_not_there_is_not_found(service: Service, trained: Run, last: int) -> None:
    image = service.digit(SAMPLE, 0).image
    with pytest.raises(SnapshotNotFound, match="Choose another moment"):
        service.votes(trained.id, last + 1, image)
    with pytest.raises(RunNotFound, match="There is no run 'nothing' in this store"):
        service.look_at("nothing", 0, image)
    with pytest.raises(RnnDemoError, match="this one has 20 rows of 28"):
        service.look_at(trained.id, last, image[:20])
