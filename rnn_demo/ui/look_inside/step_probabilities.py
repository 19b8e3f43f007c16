"""The head on every row: what it would say of each direction's states while they read."""

import streamlit as st

from rnn_demo.figures.step_probabilities import (
    StepProbabilities,
    decision,
    step_probabilities,
    step_probabilities_figure,
)
from rnn_demo.ui.components.row_reader import row_reader
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme

ALT = (
    "Heatmaps side by side with one line for each row of the picture: the picture, and the probability of each class by "
    "the forward state, by the backward state and by both. The text below says when each decided."
)


def step_probabilities_view(scene: Scene) -> None:
    """The head put on the states of every row."""
    data = step_probabilities(scene.trace, scene.config)
    chart = step_probabilities_figure(data, scene.classes, page_theme())
    row_reader(chart, key="step_probabilities_reader", alt=ALT, rows=scene.trace.num_lines)
    st.markdown(
        f"{_decisions(data, scene.classes)} The network answers **{scene.prediction}** with {scene.trace.confidence:.0%}."
    )
    if scene.config.readout == "every_row":
        st.caption(
            "This network was trained to answer at every row, so each line is a prediction that it was trained for."
        )
    else:
        st.caption(
            f"Mind that the head was trained on the read-out ({scene.config.readout}) alone. Putting it on the states of "
            "other rows, or on one direction with the other at zero, shows what those states already contain, not an "
            "answer that the network was trained to give. Train with the read-out every_row to lift this caveat."
        )


def _decisions(data: StepProbabilities, classes: tuple[str, ...]) -> str:
    forward = decision(data.forward)
    sentence = f"Reading down, the forward state decided for **{classes[forward.label]}** at row {forward.row}."
    if data.backward is None:
        return sentence
    backward = decision(data.backward, backward=True)
    return f"{sentence} Reading up, the backward state decided for **{classes[backward.label]}** at row {backward.row}."
