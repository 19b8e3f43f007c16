"""The sidebar's form, made from the fields of `RunConfig` and bound to the URL."""

from pathlib import Path
from typing import Any, NamedTuple, get_args

import streamlit as st

from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.config import RunConfig, Section, why_without_effect
from rnn_demo.experiment.fields import choices, form_field, parse_config, titled_problems
from rnn_demo.experiment.presets import PRESETS
from rnn_demo.experiment.records import Device, Run
from rnn_demo.ui import messages
from rnn_demo.ui.address.links import from_params, to_params
from rnn_demo.ui.address.params import read_all, write_all
from rnn_demo.ui.keys import Key

STYLE = Path(__file__).with_name("config_form.css")
OWN_SETTINGS = "own"
LARGEST_EXACT = 2**53  # beyond it a float is no number that anybody typed


class Settings(NamedTuple):
    """What the form says: ``config``, or the last one that it said if what it says now ``is_wrong``."""

    config: RunConfig
    is_wrong: bool


def config_form(devices: tuple[Device, ...], run: Run | None) -> Settings:
    """Show the form and return what it says; a field that holds nothing possible is marked, with a sentence.

    The first time in a session the form is filled from the URL, or from ``run`` if the URL holds no settings; from then
    on the URL follows the form.
    """
    if Key.LINK_PROBLEMS not in st.session_state:
        config, st.session_state[Key.LINK_PROBLEMS] = from_params(read_all())
        fill(run.config if run and not config.changed() else config)
    labels = {"auto": "auto: a GPU if any", "cpu": "CPU"}
    labels |= {device.name: device.label for device in devices if device.name != "cpu"}
    wanted = st.session_state[Key.of_field("device")]
    is_missing = bool(devices) and wanted not in labels
    if is_missing:
        st.session_state[Key.of_field("device")] = "auto"
    else:  # also where nobody has said yet which there are: what a link asks for stays
        labels.setdefault(wanted, wanted)
    _offer_presets()
    st.html(STYLE)
    values = _entered()
    problems = titled_problems(values)
    for section in get_args(Section):
        names = [name for name in RunConfig.model_fields if form_field(name).section == section]
        with st.expander(section, expanded=section != "More settings" or bool(problems.keys() & names)):
            for name in names:
                with st.container(key=f"{'wrong' if name in problems else 'right'}_{name}", gap="xsmall"):
                    _widget(name, values, labels)
                    if name in problems:
                        messages.error(problems[name])
                if name == "device" and is_missing:
                    messages.warning(f"There is no device {wanted} here, so auto is used.")
    if problems:
        return Settings(from_params(read_all())[0], is_wrong=True)
    config = parse_config(values)
    write_all(to_params(config))
    return Settings(config, is_wrong=False)


def fill(config: RunConfig) -> None:
    """Put ``config`` into the form. To be called before the form is shown, or in a callback."""
    for name, value in config.model_dump().items():
        is_number = isinstance(value, int) and not isinstance(value, bool)
        st.session_state[Key.of_field(name)] = float(value) if is_number else value


def _forget_link_problems() -> None:
    """What was wrong with the link no longer matters once a person changes what it said."""
    st.session_state[Key.LINK_PROBLEMS] = []


def _offer_presets() -> None:
    """The list of presets; it shows the one that the form's values are, if they are one."""
    current = {name: st.session_state[Key.of_field(name)] for name in RunConfig.model_fields}
    name = next((name for name, preset in PRESETS.items() if preset.config.model_dump() == current), OWN_SETTINGS)
    st.session_state[Key.PRESET] = name

    def use_preset() -> None:
        chosen = st.session_state[Key.PRESET]
        _forget_link_problems()
        if chosen in PRESETS:
            fill(PRESETS[chosen].config)

    st.selectbox(
        "Preset",
        [*PRESETS, OWN_SETTINGS] if name == OWN_SETTINGS else list(PRESETS),
        key=Key.PRESET,
        format_func=lambda name: PRESETS[name].title if name in PRESETS else "Your own settings",
        on_change=use_preset,
        help="A complete set of settings to start from.",
    )
    if name in PRESETS:
        st.caption(PRESETS[name].shows)


def _entered() -> dict[str, Any]:
    """What stands in the form; a field without effect counts as its default."""
    values: dict[str, Any] = {}
    for name, field in RunConfig.model_fields.items():
        value = field.default if why_without_effect(name, values) else st.session_state[Key.of_field(name)]
        is_whole = isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT
        values[name] = int(value) if is_whole else value
    return values


def _widget(name: str, values: dict[str, Any], device_labels: dict[str, str]) -> None:
    """The widget of one field, disabled where it has no effect beside the other ``values``."""
    field = RunConfig.model_fields[name]
    reason = why_without_effect(name, values)
    common: dict[str, Any] = {
        "label": field.title,
        "key": Key.of_field(name),
        "help": f"{field.description} (Now without effect: {reason}.)" if reason else field.description,
        "disabled": reason is not None,
        "persist_state": "session",
        "on_change": _forget_link_problems,
    }
    if name == "device":
        st.selectbox(options=list(device_labels), format_func=lambda device: device_labels[device], **common)
    elif options := choices(name):
        st.selectbox(options=options, **common)
    elif field.annotation is bool:
        st.toggle(**common)
    else:
        # As it was typed, whatever it is: what is wrong with it is said in a sentence. A whole number is a float here
        # too, for of 1e30 a browser that expects a whole one keeps the 1.
        st.number_input(
            value=None,
            step=float(form_field(name).step),
            format="%g",
            placeholder=f"all {DATASETS[values['dataset']].num_train:,}" if name == "train_size" else "",
            **common,
        )
