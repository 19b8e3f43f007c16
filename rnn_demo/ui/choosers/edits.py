"""Changing a picture before a network reads it, to see what the network holds on to."""

import streamlit as st

from rnn_demo import data
from rnn_demo.errors import InvalidConfig
from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.service.networks import Network
from rnn_demo.ui import messages
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.keys import Key
from rnn_demo.words.predictions import read_as

SHOWN = 110  # pixels


def edited(network: Network, picture: data.Picture) -> data.Picture:
    """Offer changes to ``picture``; where there are some, show both pictures and both predictions. (28 + k, 28)."""
    with st.expander("Change the picture", icon=":material/edit:"):
        try:
            edit = _edit(reads_rows=network.config.sequence == "rows")
        except InvalidConfig as error:
            messages.error(*error.problems.values())
            return picture
        if edit == data.Edit():
            st.caption("Nothing is changed yet.")
            return picture
        changed = data.apply_edit(edit, picture)
        _compare(network, picture, changed)
        return changed


def _edit(*, reads_rows: bool) -> data.Edit:
    """The form of an `Edit`."""
    is_blanked = st.toggle("Blank some rows", key=Key.of_edit("blank"))
    first, last = st.slider("Blank rows", 0, SIDE - 1, (10, 14), key=Key.of_edit("rows"), disabled=not is_blanked)
    values = {
        "flip": st.selectbox("Flip", ("none", "horizontal", "vertical"), key=Key.of_edit("flip")),
        "shift_right": st.slider("Shift right", -14, 14, 0, key=Key.of_edit("shift_right")),
        "shift_down": st.slider("Shift down", -14, 14, 0, key=Key.of_edit("shift_down")),
        "noise": st.slider("Noise", 0.0, 1.0, 0.0, 0.05, key=Key.of_edit("noise")),
    }
    at_end = st.slider(
        "Blank rows at the end",
        0,
        112,
        0,
        key=Key.of_edit("blank_rows_at_end"),
        disabled=not reads_rows,
        help="How long the network has to remember; possible for networks that read rows.",
    )
    if is_blanked:
        values |= {"blank_from": first, "blank_to": last}
    if reads_rows:
        values |= {"blank_rows_at_end": at_end}
    return data.Edit.parse(values)


def _compare(network: Network, before: data.Picture, after: data.Picture) -> None:
    if not before.any() or not after.any() or network.trace(before).has_diverged:
        return  # no prediction to compare
    predictions = []
    for column, picture, name in zip(st.columns(2), (before, after), ("Original", "Changed"), strict=True):
        trace = network.trace(picture)
        predictions.append(network.classes[trace.prediction])
        with column:
            digit_image(picture[:SIDE], width=SHOWN, alt=f"{name} picture")
            if len(picture) > SIDE:
                st.caption(f"and {len(picture) - SIDE} blank rows")
            st.markdown(f"{name}: {read_as(predictions[-1], None)} with {trace.confidence:.0%}")
    first, second = predictions
    st.markdown("The prediction is the same." if first == second else f"The change turns {first} into {second}.")
