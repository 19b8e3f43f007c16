"""The view State space."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.network import build_model, save_weights
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from tests.ui.look_inside.conftest import Trained
from tests.ui.networks import train
from tests.ui.opening import keyed, open_page, texts


@pytest.mark.parametrize(
    ("link", "whose"),
    [
        ("", "forward states of the first 200 test digits in layer 2 of 2"),
        ("axes=3", "forward states of the first 200 test digits in layer 2 of 2"),
        ("direction=backward", "backward states of the first 200 test digits in layer 2 of 2"),
        ("layer=0", "forward states of the first 200 test digits in layer 1 of 2"),
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


@pytest.mark.parametrize("end", [RunStatus.FINISHED, RunStatus.STOPPED, RunStatus.DIVERGED, RunStatus.FAILED, None])
def test_it_says_in_which_network_the_axes_were_found(empty: Service, store: Store, end: RunStatus | None) -> None:
    config = RunConfig(hidden_size=4)
    run = store.create_run(config, status=RunStatus.RUNNING)
    for step in (3, 7):
        weights = save_weights(build_model(config))
        store.write(run.id, Update(Progress(step=step), snapshot=Snapshot(step, epoch=1), weights=weights))
    if end:
        store.change_status(run.id, {RunStatus.RUNNING}, end)
    said = texts(open_page("look_inside", f"run={run.id}&view=space&step=3"))
    can_compare = end in (RunStatus.FINISHED, RunStatus.STOPPED)
    assert ("The axes are those of the run's newest network, so that the moments" in said) == can_compare
    assert ("The axes are those of the network shown; at another moment" in said) == (not can_compare)
