"""Where the parts of a page go: the choosers beside its view, or folded up below it while a card of the tour is open."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnn_demo.ui.tour.cards import open_card_number


def places() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """The places of a page for the choosers at the side, for those above the view, and for the view itself."""
    if open_card_number() is None:
        side, main = st.columns([1, 3], gap="medium")
        return side, main, main
    stage = st.container()  # right below the card
    side, above = st.expander("Choose another network, moment, picture or view").columns([1, 3], gap="medium")
    return side, above, stage
