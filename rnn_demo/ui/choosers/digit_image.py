"""A digit as a small picture."""

import streamlit as st

from rnn_demo.data import Picture


def digit_image(picture: Picture, width: int, alt: str = "A digit.") -> None:
    """Show ``picture`` (rows, 28) about ``width`` pixels wide, pixel by pixel, with ink and paper as in the charts.

    ``alt`` describes it to those who cannot see it.
    """
    ink = picture if st.context.theme.type == "dark" else 255 - picture
    scale = max(width // picture.shape[1], 1)  # repeated here, because a browser would blur the pixels
    st.image(ink.repeat(scale, axis=0).repeat(scale, axis=1), alt=alt)
