"""The view The wrong end."""

from rnn_demo.service.service import Service
from tests.ui.networks import newest, trace_of
from tests.ui.opening import open_page, texts


def test_it_compares_both_ends(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}&view=wrong-end&digit=3")
    network = newest(shown, two_ways)
    right, wrong, backward = page.metric
    assert (right.label, wrong.label) == ("Read at the right ends", "Read at out[:, -1]")
    assert right.value == network.classes[trace_of(network, 3).prediction]
    assert backward.label == "Backward half at out[:, -1] alone"
    ends = network.wrong_end_over_digits()
    assert ends is not None
    assert f"**{ends.right_accuracy:.1%}** right with the right ends" in texts(page)
    assert f"**{ends.wrong_accuracy:.1%}** with `out[:, -1]`" in texts(page)


def test_with_one_direction_it_is_the_right_end(shown: Service, one_way: str) -> None:
    page = open_page("look_inside", f"run={one_way}&view=wrong-end")
    assert not page.metric
    assert page.info[0].value.startswith("This network reads in one direction")
