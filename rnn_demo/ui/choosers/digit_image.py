"""A digit as a small picture."""

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from torch import Tensor


def digit_image(image: "Tensor", width: int) -> None:
    """Show ``image`` (rows, 28) uint8 about ``width`` pixels wide, pixel by pixel, with ink and paper as in the charts."""
    ink = image.numpy() if st.context.theme.type == "dark" else 255 - image.numpy()
    scale = max(width // image.shape[1], 1)  # repeated here, because a browser would blur the pixels
    st.image(ink.repeat(scale, axis=0).repeat(scale, axis=1))
