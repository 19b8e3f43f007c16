"""The view Lesions."""

from collections.abc import Sequence

import numpy as np
import pytest

from rnn_demo.figures.lesions import LesionCurve
from rnn_demo.introspect.results import Lesion, LesionAccuracy, LesionOrders
from rnn_demo.service.networks import Network
from rnn_demo.service.service import Service
from rnn_demo.ui.look_inside.lesions import compared, own_choice, what_it_does
from rnn_demo.words.quantities import count
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


@pytest.mark.parametrize("units", [(3,), (0, 2, 4)])
def test_any_units_can_be_switched_off(shown: Service, one_way: str, units: tuple[int, ...]) -> None:
    network = newest(shown, one_way)
    link = ",".join(f"forward-{unit}" for unit in units)
    said = texts(open_page("look_inside", f"run={one_way}&view=lesions&order=own&units={link}"))
    left = accuracy_by_hand(network, units)
    assert f"{left:.1%} with {len(units)} of 5 units off**, over the first 1,000 test digits" in said
    assert f"**Without your {count(len(units), 'unit')} {left:.1%} is left**" in said
    orders = network.lesion_orders(0, forward=True, backward=False)
    most = accuracy_by_hand(network, orders.important[: len(units)])
    random = [accuracy_by_hand(network, order[: len(units)]) for order in orders.random]
    assert f"at random {np.mean(random):.1%} on average ({min(random):.1%} to {max(random):.1%})" in said
    assert f"without the most important {most:.1%}" in said
    ranks = sorted(orders.important.index(unit) + 1 for unit in units)
    assert f"In importance: {', '.join(map(str, ranks))} of 5." in said


def accuracy_by_hand(network: Network, units: Sequence[int]) -> float:
    """The accuracy of a plain one-direction network with ``units`` at zero after every step, in float64."""
    weights = {name: value.double().numpy() for name, value in network.load().state_dict().items()}
    digits = network.digits.load(network.dataset)
    pictures = digits.test_images[:1000].double().numpy() / 255
    h = np.zeros((len(pictures), network.config.hidden_size))
    for t in range(28):
        a = pictures[:, t] @ weights["rnn.weight_ih_l0"].T + h @ weights["rnn.weight_hh_l0"].T
        h = np.tanh(a + weights["rnn.bias_ih_l0"] + weights["rnn.bias_hh_l0"])
        h[:, list(units)] = 0
    answers = (h @ weights["head.weight"].T + weights["head.bias"]).argmax(axis=1)
    return float((answers == digits.test_labels[:1000].numpy()).mean())


def test_units_are_chosen_in_both_directions_and_stand_in_the_link(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    page = open_page("look_inside", f"run={two_ways}&view=lesions&order=own")
    assert "with 0 of 12 units off" in texts(page)
    assert "Without your" not in texts(page)
    keyed(page, "linked_units").set_value(["backward-1", "forward-2"]).run()
    hurt = network.accuracy_with(Lesion(1, (2, 7)))
    assert f"{hurt.total:.1%} with 2 of 12 units off" in texts(page)
    assert page.query_params["units"] == "backward-1,forward-2"
    keyed(page, "linked_lesion").set_value("z-shut").run()
    held = network.accuracy_with(Lesion(1, (2, 7), "z"))
    assert f"{held.total:.1%} with gate z held shut in 2 of 12 units" in texts(page)
    assert "Without your" not in texts(page)  # the curve is of units that are off


@pytest.mark.parametrize(
    ("left", "verdict"),
    [
        (0.5, "missed more than random ones"),
        (0.95, "missed less than random ones"),
        (0.7, "about as much as random ones"),
    ],
)
def test_own_units_are_judged_by_more_than_noise(left: float, verdict: str) -> None:
    curve = LesionCurve([0, 2, 4], [0.98, 0.6, 0.5], [0.98, 0.75, 0.6], [0.98, 0.7, 0.5], [0.98, 0.8, 0.7])
    orders = LesionOrders((4, 1, 0, 2, 3), ())
    said = own_choice(Lesion(0, (1, 3)), left, curve, orders, 1_000)
    assert said.startswith(f"**Without your 2 units {left:.1%} is left**; without as many at random 75.0% on average")
    assert verdict in said
    assert said.endswith("In importance: 2, 5 of 5.")


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
    assert what_it_does(accuracy(*before), accuracy(*after), DIGITS, 0.1).startswith(said)
    assert ("loses most" in what_it_does(accuracy(*before), accuracy(*after), DIGITS, 0.1)) == ("loses most" in said)


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
