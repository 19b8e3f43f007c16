"""RunConfig: options that would do nothing, and what follows from the values."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.config import RunConfig, why_without_effect
from rnn_demo.experiment.fields import parse_config


@pytest.mark.parametrize(
    ("beside", "name", "without_effect", "neutral"),
    [
        ({"cell": "gru"}, "nonlinearity", "relu", "tanh"),
        ({"cell": "lstm"}, "nonlinearity", "relu", "tanh"),
        ({"cell": "rnn"}, "forget_bias", 0.5, 0.0),
        ({"cell": "gru"}, "forget_bias", 0.5, 0.0),
        ({"bidirectional": False}, "merge", "mean", "concat"),
        ({"num_layers": 1}, "dropout", 0.1, 0.0),
    ],
)
def test_option_without_effect_is_refused_unless_it_is_neutral(
    beside: dict[str, Any], name: str, without_effect: Any, neutral: Any
) -> None:
    with pytest.raises(InvalidConfig) as caught:
        parse_config({**beside, name: without_effect})
    assert list(caught.value.problems) == [name]
    assert why_without_effect(name, beside)
    assert getattr(parse_config({**beside, name: neutral}), name) == neutral


@pytest.mark.parametrize(
    ("beside", "name", "value"),
    [
        ({"cell": "rnn"}, "nonlinearity", "relu"),
        ({"cell": "lstm"}, "forget_bias", 0.5),
        ({"bidirectional": True}, "merge", "mean"),
        ({"num_layers": 2}, "dropout", 0.1),
        ({"dataset": "kmnist"}, "train_size", 60_000),
        ({"dataset": "mnist-sample"}, "train_size", 4_000),
    ],
)
def test_option_with_effect_is_taken(beside: dict[str, Any], name: str, value: Any) -> None:
    assert why_without_effect(name, beside) is None
    assert getattr(parse_config({**beside, name: value}), name) == value


def test_config_is_frozen() -> None:
    config = RunConfig()
    with pytest.raises(ValidationError, match="frozen"):
        config.hidden_size = 3
    assert hash(config) == hash(RunConfig())


@given(config=st.from_type(RunConfig))
def test_config_comes_back_from_its_changes(config: RunConfig) -> None:
    changes = config.changed()
    assert parse_config(changes) == config
    assert parse_config(json.loads(json.dumps(changes))) == config
    assert all(value != RunConfig.model_fields[name].default for name, value in changes.items())


@given(config=st.from_type(RunConfig))
def test_steps_are_those_of_a_loop_over_batches(config: RunConfig) -> None:
    batches = [
        min(config.batch_size, config.train_digits - start)
        for start in range(0, config.train_digits, config.batch_size)
    ]
    assert config.steps_per_epoch == len(batches)
    assert config.num_steps == len(batches) * config.num_epochs
    for step in {0, 1, len(batches) - 1, len(batches), len(batches) + 1, 2 * len(batches)}:
        assert config.digits_shown(step) == sum((batches * 3)[:step])


def test_an_epoch_shows_the_whole_training_set_unless_told_otherwise() -> None:
    assert RunConfig(train_size=123).train_digits == 123
    for name, dataset in DATASETS.items():
        assert RunConfig(dataset=name).train_digits == dataset.num_train


@pytest.mark.parametrize(
    ("values", "network"),
    [
        ({}, "Bi-LSTM 64"),
        ({"cell": "rnn", "bidirectional": False, "hidden_size": 20}, "RNN 20"),
        ({"cell": "gru", "num_layers": 3, "hidden_size": 128}, "3 × Bi-GRU 128"),
    ],
)
def test_network_in_a_few_characters(values: dict[str, Any], network: str) -> None:
    config = RunConfig(**values)
    assert config.network == network
    assert config.num_directions == network.count("Bi") + 1
