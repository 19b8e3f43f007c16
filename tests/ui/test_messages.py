"""Sentences on a page, and the one door by which they come there."""

import re
from pathlib import Path

import pytest

from rnn_demo.ui import messages
from tests.ui.opening import open_part

REPOSITORY = Path(__file__).parents[2]


def files_with(pattern: str) -> set[str]:
    """The files of the pages and of what they are made of in which ``pattern`` occurs."""
    folders = (REPOSITORY / "pages", REPOSITORY / "rnn_demo" / "ui")
    files = [file for folder in folders for file in folder.rglob("*.py")]
    assert files
    return {str(file.relative_to(REPOSITORY)) for file in files if re.search(pattern, file.read_text())}


def test_sentences_reach_a_page_by_one_door() -> None:
    assert files_with(r"\bst\.(error|warning|info|success|exception)\(") == {"rnn_demo/ui/messages.py"}


def test_the_url_is_read_and_written_in_one_file() -> None:
    assert files_with(r"\.query_params") == {"rnn_demo/ui/address/params.py"}


def sentences(text: str) -> None:
    messages.success(text)
    messages.info(text)
    messages.warning(text)
    messages.error(text, "And a second line.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A sentence, with a comma.", "A sentence, with a comma."),
        ("[x](http://evil)", "\\[x\\]\\(http\\://\u2060evil\\)"),
        ("<b> `c` *d* :red[e] $f$", r"\<b\> \`c\` \*d\* \:red\[e\] \$f\$"),
    ],
)
def test_markdown_is_text_in_each_kind_of_message(text: str, shown: str) -> None:
    page = open_part(sentences, text=text)
    for kind in (page.success, page.info, page.warning):
        assert [message.value for message in kind] == [shown]
    assert [message.value for message in page.error] == [f"{shown}  \nAnd a second line."]
