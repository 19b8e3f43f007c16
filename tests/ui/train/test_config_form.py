"""The form of the settings: filled from the link, a run or a preset, and followed by the URL."""

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.presets import PRESETS
from rnn_demo.experiment.records import Device, Run
from rnn_demo.service.service import Service
from rnn_demo.ui.address.links import to_params
from rnn_demo.ui.keys import Key
from rnn_demo.ui.train.config_form import config_form
from rnn_demo.words.markdown import literal
from tests.ui.opening import keyed, open_part, warnings

DEVICES = (Device("cpu", "CPU"), Device("cuda:0", "cuda:0: A fast card"))


def form(devices: tuple[Device, ...] = DEVICES, run: Run | None = None) -> None:
    st.session_state["config"] = config_form(devices, run)
    st.session_state["problems"] = st.session_state[Key.LINK_PROBLEMS]


def config(page: AppTest) -> RunConfig | None:
    """What the form says, if that is possible."""
    settings = page.session_state["config"]
    return None if settings.is_wrong else settings.config


def field(page: AppTest, name: str) -> Any:
    """The widget of a field."""
    return keyed(page, Key.of_field(name))


def test_at_first_it_says_the_defaults() -> None:
    page = open_part(form)
    assert config(page) == RunConfig()
    assert page.query_params == {}
    assert keyed(page, Key.PRESET).value == "quick-start"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_fills_the_form_and_the_link(preset: str) -> None:
    page = open_part(form, "cell=gru&seed=3")
    keyed(page, Key.PRESET).set_value(preset).run()
    assert config(page) == PRESETS[preset].config
    assert page.query_params == to_params(PRESETS[preset].config)
    assert PRESETS[preset].shows in [caption.value for caption in page.caption]


def test_own_settings_are_no_preset() -> None:
    page = open_part(form)
    field(page, "hidden_size").set_value(12).run()
    assert config(page) == RunConfig(hidden_size=12)
    assert page.query_params == {"hidden_size": "12"}
    assert keyed(page, Key.PRESET).value == "own"
    field(page, "hidden_size").set_value(64).run()
    assert keyed(page, Key.PRESET).value == "quick-start"
    assert "Your own settings" not in keyed(page, Key.PRESET).options


def test_a_link_fills_the_form() -> None:
    link = RunConfig(cell="rnn", nonlinearity="relu", bidirectional=False, num_layers=2, dropout=0.25, train_size=500)
    page = open_part(form, "&".join(f"{name}={text}" for name, text in to_params(link).items()))
    assert config(page) == link
    assert page.query_params == to_params(link)


def test_what_a_link_may_not_say_is_kept_as_a_problem() -> None:
    page = open_part(form, "hidden_size=0&seed=3")
    assert config(page) == RunConfig(seed=3)
    assert page.session_state["problems"] == ["hidden_size: '0' is not allowed; use a whole number from 1 to 256."]
    assert page.query_params == {"seed": "3"}


def test_what_was_wrong_with_the_link_is_forgotten_when_a_setting_is_changed() -> None:
    for change in (
        lambda page: field(page, "num_layers").set_value(2),
        lambda page: keyed(page, Key.PRESET).set_value("gru-64"),
    ):
        page = open_part(form, "hidden_size=0")
        assert page.session_state["problems"]
        change(page).run()
        assert page.session_state["problems"] == []


def test_a_run_fills_the_form_unless_the_link_has_settings(empty: Service) -> None:
    run = empty.runs.start(RunConfig(cell="gru", hidden_size=7))
    assert config(open_part(form, run=run)) == run.config
    assert config(open_part(form, "seed=3", run=run)) == RunConfig(seed=3)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("hidden_size", 0, "Hidden units: 0 is not allowed; use a whole number from 1 to 256."),
        ("hidden_size", 2.5, "Hidden units: 2.5 is not allowed; use a whole number from 1 to 256."),
        ("hidden_size", None, "Hidden units: nothing is entered; use a whole number from 1 to 256."),
        ("seed", 1e30, "Seed: 1e+30 is not allowed; use a whole number from 0 to 2,147,483,647."),
        ("learning_rate", 11.0, "Learning rate: 11 is not allowed; use a number from 1e-06 to 10."),
        ("train_size", 5_000, "Training digits: 5000 is not possible here: mnist-sample has 4,000 training digits."),
    ],
)
def test_a_typed_value_out_of_bounds_gets_a_sentence(name: str, typed: float | None, sentence: str) -> None:
    page = open_part(form, "seed=3")
    field(page, name).set_value(typed).run()
    assert config(page) is None
    (error,) = page.error
    assert error.value == literal(sentence)
    assert field(page, name).label == RunConfig.model_fields[name].title
    assert page.query_params == {"seed": "3"}  # the last configuration that was one
    assert page.session_state["config"].config == RunConfig(seed=3)
    field(page, name).set_value(RunConfig(seed=3).model_dump()[name]).run()
    assert config(page) == RunConfig(seed=3)


def test_the_sentence_stands_right_below_its_field() -> None:
    page = open_part(form)
    field(page, "eval_every").set_value(-1).run()  # in a section that is folded up at first
    folded = next(section for section in page.expander if section.label == "More settings")
    assert folded.proto.expanded
    of_field = next(block for block in folded.children.values() if page.error[0] in block.children.values())
    assert list(of_field.children.values()) == [field(page, "eval_every"), page.error[0]]


def test_two_mistakes_are_two_sentences() -> None:
    page = open_part(form)
    field(page, "hidden_size").set_value(0)
    field(page, "batch_size").set_value(0).run()
    assert len(page.error) == 2


def test_what_has_no_effect_is_disabled_and_comes_back() -> None:
    page = open_part(form, "num_layers=2&dropout=0.5")
    field(page, "num_layers").set_value(1).run()
    assert field(page, "dropout").disabled
    assert "without effect" in field(page, "dropout").help
    assert config(page) == RunConfig()
    field(page, "num_layers").set_value(3).run()
    assert not field(page, "dropout").disabled
    assert config(page) == RunConfig(num_layers=3, dropout=0.5)


def test_devices_are_those_that_there_are() -> None:
    page = open_part(form)
    assert field(page, "device").options == ["auto: a GPU if any", "CPU", "cuda:0: A fast card"]
    page = open_part(form, "device=cuda:7")
    assert warnings(page) == ["There is no device cuda\\:7 here, so auto is used."]
    assert config(page) == RunConfig()


def test_while_no_device_is_known_the_link_is_believed() -> None:
    page = open_part(form, "device=cuda:7", devices=())
    assert not warnings(page)
    assert config(page) == RunConfig(device="cuda:7")
