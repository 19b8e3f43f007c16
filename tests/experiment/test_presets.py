"""The presets: valid, all different, and true to what they say of themselves."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.estimate import estimate_seconds
from rnn_demo.experiment.fields import parse_config
from rnn_demo.experiment.presets import PRESETS, Preset
from rnn_demo.experiment.records import RunStatus
from rnn_demo.experiment.verdict import Judgement
from rnn_demo.library.networks import built_in_runs
from rnn_demo.network.model import count_parameters
from tests.experiment.conftest import PresetTraining

MEASURED = Path(__file__).parents[2] / "docs" / "presets.md"


@pytest.mark.parametrize("named", PRESETS.values(), ids=PRESETS)
def test_preset_is_valid_and_says_what_it_shows(named: Preset) -> None:
    assert parse_config(named.config.model_dump()) == named.config
    assert named.title
    assert named.shows.endswith(".")


def test_no_two_presets_are_alike() -> None:
    assert len({preset.config for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


def test_quick_start_is_the_default() -> None:
    assert PRESETS["quick-start"].config == RunConfig()


def test_quick_start_reads_well_over_nine_in_ten() -> None:
    trained = built_in_runs()["tour-bi-lstm"]
    assert trained.run.config.model_copy(update={"device": "auto"}) == RunConfig()
    assert trained.snapshots[-1].test_accuracy is not None
    assert trained.snapshots[-1].test_accuracy > 0.95


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
    cell = f"{'Bi-' if config.bidirectional else ''}{config.cell.upper()}"
    assert cell in title
    assert ("Bi-" in title) is config.bidirectional
    assert str(config.hidden_size) in title


# The six that are to be compared


FAIR = [f"{directions}{cell}-64" for cell in ("rnn", "gru", "lstm") for directions in ("", "bi-")]


def test_the_six_differ_in_cell_and_directions_alone() -> None:
    configs = [PRESETS[name].config for name in FAIR]
    assert {(config.cell, config.bidirectional) for config in configs} == {
        (cell, directions) for cell in ("rnn", "gru", "lstm") for directions in (False, True)
    }
    assert len({config.model_copy(update={"cell": "rnn", "bidirectional": True}) for config in configs}) == 1


def test_an_lstm_has_a_third_more_weights_than_a_gru() -> None:
    lstm, gru = (count_parameters(PRESETS[f"{cell}-64"].config) for cell in ("lstm", "gru"))
    assert lstm / gru == pytest.approx(4 / 3, abs=0.02)


def test_gates_save_an_rnn_most_of_its_mistakes(preset: PresetTraining) -> None:
    rnn, gru, lstm = (preset(name).accuracy for name in ("rnn-64", "gru-64", "lstm-64"))
    assert 0.8 < rnn < 0.9
    assert 1 - gru < (1 - rnn) / 2
    assert lstm == pytest.approx(gru, abs=0.02)


def test_a_second_direction_saves_a_plain_cell_mistakes(preset: PresetTraining) -> None:
    saved = 1 - (1 - preset("bi-rnn-64").accuracy) / (1 - preset("rnn-64").accuracy)
    assert 0.25 < saved < 0.55


def test_shares_of_mistakes_are_those_of_all_seeds() -> None:
    rows = re.findall(r"^\| ((?:Bi-)?[A-Z]+ 64) \|(.*)\|", MEASURED.read_text(), re.MULTILINE)
    wrong = {name: [100 - float(cell.strip(" %")) for cell in row.split("|")] for name, row in rows}
    assert len(wrong) == len(FAIR)

    def left(name: str) -> list[float]:
        return [own / plain for own, plain in zip(wrong[name], wrong["RNN 64"], strict=True)]

    assert "30 to 50%" in PRESETS["bi-rnn-64"].shows
    assert {round(10 * (1 - share)) for share in left("Bi-RNN 64")} <= {3, 4, 5}
    assert "a fifth to a quarter" in PRESETS["bi-lstm-64"].shows
    assert all(0.18 < share < 0.26 for share in left("Bi-LSTM 64"))


# The others


def test_the_large_one_is_the_largest_and_trains_longest() -> None:
    configs = [preset.config for preset in PRESETS.values()]
    large = PRESETS["large"].config
    assert max(configs, key=count_parameters) == large
    assert max(configs, key=lambda config: estimate_seconds(config, []).expected) == large


def test_a_tutorial_s_rnn_climbs_in_jumps(preset: PresetTraining) -> None:
    training = preset("tutorial-rnn")
    accuracies = [one.accuracy for one in training.evaluations]
    assert accuracies[0] < 0.3
    assert 0.4 < training.accuracy < 0.62
    assert any(later < earlier for earlier, later in pairwise(accuracies))


def test_a_tutorial_s_lstm_gets_further(preset: PresetTraining) -> None:
    assert preset("tutorial-bi-lstm").accuracy > preset("tutorial-rnn").accuracy + 0.1


def test_two_hundred_digits_are_learned_by_heart(preset: PresetTraining) -> None:
    training = preset("overfitting")
    figures = training.verdict.params
    assert training.verdict.judgement is Judgement.OVERFITTING
    assert figures["train_accuracy"] > 0.95
    assert 0.68 < figures["test_accuracy"] < 0.82
    assert figures["lowest_step"] < 0.6 * training.run.config.num_steps


def test_a_relu_rnn_explodes_within_a_few_epochs(preset: PresetTraining) -> None:
    training = preset("divergence")
    assert training.run.status is RunStatus.DIVERGED
    assert training.metrics[-1].epoch <= 5
