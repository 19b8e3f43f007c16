"""The fields of `RunConfig` one by one: how a form shows them, what they accept, and what is wrong with a value."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from annotated_types import Interval
from pydantic import ValidationError

from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.config import FormField, RunConfig


def parse_config(values: Mapping[str, Any]) -> RunConfig:
    """The configuration of ``values``; raises `InvalidConfig` with one line per mistake."""
    try:
        return RunConfig.model_validate(dict(values))
    except ValidationError as error:
        raise InvalidConfig(config_problems(error)) from error


def form_field(name: str) -> FormField:
    """The form metadata of the field ``name``."""
    return next(item for item in RunConfig.model_fields[name].metadata if isinstance(item, FormField))


def choices(name: str) -> tuple[str, ...]:
    """The values that the field ``name`` may take, or () if it is not a choice."""
    annotation = RunConfig.model_fields[name].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def bounds(name: str) -> tuple[float, float]:
    """The smallest and the largest value of a numeric field, both included.

    Raises:
        ValueError: the field has no bounds.
    """
    interval = next((item for item in RunConfig.model_fields[name].metadata if isinstance(item, Interval)), None)
    if interval is None:
        raise ValueError(f"The field {name} has no bounds.")
    return interval.ge, interval.le  # type: ignore[return-value]  # annotated_types knows only "something comparable"


def allowed(name: str) -> str:
    """What the field ``name`` accepts, in words."""
    annotation = RunConfig.model_fields[name].annotation
    if options := choices(name):
        *most, last = options
        return f"{', '.join(most)} or {last}"
    if annotation is bool:
        return "true or false"
    if annotation is str:
        return "auto, cpu, mps, cuda or cuda:N with N the number of a GPU"
    low, high = bounds(name)
    kind = "a number" if annotation is float else "a whole number"
    return f"{kind} from {low:,.6g} to {high:,.10g}"


def config_problems(error: ValidationError) -> dict[str, str]:
    """One line per mistake, by the name of the field, with which it begins: the value, and what is allowed."""
    return {name: f"{name}: {problem}" for name, problem in _problems(error)}


def titled_problems(values: Mapping[str, Any]) -> dict[str, str]:
    """The same for ``values`` that a person typed into a form, where a field is known by its title; {} if all is well."""
    try:
        RunConfig.model_validate(dict(values))
    except ValidationError as error:
        return {name: f"{RunConfig.model_fields[name].title}: {problem}" for name, problem in _problems(error)}
    return {}


def _problems(error: ValidationError) -> Iterator[tuple[str, str]]:
    """The name of each field at fault, and what is wrong with its value."""
    for detail in error.errors():
        name, value = str(detail["loc"][-1]), detail["input"]
        if detail["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, RunConfig.model_fields, n=1)
            yield name, "there is no such setting" + (f"; did you mean {near[0]}?" if near else ".")
        elif detail["type"] == "value_error":
            yield name, f"{value} is not possible here: {detail['ctx']['error']}."
        elif value is None:
            yield name, f"nothing is entered; use {allowed(name)}."
        else:
            yield name, f"{value!r} is not allowed; use {allowed(name)}."
