"""Whether the order matters in which a picture is read."""

import streamlit as st

from rnn_demo.figures.order import OrderBars, order_figure
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.components.live_chart import live_chart
from rnn_demo.ui.memory.digit_in_sight import answer, framed
from rnn_demo.ui.memory.scene import Scene, Shown
from rnn_demo.ui.session import page_theme
from rnn_demo.words.labels import ORDERS
from rnn_demo.words.markdown import literal
from rnn_demo.words.memory import order, trained_so

WIDTH = 120  # pixels of a digit
ALT = "The accuracy of each network with the steps in the order of its training, in reverse and shuffled."


def order_view(scene: Scene) -> None:
    """The digit in three orders, as each network reads it, beside the accuracies over many digits."""
    bars = [OrderBars(one.title, one.network.order_accuracies()) for one in scene.shown]
    left, right = st.columns(2)
    with left:
        for one in scene.shown:
            _in_three_orders(scene, one)
    with right:
        live_chart(order_figure(bars, page_theme(), chance=scene.chance), key="orders", alt=ALT)
    for one, bar in zip(scene.shown, bars, strict=True):
        found = bar.accuracies
        accuracies = found.as_trained, found.reversed, found.shuffled
        said = order(one.config.reading.step, *accuracies, num_digits=one.network.num_digits, chance=one.network.chance)
        st.markdown(f"- {one.heading}: {said}")
    shuffled = [(one, bar) for one, bar in zip(scene.shown, bars, strict=True) if one.config.reading.is_shuffled]
    in_order = [(one, bar) for one, bar in zip(scene.shown, bars, strict=True) if one.config.sequence == "rows"]
    for one, own in shuffled:
        for other, tested in in_order:
            st.markdown(
                f"- {trained_so(one.heading, own.accuracies.as_trained, other.heading, tested.accuracies.shuffled)}"
            )
    st.caption(
        f"Nothing is trained anew: each network reads the first {scene.num_digits:,} test digits in its own order, in the "
        "reverse of it, and in one random order that is the same for all digits."
        + (
            ""
            if shuffled
            else " To see a network that was trained on shuffled rows, train one that reads rows_shuffled."
        )
    )


def _in_three_orders(scene: Scene, one: Shown) -> None:
    """The digit as one network reads it in each order, and what it takes it for."""
    st.markdown(f"{one.heading}, trained on {literal(one.config.sequence)}:")
    readings = one.network.in_orders(scene.digit.picture)
    for column, title, reading in zip(st.columns(len(ORDERS)), ORDERS.values(), readings, strict=True):
        with column:
            digit_image(framed(reading.picture), width=WIDTH, alt=f"The digit as {one.title} reads it, {title}")
            st.markdown(f"**{title}**: {answer(one, reading.probabilities, scene.digit)}")
