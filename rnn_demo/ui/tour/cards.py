"""The cards of the tour: data, one file each in ``assets/tour``, in the order of the files' names."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rnn_demo.ui.address.params import Param, is_number, read

FOLDER = Path(str(files("rnn_demo") / "assets" / "tour"))

PageName = Literal["train", "look_inside", "memory"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OtherScene(_Data):
    """A second scene on the page of a card, and what the buttons that open it and the first one again are called."""

    title: str
    back: str
    scene: dict[Param, str]


class Card(_Data):
    """One insight: ``question``, what to press or drag (``task``), and in a few sentences the ``answer``. Markdown.

    ``page`` opens on ``scene``, parameters of its URL; the network there is a built-in one.
    """

    title: str
    question: str
    task: str
    answer: str
    page: PageName
    scene: dict[Param, str]
    other: OtherScene | None = None


@cache
def cards() -> tuple[Card, ...]:
    """All of them; the first is number 1."""
    return tuple(Card(**tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml")))


def open_card_number() -> int | None:
    """The number of the card that the URL opens; None if it names no card, or one that there is not."""
    text = read(Param.CARD)
    if text is None or not is_number(text) or not 1 <= int(text) <= len(cards()):
        return None
    return int(text)


def link(number: int) -> dict[str, str]:
    """The parameters of the URL that open card ``number`` on its scene."""
    return {Param.CARD.value: str(number)} | {param.value: text for param, text in cards()[number - 1].scene.items()}
