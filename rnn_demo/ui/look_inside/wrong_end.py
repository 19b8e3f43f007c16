"""The wrong end: what ``out[:, -1]`` reads from a network with two directions."""

import streamlit as st

from rnn_demo.introspect.results import Floats
from rnn_demo.ui import messages
from rnn_demo.ui.look_inside.scene import Scene


def wrong_end_view(scene: Scene) -> None:
    """The well-known mistake, on this picture and over the test set."""
    wrong = scene.network.wrong_end(scene.picture)
    ends = scene.network.wrong_end_over_digits()
    if wrong is None or ends is None:
        messages.info(
            "This network reads in one direction, and for that out[:, -1] is the right end. Choose a Bi-RNN to compare."
        )
        return
    st.markdown(
        "PyTorch gives the states of both directions side by side, row by row. At the last row, `out[:, -1]`, the forward "
        "half has read everything, but the backward half has just begun: it has read **one row**, and of most digits that "
        "row is blank. The right end of the backward half is the first row, `out[:, 0]`."
    )
    first, second, third = st.columns(3)
    with first:
        _prediction(scene, "Read at the right ends", scene.trace.probabilities)
    with second:
        _prediction(scene, "Read at out[:, -1]", wrong.probabilities)
    with third:
        _prediction(scene, "Backward half at out[:, -1] alone", wrong.backward_probabilities)
    vectors = (
        "one and the same vector" if ends.distinct_backward == 1 else f"{ends.distinct_backward:,} different vectors"
    )
    st.markdown(
        f"Over the first {scene.network.num_digits:,} test digits: **{ends.right_accuracy:.1%}** right with the right ends, "
        f"**{ends.wrong_accuracy:.1%}** with `out[:, -1]`. The last row is blank in {ends.blank_share:.1%} of them; for "
        f"all of those the backward half holds {vectors} there."
    )
    if scene.config.readout == "last":
        st.caption(
            "This network was trained with the read-out last, so it has learned to do without its backward half."
        )


def _prediction(scene: Scene, where: str, probabilities: Floats) -> None:
    prediction = int(probabilities.argmax())
    sure = f"{probabilities[prediction]:.0%} sure"
    st.metric(where, scene.classes[prediction], sure, delta_color="off", delta_arrow="off")
