"""The forgetting curve: what is left of a digit after many blank rows."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from rnn_demo.figures.accuracy_over import AccuracyCurve, accuracy_figure, forgetting_curves
from rnn_demo.introspect.results import Remembered
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import number
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.memory.digit_in_sight import framed, said_of
from rnn_demo.ui.memory.scene import Scene, Shown
from rnn_demo.ui.session import page_theme
from rnn_demo.words.markdown import literal
from rnn_demo.words.memory import forgets_least, forgetting

BLANKS = (0, 2, 4, 8, 14, 28, 42, 56, 84, 112)
IN_WORDS = (0, 28, 84)  # blank rows of which a sentence speaks
WIDTH = 90  # pixels of the digit with its blank rows
ALT = "The accuracy of each network, and of each of its directions alone, against the number of blank rows added."


def forgetting_view(scene: Scene) -> None:
    """Accuracy over the number of blank rows that follow the digit, beside the digit with so many."""
    readers = [one for one in scene.shown if one.config.sequence == "rows"]
    for one in scene.shown:
        if one not in readers:
            messages.info(
                f"{one.title} is left out: only a network that reads rows in order can be given more of them."
            )
    if not readers:
        return
    left, right = st.columns([1, 4])
    with right:  # as wide as the chart that it moves through
        blanks = number("Blank rows", Param.BLANKS, high=BLANKS[-1], default=IN_WORDS[1], widget=st.slider)
    with left:
        longer = np.pad(scene.digit.picture, ((0, blanks), (0, 0)))
        digit_image(framed(longer), width=WIDTH, alt=f"The digit with {blanks} blank rows")
        for one in readers:
            st.markdown(said_of(one, longer, scene.digit))
    with right:
        points = {one.title: _measured(one) for one in readers}
        curves = [curve for title, measured in points.items() for curve in forgetting_curves(title, measured)]
        chart = accuracy_figure(curves, page_theme(), x_title="blank rows after the digit", cursor=blanks)
        live_chart(chart, key="forgetting", alt=ALT)
        chances = {one.title: one.network.chance for one in readers}
        for curve in curves:
            st.markdown(_in_words(curve, points[curve.run], scene.num_digits, chances[curve.run]))
        if sentence := forgets_least([(curve.name, curve.at(0), curve.at(IN_WORDS[1])) for curve in curves],
                                     IN_WORDS[1], scene.num_digits, max(chances.values())):  # fmt: skip
            st.markdown(literal(sentence))
        st.caption(" ".join(_how_to_read(readers, scene.num_digits)))


def _measured(one: Shown) -> list[Remembered]:
    points = []
    bar = st.empty()
    for point in one.network.forgetting_curve(BLANKS):
        points.append(point)
        words = f"{one.title}: {one.network.num_digits:,} digits read with {point.blanks} blank rows"
        bar.progress(len(points) / len(BLANKS), literal(words))
    bar.empty()
    return points


def _in_words(curve: AccuracyCurve, points: Sequence[Remembered], num_digits: int, chance: float) -> str:
    told_apart = next(point for point in points if point.blanks == IN_WORDS[-1]).told_apart
    accuracies = [(blanks, curve.at(blanks)) for blanks in IN_WORDS]
    return f"- **{literal(curve.name)}**: " + forgetting(
        accuracies, told_apart if curve.series == "network" else None, num_digits, chance
    )


def _how_to_read(readers: Sequence[Shown], num_digits: int) -> list[str]:
    sentences = [
        f"After the digit the network reads blank rows and has to remember; nobody trained it for this. Over the first "
        f"{num_digits:,} test digits."
    ]
    both = [one.config for one in readers if one.config.bidirectional]
    if both:
        sentences.append(
            "The backward half starts at the far end: it reads the blank rows before the digit, not after it. A half is the "
            "network with the other direction's state in the top layer at zero."
        )
    if any(config.num_layers > 1 for config in both):
        sentences.append(
            "In a network of several layers it reads the layer below, whose forward direction has had to remember as well."
        )
    if any(one.config.readout in ("mean", "every_row") for one in readers):
        sentences.append("With the read-outs mean and every_row the blank rows also count in what is averaged.")
    return sentences
