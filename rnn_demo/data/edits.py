"""Changes to a digit before a network reads it, to see what the network holds on to."""

from collections.abc import Mapping
from typing import Any, Literal, Self

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from torch import Tensor
from torch.nn.functional import pad

from rnn_demo.errors import InvalidConfig

Flip = Literal["none", "horizontal", "vertical"]


class Edit(BaseModel):
    """One change to a 28 x 28 picture; the default changes nothing.

    What `apply_edit` does first stands first. ``noise`` is a standard deviation as a share of full ink.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    flip: Flip = Field(
        "none", title="Flip", description="horizontal: left becomes right. vertical: top becomes bottom."
    )
    shift_right: int = Field(
        0, ge=-28, le=28, title="Shift right", description="In pixels, negative to the left. Ink leaves at the border."
    )
    shift_down: int = Field(
        0, ge=-28, le=28, title="Shift down", description="In pixels, negative upwards. Ink leaves at the border."
    )
    noise: float = Field(
        0.0, ge=0, le=1, title="Noise", description="Standard deviation of random grey, as a share of full ink."
    )
    noise_seed: int = Field(0, ge=0, lt=2**31, title="Noise seed", description="The same seed gives the same noise.")
    blank_from: int | None = Field(
        None, ge=0, le=27, title="Blank from row", description="The first of the rows that are made blank."
    )
    blank_to: int | None = Field(
        None, ge=0, le=27, validate_default=True, title="Blank to row", description="The last of them."
    )
    blank_rows_at_end: int = Field(
        0, ge=0, le=112, title="Blank rows at the end", description="How long the network has to remember what it read."
    )

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


def apply_edit(edit: Edit, image: Tensor) -> Tensor:
    """The picture ``image``, uint8 (28, 28), after ``edit``: uint8, (28 + ``blank_rows_at_end``, 28). Pure.

    It is flipped, then shifted, then noise is added; blank rows are blank in the result, without noise.
    """
    if edit.flip != "none":
        image = image.flip(1 if edit.flip == "horizontal" else 0)
    # A negative padding cuts off.
    image = pad(image, (edit.shift_right, -edit.shift_right, edit.shift_down, -edit.shift_down))
    if edit.noise > 0:
        normal = torch.randn(image.shape, generator=torch.Generator().manual_seed(edit.noise_seed))
        image = (image + 255 * edit.noise * normal).round().clamp(0, 255).to(torch.uint8)
    image = pad(image, (0, 0, 0, edit.blank_rows_at_end))
    if edit.blank_from is not None and edit.blank_to is not None:
        image[edit.blank_from : edit.blank_to + 1] = 0
    return image
