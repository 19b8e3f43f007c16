"""Who decided? The logits as a sum of what each direction says."""

import streamlit as st

from rnn_demo.figures.votes import vote_bars, vote_bars_figure
from rnn_demo.introspect.results import Floats, Votes
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import read_out, reading

ALT = "For each class, stacked bars of the forward vote, the backward vote and the bias, and a mark at their sum."


def who_decided_view(scene: Scene) -> None:
    """The votes as bars, and in one sentence."""
    st.markdown(f"The network {reading(scene.prediction, scene.trace.confidence, scene.truth)}.")
    votes = scene.network.votes(scene.picture)
    live_chart(vote_bars_figure(vote_bars(votes), scene.classes, page_theme()), key="votes_chart", alt=ALT)
    if votes.backward is None:
        st.markdown("With one direction there is one vote; the bias is what the head says of states that are all zero.")
    else:
        st.markdown(_verdict(scene, votes, votes.backward))
    alone = votes.backward is None
    summands = "the vote" if alone else "forward vote + backward vote"
    own = "" if alone else " A direction on its own is its vote plus the bias."
    st.caption(
        f"The network judges by {read_out(scene.config)}. All of that only adds up: {summands} + bias is the logit of each "
        f"class, exactly. The largest logit is the prediction.{own}"
    )


def _verdict(scene: Scene, votes: Votes, backward_vote: Floats) -> str:
    forward, backward = (scene.classes[int((vote + votes.bias).argmax())] for vote in (votes.forward, backward_vote))
    decided = scene.prediction
    if forward == backward == decided:
        return f"Both directions say **{decided}** on their own."
    if decided not in (forward, backward):
        return (
            f"Neither direction says **{decided}** on its own (forward: {forward}, backward: {backward}); it is what they "
            "can agree on."
        )
    saved, other = ("forward", backward) if forward == decided else ("backward", forward)
    verb = "saved" if scene.label == scene.trace.prediction else "decided for"
    return f"The {saved} pass {verb} this **{decided}**: on its own the other one would have said {other}."
