"""Choosing the test digit to look at: by class, and the next one of that class."""

import streamlit as st

from rnn_demo.service.service import Service
from rnn_demo.ui.address.params import Key
from rnn_demo.ui.session import linked_digit, open_digit


def digit_chooser(service: Service, dataset: str) -> int:
    """Show the chooser and return the index of the test digit that is chosen; it stands in the URL."""
    index = linked_digit()
    classes = service.classes(dataset)
    st.session_state[Key.DIGIT_CLASS] = service.digit(dataset, index).label

    def choose_class() -> None:
        open_digit(service.next_digit(dataset, st.session_state[Key.DIGIT_CLASS], after=-1))

    def choose_next() -> None:
        open_digit(service.next_digit(dataset, st.session_state[Key.DIGIT_CLASS], after=linked_digit()))

    with st.container(horizontal=True, vertical_alignment="bottom", key="digit_chooser"):
        st.pills(
            "Test digit of class",
            range(len(classes)),
            key=Key.DIGIT_CLASS,
            format_func=lambda label: classes[label],
            required=True,
            wrap=True,
            on_change=choose_class,
        )
        st.button("Next", icon=":material/skip_next:", on_click=choose_next, help="The next test digit of this class.")
    return index
