"""The digit that stays in sight while a view is looked at, and what each network takes it for."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from rnn_demo.data import Picture
from rnn_demo.introspect.results import Floats
from rnn_demo.service.digits import Digit
from rnn_demo.service.service import Service
from rnn_demo.ui.choosers.digit import digit_chooser
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.memory.scene import Shown
from rnn_demo.words.predictions import reading

WIDTH = 120  # pixels
FRAME = 70  # grey value
STYLE = Path(__file__).with_name("digit_in_sight.css")


def digit_in_sight(service: Service, shown: Sequence[Shown]) -> Digit:
    """Let a person choose a test digit, and show what the networks take it for."""
    st.html(STYLE)
    dataset = shown[0].network.dataset
    digit = service.digits.digit(dataset, digit_chooser(service.digits, dataset))
    digit_image(framed(digit.picture), width=WIDTH, alt=f"The chosen test digit, {digit.name}")
    st.markdown(f"It is **{digit.name}**.")
    for one in shown:
        st.markdown(said_of(one, digit.picture, digit))
    return digit


def framed(picture: Picture) -> Picture:
    """``picture`` in a thin grey frame, which shows where blank paper ends."""
    return np.pad(picture, 1, constant_values=FRAME)


def said_of(one: Shown, picture: Picture, digit: Digit) -> str:
    """Which network takes ``picture``, made from ``digit``, for what. Markdown."""
    return f"{one.heading} {answer(one, one.network.trace(picture).probabilities, digit)}"


def answer(one: Shown, probabilities: Floats, digit: Digit) -> str:
    """What a network that gives these ``probabilities`` (C,) takes ``digit`` for. Markdown."""
    if not np.isfinite(probabilities).all():
        return "predicts nothing here: its states are no longer finite numbers"
    classes, prediction = one.network.classes, int(probabilities.argmax())
    truth = digit.name if digit.name in classes else None  # a network of another dataset cannot be right
    return reading(classes[prediction], float(probabilities[prediction]), truth)
