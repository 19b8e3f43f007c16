"""One test digit in the newest network, in words."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnn_demo.data import Picture
from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.probe import ink_span, probe
from rnn_demo.service.service import Service
from rnn_demo.ui.train.probe_view import about_states
from tests.ui.networks import newest, trace_of
from tests.ui.opening import open_page, texts

ONE_LAYER = RunConfig(hidden_size=6)
SAME = "the same for every picture that begins with"


def press(page: AppTest, label: str) -> None:
    (button,) = (button for button in page.button if button.label == label)
    button.click().run()
    assert not page.exception


@pytest.mark.parametrize("digit", [0, 5])
def test_it_says_what_the_newest_network_reads(shown: Service, two_ways: str, digit: int) -> None:
    network = newest(shown, two_ways)
    trace = trace_of(network, digit)
    said = texts(open_page("train", f"run={two_ways}&digit={digit}"))
    assert f"The network (after 20 steps) reads this as **{network.classes[trace.prediction]}**" in said


def test_it_says_where_the_ink_begins_at_each_end(shown: Service, one_way: str) -> None:
    inked = np.flatnonzero(shown.digits.digit("mnist-sample", 3).picture.any(axis=1))
    said = texts(open_page("train", "hidden_size=4&digit=3"))
    assert f"The first ink is in row {inked[0]}" in said
    assert f"The backward direction starts at the other end and meets ink in row {inked[-1]}" in said
    assert "The backward direction" not in texts(open_page("train", f"run={one_way}&digit=3"))


@pytest.mark.parametrize("link", ["digit=17", ""])
def test_a_new_run_keeps_the_digit_of_the_link_or_of_a_choice_here(empty: Service, link: str) -> None:
    page = open_page("train", link)
    if not link:
        page.pills[0].set_value(3).run()
    chosen = page.query_params["digit"]
    press(page, "Train")
    assert page.query_params["digit"] == chosen


def test_a_new_run_forgets_the_digit_that_another_page_showed(empty: Service) -> None:
    page = open_page("train")
    page.query_params = {"digit": "951"}  # as one comes back from there
    page.run()
    assert page.query_params["digit"] == "951"
    press(page, "Train")
    assert "digit" not in page.query_params


def test_columns_are_called_columns(shown: Service) -> None:
    assert re.search(r"The first ink is in column \d+", texts(open_page("train", "sequence=columns&hidden_size=4")))


def test_the_layer_is_named_where_there_are_several(shown: Service, one_way: str, two_ways: str) -> None:
    assert "The states are those of layer 2, the top one." in texts(open_page("train", f"run={two_ways}"))
    assert (
        "of layer" not in texts(open_page("train", f"run={one_way}")).partition("How to read")[0].partition("- **")[0]
    )


@pytest.mark.parametrize(
    ("config", "is_same"),
    [
        (ONE_LAYER, True),
        (RunConfig(hidden_size=6, num_layers=2, bidirectional=False), True),
        (RunConfig(hidden_size=6, sequence="columns"), True),
        (RunConfig(hidden_size=6, sequence="rows_shuffled"), True),
        (RunConfig(hidden_size=2, sequence="pixels"), True),
        (RunConfig(hidden_size=6, num_layers=2), False),
        (RunConfig(hidden_size=6, num_layers=3, cell="rnn"), False),
    ],
)
def test_the_same_before_any_ink_is_said_only_where_it_is(empty: Service, config: RunConfig, is_same: bool) -> None:
    """The sentence, and the states themselves of two digits that both begin with blank lines."""
    network = empty.untrained(config)
    first, second = (probe(network.trace(picture), config) for picture in late_digits(empty, config))
    blank = min(span[0] for span in map(ink_span, (first, second)) if span)
    assert blank > 0
    assert np.allclose(first.forward[:blank], second.forward[:blank], atol=1e-7) == is_same
    said = " ".join(about_states(first))
    assert (SAME in said) == is_same
    assert ("the states differ from picture to picture" in said) == (not is_same)


def late_digits(service: Service, config: RunConfig) -> list[Picture]:
    """Two different digits whose first line, as ``config`` reads it, has no ink."""
    found = []
    for index in range(300):
        picture = service.digits.digit("mnist-sample", index).picture
        span = ink_span(probe(service.untrained(config).trace(picture), config))
        if span and span[0] > 0:
            found.append(picture)
        if len(found) == 2:
            break
    return found


def test_the_lower_layer_of_several_is_the_same_before_any_ink(empty: Service) -> None:
    config = RunConfig(hidden_size=6, num_layers=2)
    trace = empty.untrained(config).trace(empty.digits.digit("mnist-sample", 0).picture)
    assert SAME in " ".join(about_states(probe(trace, config, 0)))
