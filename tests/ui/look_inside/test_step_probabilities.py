"""The view Head on every row."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.ui.networks import train
from tests.ui.opening import open_page, texts


def test_each_direction_decides_at_a_row(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("look_inside", f"run={two_ways}&view=steps"))
    assert "Reading down, the forward state decided for" in said
    assert "Reading up, the backward state decided for" in said
    assert "Reading up" not in texts(open_page("look_inside", f"run={one_way}&view=steps"))


@pytest.mark.parametrize(("readout", "caveat"), [("final", True), ("every_row", False)])
def test_only_a_head_trained_at_every_row_is_asked_there_without_a_caveat(
    empty: Service, readout: str, caveat: bool
) -> None:
    config = RunConfig.model_validate(
        {"readout": readout, "hidden_size": 4, "train_size": 50, "batch_size": 50, "num_epochs": 1}
    )
    said = texts(open_page("look_inside", f"run={train(empty, config)}&view=steps"))
    assert ("Mind that the head was trained on the read-out" in said) == caveat
