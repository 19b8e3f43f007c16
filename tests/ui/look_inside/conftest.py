"""Networks of every kind whose sentences differ, small and hardly trained."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.ui.networks import train

Trained: TypeAlias = Callable[..., str]


@pytest.fixture
def trained_as(empty: Service) -> Trained:
    """The id of a run of a network with the values that are given: ``trained_as(readout="mean")``."""

    def make(**values: object) -> str:
        base = {"hidden_size": 4, "cell": "gru", "train_size": 20, "batch_size": 20, "num_epochs": 1, "eval_every": 0}
        return train(empty, RunConfig.model_validate({**base, **values}))

    return make
