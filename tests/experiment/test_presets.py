"""The presets: valid, all different, and true to what they say of themselves."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import parse_config
from rnn_demo.experiment.presets import PRESETS, Preset
from rnn_demo.network.model import count_parameters


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_preset_is_valid_and_says_what_it_shows(preset: Preset) -> None:
    assert parse_config(preset.config.model_dump()) == preset.config
    assert preset.title
    assert preset.shows.endswith(".")


def test_no_two_presets_are_alike() -> None:
    assert len({preset.config for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


def test_quick_start_is_the_default() -> None:
    assert PRESETS["quick-start"].config == RunConfig()


@pytest.mark.parametrize("name", ["tutorial-rnn", "tutorial-bi-lstm"])
def test_article_s_training(name: str) -> None:
    config = PRESETS[name].config
    assert (config.hidden_size, config.batch_size, config.num_epochs) == (20, 10, 2)
    assert (config.optimizer, config.learning_rate, config.clip_grad_norm) == ("adam", 0.01, 0)


def test_article_s_networks() -> None:
    rnn, bi = PRESETS["tutorial-rnn"].config, PRESETS["tutorial-bi-lstm"].config
    assert (rnn.cell, rnn.nonlinearity, rnn.bidirectional, rnn.num_layers) == ("rnn", "tanh", False, 1)
    assert (bi.cell, bi.bidirectional, bi.dropout, bi.readout) == ("lstm", True, 0.5, "every_row")
    assert bi.num_layers == 2  # fewer would leave the dropout without effect


@pytest.mark.parametrize("name", PRESETS)
def test_title_names_the_network(name: str) -> None:
    config, title = PRESETS[name].config, PRESETS[name].title
    if name.startswith("article"):
        assert ("Bi-" in title) is config.bidirectional
    else:
        cell = f"{'Bi-' if config.bidirectional else ''}{config.cell.upper()}"
        assert cell in title
        assert str(config.hidden_size) in title


def test_gru_has_three_quarters_of_an_lstm_s_weights() -> None:
    gru = PRESETS["gru-64"].config
    lstm = parse_config({**gru.changed(), "cell": "lstm"})
    assert count_parameters(gru) / count_parameters(lstm) == pytest.approx(0.75, abs=0.01)
