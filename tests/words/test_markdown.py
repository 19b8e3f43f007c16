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
        ("&copy; a\n\n- b", r"\&copy; a - b"),
        ("a\\b", r"a\\b"),
        ("http://x.org", "http\\://\u2060x.org"),
        ("HTTPS://WWW.x.org", "HTTPS\\://\u2060WWW\u2060.x.org"),
        ("a@x.org", "a@\u2060x.org"),
    ],
)
def test_what_markdown_would_take_for_more_than_characters_is_escaped(text: str, escaped: str) -> None:
    assert literal(text) == escaped
