"""Choosing the test digit to look at: by class, and the next one of that class."""

import streamlit as st

from rnn_demo.experiment.catalogue import DATASETS, DatasetName
from rnn_demo.service.digits import Digits
from rnn_demo.ui.address.linked import linked_number
from rnn_demo.ui.address.params import Param, write
from rnn_demo.ui.keys import Key


def digit_chooser(digits: Digits, dataset: DatasetName) -> int:
    """Show the chooser and return the index of the test digit that is chosen; it stands in the URL."""
    index = linked_number(Param.DIGIT, 0, DATASETS[dataset].num_test - 1)
    classes = DATASETS[dataset].classes
    st.session_state[Key.DIGIT_CLASS] = digits.digit(dataset, index).label

    def choose(after: int) -> None:
        open_digit(digits.next_digit(dataset, st.session_state[Key.DIGIT_CLASS], after))

    with st.container(horizontal=True, vertical_alignment="bottom", key="digit_chooser"):
        st.pills(
            "Test digit of class",
            range(len(classes)),
            key=Key.DIGIT_CLASS,
            format_func=lambda label: classes[label],
            required=True,
            wrap=True,
            on_change=choose,
            args=(-1,),
        )
        st.button(
            "Next",
            icon=":material/skip_next:",
            on_click=choose,
            args=(index,),
            help="The next test digit of this class.",
        )
    return index


def open_digit(index: int) -> None:
    """Let the URL and the session name this test digit."""
    write(Param.DIGIT, str(index))
