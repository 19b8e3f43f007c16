"""A configuration as the parameters of a link, and back."""

from collections.abc import Mapping

from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import parse_config


def to_params(config: RunConfig) -> dict[str, str]:
    """The parameters that open the same configuration: the fields that differ from their defaults."""
    return {name: str(value) for name, value in config.changed().items()}


def from_params(params: Mapping[str, str]) -> tuple[RunConfig, list[str]]:
    """The configuration that ``params`` describe, and a sentence for each one that had to be left out."""
    values = dict(params)
    problems: list[str] = []
    while True:
        try:
            return parse_config(values), problems
        except InvalidConfig as error:
            problems += error.problems.values()
            values = {name: value for name, value in values.items() if name not in error.problems}
