"""The cards of the tour: data, one file each in ``assets/tour``, in the order of the files' names."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rnn_demo.experiment.config import RunConfig
from rnn_demo.ui.address.params import Param

FOLDER = Path(str(files("rnn_demo") / "assets" / "tour"))

PageName = Literal["train", "look_inside", "memory"]


class Card(BaseModel):
    """One insight: ``question``, what to press or drag (``task``), and in two sentences the ``answer``. Markdown.

    ``page`` opens on ``scene``, parameters of its URL; ``config`` is what Train this yourself puts into the form.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    question: str
    task: str
    answer: str
    page: PageName
    scene: dict[Param, str]
    config: RunConfig


@cache
def cards() -> tuple[Card, ...]:
    """All of them; the first is number 1."""
    return tuple(Card(**tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml")))


def link(number: int) -> dict[str, str]:
    """The parameters of the URL that open card ``number`` on its scene."""
    return {Param.CARD.value: str(number)} | {param.value: text for param, text in cards()[number - 1].scene.items()}
