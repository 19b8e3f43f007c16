"""What the settings amount to before anything is trained."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.runs import count_parameters
from rnn_demo.service.service import Service
from rnn_demo.ui.session import get_service
from rnn_demo.ui.train.forecast import forecast
from tests.ui.opening import open_part


def part(config: RunConfig) -> None:
    forecast(get_service().runs, config)


@pytest.mark.parametrize("sequence", ["rows", "columns", "pixels"])
def test_it_names_size_steps_and_time(empty: Service, sequence: str) -> None:
    config = RunConfig.model_validate({"sequence": sequence, "num_epochs": 3})
    (caption,) = open_part(part, config=config).caption
    assert f"{count_parameters(config):,} parameters" in caption.value
    assert "189 steps" in caption.value  # 63 batches of at most 64 of the 4,000 digits, three times
    assert ("about 28 times as long" in caption.value) == (sequence == "pixels")
