"""The view Lesion bench."""

from collections.abc import Sequence

import numpy as np
import pytest

from rnn_demo.figures.lesions import LesionCurve
from rnn_demo.introspect.results import Lesion, LesionAccuracy
from rnn_demo.service.service import Service
from rnn_demo.ui.look_inside.lesions import compared, what_it_does
from tests.ui.networks import newest
from tests.ui.opening import keyed, open_page, texts


def test_it_says_what_is_still_read(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    order = network.lesion_orders(1, forward=True, backward=True)
    whole = network.accuracy_with(Lesion(1, ()))
    page = open_page("look_inside", f"run={two_ways}&view=lesions")
    hurt = network.accuracy_with(Lesion(1, tuple(sorted(order.important[:3]))))
    total, left = whole.right.sum() / 1000, hurt.right.sum() / 1000
    assert f"**{total:.1%} before, {left:.1%} with 3 of 12 units off**, over the first 1,000 test digits" in texts(page)
    keyed(page, "linked_order").set_value("random").run()
    hurt = network.accuracy_with(Lesion(1, tuple(sorted(order.random[0][:3]))))
    assert f"{hurt.right.sum() / 1000:.1%} with 3 of 12 units off" in texts(page)
    assert page.query_params["order"] == "random"


def test_a_direction_or_a_gate_is_a_lesion_too(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    link = f"run={two_ways}&view=lesions&share=100"
    off = network.accuracy_with(Lesion(1, tuple(range(6, 12))))
    assert f"{off.total:.1%} with 6 of 6 units off" in texts(open_page("look_inside", f"{link}&directions=backward"))
    held = network.accuracy_with(Lesion(1, tuple(range(12)), "z", is_open=True))
    said = texts(open_page("look_inside", f"{link}&lesion=z-open"))
    assert f"{held.total:.1%} with gate z held open in 12 of 12 units" in said


DIGITS = tuple("0123456789")


def accuracy(*right: int) -> LesionAccuracy:
    """So many right of 100 digits of each class."""
    return LesionAccuracy(np.array(right), np.full(10, 100))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            [100] + [0] * 9,
            [0] * 9 + [100],
            ": no better than always naming the commonest class (10.0%) even before, so nothing can be told of the",
        ),
        ([90] * 10, [90] * 7 + [40, 90, 80], ". Class 7 loses most: 90% before, 40% after."),
        ([90] * 10, [90] * 9 + [86], ": so small a difference may be accident."),
        ([90] * 10, [91] * 10, ": so small a difference may be accident."),
        ([90] * 10, [90] * 10, "."),
        ([90] * 10, [40] * 10, "."),
    ],
)
def test_nothing_is_concluded_from_noise(before: Sequence[int], after: Sequence[int], said: str) -> None:
    assert what_it_does(accuracy(*before), accuracy(*after), DIGITS).startswith(said)
    assert ("loses most" in what_it_does(accuracy(*before), accuracy(*after), DIGITS)) == ("loses most" in said)


def test_of_an_untrained_network_nothing_is_told(shown: Service, one_way: str) -> None:
    said = texts(open_page("look_inside", f"run={one_way}&view=lesions&step=0&share=100"))
    assert "even before, so nothing can be told of the lesion" in said
    assert "which units matter cannot be told" in said
    assert "loses most" not in said
    assert "misleads" not in said


def test_random_and_important_units_are_compared(empty: Service) -> None:
    network = newest(empty, "tour-rnn")
    orders = network.lesion_orders(0, forward=True, backward=False)
    points = {point.count: point for point in network.lesion_curve(0, orders, range(0, 65, 8))}
    count, point = max(points.items(), key=lambda item: abs(np.mean(item[1].random) - item[1].important))
    said = texts(open_page("look_inside", "run=tour-rnn&view=lesions"))
    assert f"With {count} unit{'' if count == 1 else 's'} off, {point.important:.1%} is left" in said
    assert f"{np.mean(point.random):.1%} on average over 5 random orders" in said


@pytest.mark.parametrize(
    ("important", "lowest", "highest", "verdict"),
    [
        (0.5, 0.6, 0.9, "the important ones are missed more"),
        (0.59, 0.6, 0.9, "too little apart to tell which are missed more"),  # a random order does nearly as much
        (0.9, 0.5, 0.8, "the measure of importance misleads here"),
        (0.82, 0.5, 0.8, "too little apart to tell which are missed more"),
        (0.7, 0.7, 0.7, "too little apart to tell which are missed more"),
    ],
)
def test_a_measure_is_judged_by_more_than_noise(important: float, lowest: float, highest: float, verdict: str) -> None:
    mean = (lowest + highest) / 2
    curve = LesionCurve([0, 4], [0.9, important], [0.9, mean], [0.9, lowest], [0.9, highest])
    assert compared(curve, 5, 1_000, 0.1).endswith(f": {verdict}.")


def test_of_a_network_that_guesses_no_unit_matters() -> None:
    curve = LesionCurve([0, 4], [0.1, 0.1], [0.1, 0.09], [0.1, 0.08], [0.1, 0.1])
    said = compared(curve, 5, 1_000, 0.1)
    assert said == (
        "10.0% with no unit off, no better than always naming the commonest class (10.0%): which units matter cannot be "
        "told."
    )
