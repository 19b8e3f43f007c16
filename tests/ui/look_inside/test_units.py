"""The view Units."""

import numpy as np
import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.introspect.results import UnitStatistics
from rnn_demo.service.service import Service
from rnn_demo.ui.look_inside.units import in_words
from tests.ui.networks import newest
from tests.ui.opening import alternative_texts, open_page, texts


def test_it_shows_the_chosen_unit_of_the_chosen_layer_and_direction(shown: Service, two_ways: str) -> None:
    statistics = newest(shown, two_ways).unit_statistics()
    page = open_page("look_inside", f"run={two_ways}&view=units&layer=0&direction=backward&unit=4")
    said = texts(page)
    assert (
        "**Unit 4** of layer 1, backward: its mean state after each row, class by class, over the first 1,000 test digits"
    ) in said
    assert "Digits that excite unit 4 most" in said
    assert f"On the average it is strongest at row {int(statistics[1].peak_step[0, 4])}" in said
    assert f"{statistics[1].saturated[0, 4]:.0%} of the time" in said


def test_the_digits_that_excite_it_are_described_for_those_who_cannot_see_them(shown: Service, two_ways: str) -> None:
    top = [int(index) for index in newest(shown, two_ways).unit_statistics()[0].top_images[1, 0]]
    page = open_page("look_inside", f"run={two_ways}&view=units")
    alts = alternative_texts(page)
    names = [shown.digits.digit("mnist-sample", index).name for index in top]
    assert alts[-len(top) :] == [f"Test digit {index}, a {name}." for index, name in zip(top, names, strict=True)]


def statistics_at(peak: int) -> UnitStatistics:
    one = np.ones((1, 1), dtype=np.float32)
    return UnitStatistics(one, one / 2, one > 2, np.full((1, 1), peak), one.astype(int))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "strongest at row 9, and saturated (beyond ±0.95) 50% of the time."),
        ({"sequence": "columns"}, "strongest at column 9, and"),
        ({"sequence": "pixels"}, "strongest at pixel 9 (row 0), and"),
        ({"cell": "rnn", "nonlinearity": "relu"}, "strongest at row 9."),  # which has no bound to come near
    ],
)
def test_it_is_strongest_at_a_step_of_its_network(values: dict[str, object], words: str) -> None:
    assert words in in_words(RunConfig.model_validate(values), statistics_at(9), 0, 0)


def test_all_layers_and_directions_stand_in_the_table(shown: Service, one_way: str, two_ways: str) -> None:
    table = open_page("look_inside", f"run={two_ways}&view=units").table[0].value
    assert list(table.index) == [("forward", 1), ("forward", 2), ("backward", 1), ("backward", 2)]
    assert all(text.endswith(" of 6") for text in table["dead units"])
    table = open_page("look_inside", f"run={one_way}&view=units").table[0].value
    assert list(table.index) == [("forward", 1)]
