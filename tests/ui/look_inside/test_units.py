"""The view Units."""

from rnn_demo.service.service import Service
from tests.ui.networks import newest
from tests.ui.opening import open_page, texts


def test_it_shows_the_chosen_unit_of_the_chosen_layer_and_direction(shown: Service, two_ways: str) -> None:
    statistics = newest(shown, two_ways).unit_statistics()
    page = open_page("look_inside", f"run={two_ways}&view=units&layer=0&direction=backward&unit=4")
    said = texts(page)
    assert "Digits that excite unit 4 most" in said
    assert f"It is strongest at row {int(statistics[1].peak_step[0, 4])} on the average" in said
    assert f"{statistics[1].saturated[0, 4]:.0%} of the time" in said


def test_all_layers_and_directions_stand_in_the_table(shown: Service, one_way: str, two_ways: str) -> None:
    table = open_page("look_inside", f"run={two_ways}&view=units").table[0].value
    assert list(table.index) == [("forward", 1), ("forward", 2), ("backward", 1), ("backward", 2)]
    assert all(text.endswith(" of 6") for text in table["dead units"])
    table = open_page("look_inside", f"run={one_way}&view=units").table[0].value
    assert list(table.index) == [("forward", 1)]
