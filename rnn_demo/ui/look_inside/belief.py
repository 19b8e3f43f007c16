"""Belief per row: what each direction thinks while it reads."""

import streamlit as st

from rnn_demo.figures.belief import belief_figure, decided_at
from rnn_demo.figures.probe import row_steps
from rnn_demo.ui.components.row_reader import row_reader
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme

ALT = (
    "Heatmaps side by side with one line for each row of the picture: the picture, and the probability of each class by "
    "the forward state, by the backward state and by both. The text below says when each decided."
)


def belief_view(scene: Scene) -> None:
    """The head put on the states of every row."""
    trace = scene.trace
    figure, narrow = belief_figure(trace, scene.config, scene.classes, page_theme())
    row_reader(figure, key="belief_reader", alt=ALT, narrow=narrow, rows=len(trace.answers))
    first, last = row_steps(scene.config, len(trace.sequence))
    forward = trace.belief_forward[last]
    sentences = [
        f"Reading down, the forward state decided for **{scene.classes[int(forward[-1].argmax())]}** at row "
        f"{decided_at(forward)}."
    ]
    if trace.belief_backward is not None:
        backward = trace.belief_backward[first]
        sentences.append(
            f"Reading up, the backward state decided for **{scene.classes[int(backward[0].argmax())]}** at row "
            f"{decided_at(backward, backward=True)}."
        )
    answer = int(trace.probabilities.argmax())
    sentences.append(f"The network answers **{scene.classes[answer]}** with {trace.probabilities[answer]:.0%}.")
    st.markdown(" ".join(sentences))
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
