"""What all views have in common: where nothing can be said, none of them says anything."""

import pytest
import torch

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, RunStatus, Snapshot, Update
from rnn_demo.network import build_model, save_weights
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.keys import Key
from rnn_demo.words.predictions import BLANK, DIVERGED
from tests.ui.opening import keyed, open_page, texts

VIEWS = ("states", "steps", "votes", "wrong-end", "units", "space")


@pytest.fixture
def diverged(store: Store) -> str:
    """A run whose weights have become NaN."""
    config = RunConfig(hidden_size=4)
    model = build_model(config)
    with torch.no_grad():
        for weights in model.parameters():
            weights.fill_(torch.nan)
    run = store.create_run(config, status=RunStatus.RUNNING)
    store.write(run.id, Update(Progress(step=7), snapshot=Snapshot(7, epoch=1), weights=save_weights(model)))
    return run.id


@pytest.mark.parametrize("view", VIEWS)
def test_a_diverged_network_says_that_it_has_diverged(diverged: str, view: str) -> None:
    page = open_page("look_inside", f"run={diverged}&view={view}")
    assert [info.value for info in page.info] == [DIVERGED]
    assert "nan" not in texts(page)
    assert "The network no longer predicts anything." in texts(page)


def test_the_probe_says_so_too(diverged: str) -> None:
    said = texts(open_page("train", f"run={diverged}"))
    assert DIVERGED in said
    assert "nan%" not in said


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("source", ["Draw", "Upload"])
def test_an_empty_pad_claims_nothing(shown: Service, two_ways: str, source: str, view: str) -> None:
    page = open_page("look_inside", f"run={two_ways}&view={view}")
    keyed(page, Key.SOURCE).set_value(source).run()
    assert [info.value for info in page.info] == [BLANK]
    assert "ead as" not in texts(page)
    assert "reads this" not in texts(page)
    assert "%" not in texts(page)


def test_a_digit_of_which_nothing_is_left_is_blank_too(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}")
    keyed(page, Key.of_edit("blank")).set_value(True).run()
    keyed(page, Key.of_edit("rows")).set_value((0, 27)).run()
    assert [info.value for info in page.info] == [BLANK]
    assert "reads this" not in texts(page)
    assert "read as" not in texts(page)
