"""The name that a person gives to a run."""

from rnn_demo.errors import InvalidName

LONGEST_NAME = 60
"""How many characters a name may have."""


def parse_name(text: str) -> str:
    """``text`` as the name of a run: one line without blanks around it. An empty one is no name.

    Raises:
        InvalidName: it is too long, or holds characters that cannot be seen.
    """
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise InvalidName(f"A name may have {LONGEST_NAME} characters; this one has {len(name):,}. Shorten it.")
    if not name.isprintable():
        raise InvalidName("A name may not hold characters that cannot be seen. Type it anew.")
    return name
