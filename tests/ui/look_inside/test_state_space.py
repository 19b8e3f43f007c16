"""The view State space."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.ui.look_inside.conftest import Trained
from tests.ui.networks import train
from tests.ui.opening import keyed, open_page, texts


@pytest.mark.parametrize(
    ("link", "whose"),
    [
        ("", "forward states of 200 test digits in layer 2 of 2"),
        ("axes=3", "forward states of 200 test digits in layer 2 of 2"),
        ("direction=backward", "backward states of 200 test digits in layer 2 of 2"),
        ("layer=0", "forward states of 200 test digits in layer 1 of 2"),
    ],
)
def test_the_paths_of_many_digits_are_shown(shown: Service, two_ways: str, link: str, whose: str) -> None:
    assert f"The {whose}, along" in texts(open_page("look_inside", f"run={two_ways}&view=space&{link}"))


def test_columns_are_called_columns(empty: Service, trained_as: Trained) -> None:
    said = texts(open_page("look_inside", f"run={trained_as(sequence='columns')}&view=space"))
    assert "to read on column by column" in said


def test_only_pictures_of_28_rows_have_a_place_in_it(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}&view=space")
    keyed(page, "edit_blank_rows_at_end").set_value(10).run()
    assert page.info[0].value.startswith("The state space is shown for pictures of 28 rows")


def test_networks_that_read_pixels_are_not_shown(empty: Service) -> None:
    config = RunConfig(sequence="pixels", hidden_size=3, train_size=10, batch_size=10, num_epochs=1, eval_every=0)
    page = open_page("look_inside", f"run={train(empty, config)}&view=space")
    assert page.info[0].value.startswith("The state space is shown for pictures of 28 rows")
