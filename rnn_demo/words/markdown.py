"""Text from outside, such as a link's, shown as it is and not as Markdown."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:])")


def literal(text: str) -> str:
    """``text`` with everything escaped that Streamlit's Markdown would take for more than a character."""
    return _MARKDOWN.sub(r"\\\1", text)
