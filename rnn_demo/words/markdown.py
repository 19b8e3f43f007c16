"""Text from outside, such as a link's, shown as it is and not as Markdown."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:&])")
_ADDRESS = re.compile(r"(://|\bwww(?=\.)|@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # cannot be seen


def literal(text: str) -> str:
    """``text`` as one line, with everything escaped that Streamlit's Markdown would take for more than a character.

    Addresses become links even where each of their characters is escaped, so they are interrupted invisibly.
    """
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(rf"\1{_WORD_JOINER}", " ".join(text.split())))
