"""Text from outside is shown as it is."""

import pytest

from rnn_demo.words.markdown import literal


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain text, 97.3%", "plain text, 97.3%"),
        ("**bold** _it_", r"\*\*bold\*\* \_it\_"),
        ("[here](javascript:alert(1))", r"\[here\]\(javascript\:alert\(1\)\)"),
        ("<script> :red[x] $1$", r"\<script\> \:red\[x\] \$1\$"),
        ("a\\b", r"a\\b"),
    ],
)
def test_what_markdown_would_take_for_more_than_a_character_is_escaped(text: str, escaped: str) -> None:
    assert literal(text) == escaped
