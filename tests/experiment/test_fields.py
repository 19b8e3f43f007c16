"""The fields of RunConfig one by one: what a form needs to know, what is refused and in which words."""

import math
from typing import Any, get_args

import pytest

from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.config import RunConfig, Section
from rnn_demo.experiment.fields import allowed, bounds, choices, form_field, parse_config

FIELDS = list(RunConfig.model_fields)
NUMBERS = {
    "train_size": (10, 60_000),
    "hidden_size": (1, 256),
    "num_layers": (1, 4),
    "dropout": (0.0, 0.9),
    "forget_bias": (0.0, 5.0),
    "num_epochs": (1, 200),
    "batch_size": (1, 2_000),
    "learning_rate": (1e-6, 10.0),
    "clip_grad_norm": (0.0, 100.0),
    "weight_decay": (0.0, 1.0),
    "eval_every": (0, 100_000),
    "seed": (0, 2**31 - 1),
}
WITH_ROOM = {"dataset": "mnist", "num_layers": 2}  # beside these every number may take all of its values


def problems_of(**values: Any) -> dict[str, str]:
    with pytest.raises(InvalidConfig) as caught:
        parse_config(values)
    assert str(caught.value).splitlines() == list(caught.value.problems.values())
    return caught.value.problems


# --- what a form needs ---


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_explains_itself(name: str) -> None:
    field = RunConfig.model_fields[name]
    assert field.title
    assert field.title[0].isupper()
    assert field.description
    assert field.description.endswith(".")
    assert form_field(name).section in get_args(Section)
    assert form_field(name).step > 0
    assert not field.is_required()


def test_titles_tell_fields_apart() -> None:
    assert len({RunConfig.model_fields[name].title for name in FIELDS}) == len(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_a_choice_a_switch_a_device_or_has_bounds(name: str) -> None:
    if name in NUMBERS:
        assert bounds(name) == NUMBERS[name]
        assert choices(name) == ()
    elif options := choices(name):
        assert len(options) > 1
        assert RunConfig.model_fields[name].default in options
        assert all(option in allowed(name) for option in options)
    else:
        assert name in ("bidirectional", "device")


def test_field_without_bounds_has_none() -> None:
    with pytest.raises(ValueError, match="The field cell has no bounds"):
        bounds("cell")


# --- what is refused ---


@pytest.mark.parametrize("name", NUMBERS)
def test_bounds_are_included_and_nothing_lies_beyond(name: str) -> None:
    low, high = NUMBERS[name]
    for value in (low, high):
        assert getattr(parse_config({**WITH_ROOM, name: value}), name) == value
    whole = isinstance(low, int)
    too_much = (
        [low - 1, high + 1] if whole else [math.nextafter(low, -1), math.nextafter(high, 1000), math.nan, math.inf]
    )
    for value in too_much:
        line = problems_of(**{**WITH_ROOM, name: value})[name]
        assert line.startswith(f"{name}: {value!r} is not allowed; use a {'whole ' if whole else ''}number from ")
        assert line.endswith(f" from {low:,.6g} to {high:,.10g}.")


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        (
            {"hidden_size": 0},
            {"hidden_size": "hidden_size: 0 is not allowed; use a whole number from 1 to 256."},
        ),
        (
            {"seed": 2**31},
            {"seed": "seed: 2147483648 is not allowed; use a whole number from 0 to 2,147,483,647."},
        ),
        (
            {"learning_rate": "fast"},
            {"learning_rate": "learning_rate: 'fast' is not allowed; use a number from 1e-06 to 10."},
        ),
        (
            {"hidden_size": 1.5},
            {"hidden_size": "hidden_size: 1.5 is not allowed; use a whole number from 1 to 256."},
        ),
        (
            {"cell": "transformer"},
            {"cell": "cell: 'transformer' is not allowed; use rnn, gru or lstm."},
        ),
        (
            {"bidirectional": "both"},
            {"bidirectional": "bidirectional: 'both' is not allowed; use true or false."},
        ),
        (
            {"device": "gpu"},
            {"device": "device: 'gpu' is not allowed; use auto, cpu, mps, cuda or cuda:N with N the number of a GPU."},
        ),
        (
            {"hiden_size": 32},
            {"hiden_size": "hiden_size: there is no such setting; did you mean hidden_size?"},
        ),
        (
            {"zzz": 1},
            {"zzz": "zzz: there is no such setting."},
        ),
        (
            {"train_size": 4_001},
            {"train_size": "train_size: 4001 is not possible here: mnist-sample has 4,000 training digits."},
        ),
        (
            {"dropout": 0.5},
            {
                "dropout": "dropout: 0.5 is not possible here: dropout acts between layers; set num_layers to 2 or "
                "more, or dropout to 0."
            },
        ),
        (
            {"cell": "lstm", "nonlinearity": "relu"},
            {
                "nonlinearity": "nonlinearity: relu is not possible here: only the rnn cell has a choice of "
                "nonlinearity, and cell is lstm."
            },
        ),
        (
            {"cell": "gru", "forget_bias": 1.0},
            {
                "forget_bias": "forget_bias: 1.0 is not possible here: only the lstm cell has a forget gate, and cell "
                "is gru."
            },
        ),
        (
            {"bidirectional": False, "merge": "sum"},
            {
                "merge": "merge: sum is not possible here: there is nothing to join with one direction; set "
                "bidirectional, or leave merge at concat."
            },
        ),
        (
            {"num_epochs": 0, "dataset": "cifar", "train_size": 50_000},
            {
                "dataset": "dataset: 'cifar' is not allowed; use mnist-sample, mnist, fashion-mnist or kmnist.",
                "num_epochs": "num_epochs: 0 is not allowed; use a whole number from 1 to 200.",
            },
        ),
    ],
    ids=lambda value: "-".join(value) if "." not in "".join(map(str, value.values())) else "",
)
def test_every_mistake_has_one_line(values: dict[str, Any], problems: dict[str, str]) -> None:
    assert problems_of(**values) == problems
