"""What the settings amount to before anything is trained."""

from datetime import UTC, datetime

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Device, Runner, RunStatus
from rnn_demo.service.runs import count_parameters
from rnn_demo.service.service import Service
from rnn_demo.store import Store
from rnn_demo.ui.session import get_service
from rnn_demo.ui.train.forecast import forecast
from tests.ui.opening import open_part, texts


def part(config: RunConfig) -> None:
    forecast(get_service().runs, config)


@pytest.mark.parametrize("sequence", ["rows", "columns", "pixels"])
def test_it_names_size_steps_and_time(empty: Service, sequence: str) -> None:
    config = RunConfig.model_validate({"sequence": sequence, "num_epochs": 3})
    (caption,) = open_part(part, config=config).caption
    assert f"{count_parameters(config):,} parameters" in caption.value
    assert "189 steps" in caption.value  # 63 batches of at most 64 of the 4,000 digits, three times
    assert ("784 time steps, 28 times as many as by rows" in caption.value) == (sequence == "pixels")


def test_it_says_that_a_run_may_have_to_wait(empty: Service, store: Store) -> None:
    store.report_runner(Runner("here", 1, (Device("cpu", "CPU"),), seen_at=datetime.now(UTC)))
    said = "It may have to wait first, until another run ends."
    assert said not in texts(open_part(part, config=RunConfig()))
    run = store.create_run(
        RunConfig(), status=RunStatus.RUNNING
    )  # as one that trains in a terminal, which takes no slot
    assert said in texts(open_part(part, config=RunConfig()))
    store.change_status(run.id, {RunStatus.RUNNING}, RunStatus.PAUSED)  # a paused run takes none either
    assert said not in texts(open_part(part, config=RunConfig()))
