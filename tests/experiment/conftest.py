"""Presets trained once for all tests that speak of them."""

from collections.abc import Callable
from functools import cache

import pytest

from rnn_demo.data import Dataset
from rnn_demo.experiment.presets import PRESETS
from tests.experiment.trainings import Training, trained

PresetTraining = Callable[[str], Training]


@pytest.fixture(scope="session")
def preset(sample: Dataset) -> PresetTraining:
    """The training of the preset of this name."""
    return cache(lambda name: trained(PRESETS[name].config, sample))
