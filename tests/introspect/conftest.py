"""A picture to read, and a network that has learned a little."""

import pytest
import torch
from torch import Tensor

from rnn_demo.data import Dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.network import RowClassifier, TrainingState, load_model, save_weights, train


@pytest.fixture(scope="module")
def image(sample: Dataset) -> Tensor:
    """A test digit (28, 28) that is not the same upside down or turned."""
    picture = sample.test_images[1]
    for other in (picture.flip(0), picture.flip(1), picture.T):
        assert not torch.equal(picture, other)
    return picture


@pytest.fixture(scope="session")
def trained(sample: Dataset) -> RowClassifier:
    """Reads about two thirds of the test digits rightly."""
    state = TrainingState.start(RunConfig(hidden_size=16, num_epochs=2, eval_every=0), torch.device("cpu"))
    for _ in train(state, sample):
        pass
    return load_model(state.config, save_weights(state.model))
