"""The wrong end: what ``out[:, -1]`` reads from a network with two directions."""

import streamlit as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.figures.ends import end_states, end_states_figure
from rnn_demo.introspect.results import Ends, Floats
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import read_as, read_out

ALT = (
    "Heatmaps of the states of each direction, with a frame around the step at which it has read everything and, for the "
    "backward direction, around the last one, where it has only begun. The predictions from both stand below."
)

# What the head was trained on, where that is neither end.
_TRAINED_ON = {
    "last": "This network was trained with the read-out last, so its head knows the wrong end, and the two right ends "
    "together are new to it.",
    "mean": "This network was trained with the read-out mean, so its head knows neither end alone: the comparison shows "
    "which of the two is more like the mean.",
    "every_row": "This network was trained with the read-out every_row, so its head knows both states of the last {step}, "
    "which are the wrong end, and has never seen the two right ends together.",
}


def wrong_end_view(scene: Scene) -> None:
    """The well-known mistake, on this picture and over the test set."""
    config = scene.config
    st.markdown(_what_it_is(config))
    live_chart(end_states_figure(end_states(scene.trace, config), page_theme()), key="ends_chart", alt=ALT)
    ends = scene.network.two_ends_over_digits()
    two = scene.network.two_ends(scene.picture)
    own = scene.trace.probabilities
    predictions = [("Right: each direction's own last state", two.right), ("Wrong: out[:, -1]", two.wrong)]
    if not config.bidirectional:
        predictions = [("Read at out[:, -1]", two.wrong)]
    if config.readout in ("mean", "every_row") and (config.bidirectional or config.readout == "mean"):
        predictions.append((f"Its own read-out: {config.readout}", own))
    for column, (where, probabilities) in zip(st.columns(len(predictions)), predictions, strict=True):
        with column:
            _prediction(scene, where, probabilities)
    st.markdown(over_digits(config, ends, scene.network.num_digits))
    if config.bidirectional and config.readout in _TRAINED_ON:
        st.caption(_TRAINED_ON[config.readout].format(step=config.reading.step))


def over_digits(config: RunConfig, ends: Ends, num_digits: int) -> str:
    """How often each end is right over the first ``num_digits`` test digits, and why. Markdown."""
    step = config.reading.step
    own = f"**{ends.own_accuracy:.1%}** by its own read-out ({read_out(config)})"
    over = f"Over the first {num_digits:,} test digits it is right in"
    if not config.bidirectional:
        end = f"**{ends.wrong_accuracy:.1%}** with `out[:, -1]`"
        return f"{over} {end}, and in {own}." if config.readout == "mean" else f"{over} {end}, its own read-out."
    both = f"**{ends.right_accuracy:.1%}** with each direction's own last state"
    both += f", **{ends.wrong_accuracy:.1%}** with `out[:, -1]`"
    if config.readout in ("mean", "every_row"):
        both += f", {own}"
    if not ends.distinct_backward:
        return f"{over} {both}. The last {step} that is read has ink in all of them."
    if ends.distinct_backward == 1:
        why = "the backward half holds one and the same vector there, and cannot tell them apart"
    else:
        why = (
            f"the backward half of layer {config.num_layers} holds {ends.distinct_backward:,} different vectors there: it "
            f"has read one {step} itself, but what it read are the states of the layer below, which has read them all"
        )
    return f"{over} {both}. The last {step} is blank in {ends.blank_share:.1%} of them; for all of those {why}."


def _what_it_is(config: RunConfig) -> str:
    step = config.reading.step
    if not config.bidirectional:
        return (
            f"This network reads in one direction. At the last {step}, `out[:, -1]`, it has read everything: there is no "
            "wrong end. With two directions there is one; choose a network with “Bi” in its name to see it."
        )
    below = (
        f" Here the states are those of layer {config.num_layers}: the layer below hands it states whose forward half has "
        "read everything."
        if config.num_layers > 1
        else ""
    )
    return (
        f"PyTorch gives the states of both directions side by side, {step} by {step}. At the last {step}, `out[:, -1]`, the "
        f"forward half has read everything, but the backward half has just begun: it has itself read **one {step}**. The "
        f"right end of the backward half is the first {step}, `out[:, 0]`.{below}"
    )


def _prediction(scene: Scene, where: str, probabilities: Floats) -> None:
    prediction = int(probabilities.argmax())
    st.markdown(
        f"**{where}**  \n{read_as(scene.classes[prediction], scene.truth)} with {probabilities[prediction]:.0%}"
    )
