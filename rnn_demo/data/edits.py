"""Changes to a digit before a network reads it, to see what the network holds on to."""

from collections.abc import Mapping
from typing import Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from rnn_demo.data.drawing import Picture
from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.catalogue import SIDE


class Edit(BaseModel):
    """One change to a 28 x 28 picture; the default changes nothing. What `apply_edit` does first stands first.

    Attributes:
        flip: horizontal: left becomes right; vertical: top becomes bottom.
        shift_right, shift_down: in pixels, negative to the left and upwards; ink leaves at the border.
        noise: the standard deviation of random grey, as a share of full ink.
        noise_seed: the same seed gives the same noise.
        blank_from, blank_to: the first and the last of the rows that are made blank.
        blank_rows_at_end: how long the network has to remember what it read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    flip: Literal["none", "horizontal", "vertical"] = "none"
    shift_right: int = Field(0, ge=-SIDE, le=SIDE)
    shift_down: int = Field(0, ge=-SIDE, le=SIDE)
    noise: float = Field(0.0, ge=0, le=1)
    noise_seed: int = Field(0, ge=0, lt=2**31)
    blank_from: int | None = Field(None, ge=0, le=SIDE - 1)
    blank_to: int | None = Field(None, ge=0, le=SIDE - 1, validate_default=True)
    blank_rows_at_end: int = Field(0, ge=0, le=4 * SIDE)

    @field_validator("blank_to")
    @classmethod
    def _rows_are_a_span(cls, value: int | None, info: ValidationInfo) -> int | None:
        if "blank_from" not in info.data:  # it is at fault itself
            return value
        first = info.data["blank_from"]
        if (first is None) != (value is None):
            raise ValueError("blank_from and blank_to belong together; give both or neither")
        if first is not None and value is not None and first > value:
            raise ValueError(f"the last blank row must not lie above the first, which is {first}")
        return value

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        """Validate ``values``; raise `InvalidConfig` with one line per mistake."""
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise InvalidConfig({str(line["loc"][-1]): _problem(line) for line in error.errors()}) from error


def _problem(line: ErrorDetails) -> str:
    name = line["loc"][-1]
    if line["type"] == "extra_forbidden":
        return f"{name}: an edit has no such field; the fields are {', '.join(Edit.model_fields)}."
    reason = line["ctx"]["error"] if line["type"] == "value_error" else line["msg"]
    return f"{name}: {line['input']!r} is not possible in an edit: {str(reason)[0].lower()}{str(reason)[1:]}."


def apply_edit(edit: Edit, picture: Picture) -> Picture:
    """``picture``, uint8 (28, 28), after ``edit``: uint8, (28 + ``blank_rows_at_end``, 28). Pure.

    It is flipped, then shifted, then noise is added; blank rows are blank in the result, without noise.
    """
    if edit.flip != "none":
        picture = np.flip(picture, axis=1 if edit.flip == "horizontal" else 0)
    # Out of blank paper that is larger by one picture on each side, the part that has moved the other way.
    top, left = SIDE - edit.shift_down, SIDE - edit.shift_right
    picture = np.pad(picture, SIDE)[top : top + SIDE, left : left + SIDE]
    normal = np.random.default_rng(edit.noise_seed).standard_normal(picture.shape)
    picture = np.rint(picture + 255 * edit.noise * normal).clip(0, 255).astype(np.uint8)
    picture = np.pad(picture, ((0, edit.blank_rows_at_end), (0, 0)))
    if edit.blank_from is not None and edit.blank_to is not None:
        picture[edit.blank_from : edit.blank_to + 1] = 0
    return picture
