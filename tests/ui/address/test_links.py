"""A configuration as the parameters of a link, and back."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.fields import parse_config
from rnn_demo.ui.address.links import from_params, to_params


@given(config=st.from_type(RunConfig))
def test_link_opens_the_same_configuration(config: RunConfig) -> None:
    params = to_params(config)
    assert from_params(dict(parse_qsl(urlencode(params)))) == (config, [])


def test_link_to_the_defaults_is_short() -> None:
    assert to_params(RunConfig()) == {}
    assert to_params(RunConfig(cell="gru", bidirectional=False)) == {"cell": "gru", "bidirectional": "False"}
    assert from_params({}) == (RunConfig(), [])


@pytest.mark.parametrize(
    ("params", "config", "left_out"),
    [
        ({"cell": "transformer"}, RunConfig(), ["cell: 'transformer' is not allowed"]),
        ({"hidden_size": "9999", "num_layers": "2"}, RunConfig(num_layers=2), ["hidden_size: '9999' is not allowed"]),
        ({"learning_rate": "nan"}, RunConfig(), ["learning_rate: 'nan' is not allowed"]),
        ({"seed": ""}, RunConfig(), ["seed: '' is not allowed"]),
        ({"hiden_size": "8"}, RunConfig(), ["hiden_size: there is no such setting; did you mean hidden_size?"]),
        # What is possible only beside something that is itself left out, is left out as well.
        (
            {"num_layers": "many", "dropout": "0.5"},
            RunConfig(),
            ["num_layers: 'many' is not allowed", "dropout: 0.5 is not possible here"],
        ),
        (
            {"dataset": "cifar", "train_size": "50000"},
            RunConfig(),
            ["dataset: 'cifar' is not allowed", "train_size: 50000 is not possible here"],
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_nonsense_is_left_out_with_a_sentence(params: dict[str, str], config: RunConfig, left_out: list[str]) -> None:
    opened, problems = from_params(params)
    assert opened == config
    assert len(problems) == len(left_out)
    for sentence, start in zip(problems, left_out, strict=True):
        assert sentence.startswith(start)
        assert sentence.endswith((".", "?"))


@given(params=st.dictionaries(st.sampled_from([*RunConfig.model_fields, "run", "zzz"]), st.text(max_size=8)))
def test_any_link_opens_some_valid_configuration(params: dict[str, str]) -> None:
    config, problems = from_params(params)
    assert parse_config(config.model_dump()) == config
    assert len(problems) <= len(params)
