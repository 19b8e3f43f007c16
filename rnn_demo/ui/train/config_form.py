"""The sidebar's form, made from the fields of `RunConfig` and bound to the URL."""

from typing import Any, get_args

import streamlit as st

from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.catalogue import DATASETS
from rnn_demo.experiment.config import RunConfig, Section, why_without_effect
from rnn_demo.experiment.fields import choices, form_field, parse_config
from rnn_demo.experiment.presets import PRESETS
from rnn_demo.experiment.records import Device, Run
from rnn_demo.ui import messages
from rnn_demo.ui.address.links import from_params, to_params
from rnn_demo.ui.address.params import read_all, write_all
from rnn_demo.ui.keys import Key

OWN_SETTINGS = "own"


def config_form(devices: tuple[Device, ...], run: Run | None) -> RunConfig | None:
    """Show the form and return what it says; None, with a sentence on what is wrong, if that is no configuration.

    The first time in a session the form is filled from the URL, or from ``run`` if the URL holds no settings; from then
    on the URL follows the form.
    """
    if Key.LINK_PROBLEMS not in st.session_state:
        config, st.session_state[Key.LINK_PROBLEMS] = from_params(read_all())
        fill(run.config if run and not config.changed() else config)
    labels = {"auto": "auto: a GPU if any", "cpu": "CPU"}
    labels |= {device.name: device.label for device in devices if device.name != "cpu"}
    if not devices:  # nobody has said yet which there are, so what a link asks for stays
        wanted = st.session_state[Key.of_field("device")]
        labels.setdefault(wanted, wanted)
    _offer_presets()
    problems = st.container()
    values: dict[str, Any] = {}
    for section in get_args(Section):
        with st.expander(section, expanded=section != "More settings"):
            for name in RunConfig.model_fields:
                if form_field(name).section == section:
                    values[name] = _widget(name, values, labels)
    try:
        config = parse_config(values)
    except InvalidConfig as error:
        with problems:
            messages.error(*error.problems.values())
        return None
    write_all(to_params(config))
    return config


def fill(config: RunConfig) -> None:
    """Put ``config`` into the form. To be called before the form is shown, or in a callback."""
    for name, value in config.model_dump().items():
        st.session_state[Key.of_field(name)] = value


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


def _widget(name: str, others: dict[str, Any], device_labels: dict[str, str]) -> Any:
    """The widget of one field; what it says counts only where it has an effect, and elsewhere it is disabled."""
    field = RunConfig.model_fields[name]
    reason = why_without_effect(name, others)
    key = Key.of_field(name)
    common: dict[str, Any] = {
        "label": field.title,
        "key": key,
        "help": f"{field.description} (Now without effect: {reason}.)" if reason else field.description,
        "disabled": reason is not None,
        "persist_state": "session",
        "on_change": _forget_link_problems,
    }
    if name == "device":
        if (missing := st.session_state[key]) not in device_labels:
            messages.warning(f"There is no device {missing} here, so auto is used.")
            st.session_state[key] = "auto"
        value = st.selectbox(options=list(device_labels), format_func=lambda device: device_labels[device], **common)
    elif options := choices(name):
        value = st.selectbox(options=options, **common)
    elif field.annotation is bool:
        value = st.toggle(**common)
    else:
        value = _number(name, others, common)
    return field.default if reason else value


def _number(name: str, others: dict[str, Any], common: dict[str, Any]) -> Any:
    """A number as it was typed, whatever it is: what is wrong with it is said in a sentence, not by a red frame."""
    is_whole = RunConfig.model_fields[name].annotation is not float
    step = form_field(name).step
    return st.number_input(
        value=None,
        step=int(step) if is_whole else step,
        format="%d" if is_whole else "%g",
        placeholder=f"all {DATASETS[others['dataset']].num_train:,}" if name == "train_size" else "",
        **common,
    )
