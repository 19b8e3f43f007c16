"""The fields of `RunConfig` one by one: how a form shows them, what they accept, and what is wrong with a value."""

import difflib
from collections.abc import Mapping
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
    """One line per mistake, by the name of the field: the value, and what is allowed."""
    lines = {}
    for detail in error.errors():
        name = str(detail["loc"][-1])
        if detail["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, RunConfig.model_fields, n=1)
            lines[name] = f"{name}: there is no such setting" + (f"; did you mean {near[0]}?" if near else ".")
        elif detail["type"] == "value_error":
            lines[name] = f"{name}: {detail['input']} is not possible here: {detail['ctx']['error']}."
        else:
            lines[name] = f"{name}: {detail['input']!r} is not allowed; use {allowed(name)}."
    return lines
