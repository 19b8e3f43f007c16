"""The wrong end: what ``out[:, -1]`` reads from a network with two directions."""

import streamlit as st

from rnn_demo.ui.look_inside.scene import Scene


def wrong_end_view(scene: Scene) -> None:
    """The well-known mistake, on this picture and over the test set."""
    if not scene.config.bidirectional:
        st.info(
            "This network reads in one direction, and for that out[:, -1] is the right end. Choose a Bi-RNN to compare."
        )
        return
    st.markdown(
        "PyTorch gives the states of both directions side by side, row by row. At the last row, `out[:, -1]`, the forward "
        "half has read everything, but the backward half has just begun: it has read **one row**, and of most digits that "
        "row is blank. The right end of the backward half is the first row, `out[:, 0]`."
    )
    wrong = scene.service.wrong_end(scene.run.id, scene.step, scene.image)
    assert wrong is not None
    trace, classes = scene.trace, scene.classes
    answer = int(trace.probabilities.argmax())
    first, second, third = st.columns(3)
    first.metric(
        "Read at the right ends",
        classes[answer],
        f"{trace.probabilities[answer]:.0%} sure",
        delta_color="off",
        delta_arrow="off",
    )
    second.metric(
        "Read at out[:, -1]",
        classes[wrong.answer],
        f"{wrong.probabilities[wrong.answer]:.0%} sure",
        delta_color="off",
        delta_arrow="off",
    )
    third.metric(
        "Backward half at out[:, -1] alone",
        classes[wrong.backward_answer],
        f"{wrong.backward_probabilities[wrong.backward_answer]:.0%} sure",
        delta_color="off",
        delta_arrow="off",
    )
    ends = scene.service.wrong_end_over(scene.run.id, scene.step, scene.dataset)
    assert ends is not None
    vectors = (
        "one and the same vector" if ends.distinct_backward == 1 else f"{ends.distinct_backward:,} different vectors"
    )
    st.markdown(
        f"Over the first 1,000 test digits: **{ends.right_accuracy:.1%}** right with the right ends, "
        f"**{ends.wrong_accuracy:.1%}** with `out[:, -1]`. The last row is blank in {ends.blank_share:.1%} of them; for "
        f"all of those the backward half holds {vectors} there."
    )
    if scene.config.readout == "last":
        st.caption(
            "This network was trained with the read-out last, so it has learned to do without its backward half."
        )
