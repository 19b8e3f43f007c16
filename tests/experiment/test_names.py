"""What a run may be called."""

import pytest

from rnn_demo.errors import InvalidName
from rnn_demo.experiment.names import LONGEST_NAME, parse_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", ""),
        ("  \n ", ""),
        (" a  b\n", "a b"),
        ("Größe 7 «é» 日本 <b>", "Größe 7 «é» 日本 <b>"),
        ("x" * 60, "x" * 60),
    ],
)
def test_a_name_is_one_line(text: str, name: str) -> None:
    assert parse_name(text) == name


def test_a_name_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(InvalidName, match=rf"may have {LONGEST_NAME} characters; this one has 1,000\. Shorten it"):
        parse_name("x" * 1_000)


@pytest.mark.parametrize("hidden", ["\x00", "\x1b[31m", "\u202e", "\u200b"])
def test_what_cannot_be_seen_is_refused(hidden: str) -> None:
    with pytest.raises(InvalidName, match="cannot be seen"):
        parse_name(f"a{hidden}b")
