"""Who decided? The logits as a sum of what each direction says."""

import numpy as np
import streamlit as st

from rnn_demo.figures.votes import votes_figure
from rnn_demo.ui.components.chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme

ALT = "For each class, stacked bars of the forward vote, the backward vote and the bias, and a mark at their sum."


def who_decided_view(scene: Scene) -> None:
    """The votes as bars, and in one sentence."""
    votes = scene.service.votes(scene.run.id, scene.step, scene.image)
    live_chart(votes_figure(votes, scene.classes, page_theme()), key="votes_chart", alt=ALT)
    if votes.backward is None:
        st.markdown(
            "With one direction there is one vote; the bias is what the network says before it has read anything."
        )
    else:
        forward, backward = votes.forward + votes.bias, votes.backward + votes.bias
        st.markdown(_verdict(scene, forward, backward, votes.forward + backward))
    st.caption(
        "The read-out and the head only add up: forward vote + backward vote + bias is the logit of each class, exactly. "
        "The largest logit is the answer. The bias counts once."
    )


def _verdict(scene: Scene, forward: np.ndarray, backward: np.ndarray, total: np.ndarray) -> str:
    by_forward, by_backward, answer = (int(votes.argmax()) for votes in (forward, backward, total))
    name = scene.classes[answer]
    if by_forward == by_backward == answer:
        return f"Both directions say **{name}** on their own."
    if by_forward == answer:
        saved, other = "forward", by_backward
    elif by_backward == answer:
        saved, other = "backward", by_forward
    else:
        return (
            f"Neither direction says **{name}** on its own (forward: {scene.classes[by_forward]}, backward: "
            f"{scene.classes[by_backward]}); it is what they can agree on."
        )
    verb = "saved" if scene.label == answer else "decided for"
    return f"The {saved} pass {verb} this **{name}**: on its own the other one would have said {scene.classes[other]}."
