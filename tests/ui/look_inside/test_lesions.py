"""The view Lesion bench."""

import numpy as np

from rnn_demo.introspect.results import Lesion
from rnn_demo.service.service import Service
from tests.ui.networks import newest
from tests.ui.opening import keyed, open_page, texts


def test_it_says_what_is_still_read(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    order = network.lesion_orders(1, forward=True, backward=True)
    whole = network.accuracy_with(Lesion(1, ()))
    page = open_page("look_inside", f"run={two_ways}&view=lesions")
    hurt = network.accuracy_with(Lesion(1, tuple(sorted(order.important[:3]))))
    total, left = whole.right.sum() / 1000, hurt.right.sum() / 1000
    assert f"**{total:.1%} before, {left:.1%} with 3 of 12 units off**, over the first 1,000 test digits." in texts(
        page
    )
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


def test_the_class_that_loses_most_is_named(shown: Service, one_way: str) -> None:
    network = newest(shown, one_way)
    whole, off = (network.accuracy_with(Lesion(0, units)) for units in ((), (0, 1, 2, 3, 4)))
    lost = (whole.right - off.right) / whole.digits
    said = texts(open_page("look_inside", f"run={one_way}&view=lesions&share=100"))
    assert (f"Class {lost.argmax()} loses most" in said) == (np.sum(lost == lost.max()) == 1)
    assert "gate" not in said


def test_random_and_important_units_are_compared(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    orders = network.lesion_orders(1, forward=True, backward=True)
    points = {point.count: point for point in network.lesion_curve(1, orders, [0, 1, 3, 4, 6, 7, 9, 10, 12])}
    count, point = max(points.items(), key=lambda item: abs(np.mean(item[1].random) - item[1].important))
    said = texts(open_page("look_inside", f"run={two_ways}&view=lesions"))
    assert f"With {count} unit{'' if count == 1 else 's'} off, {point.important:.1%} is left" in said
    assert f"{np.mean(point.random):.1%} on average over 5 random orders" in said
    missed = np.mean(point.random) > point.important
    assert ("the important ones are missed more" in said) == missed
