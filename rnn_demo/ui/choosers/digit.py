"""Choosing the test digit to look at: by class, and the next one of that class."""

from collections.abc import Callable

import streamlit as st

from rnn_demo.experiment.catalogue import DATASETS, DatasetName
from rnn_demo.service.digits import Digits
from rnn_demo.ui.address.linked import linked_number
from rnn_demo.ui.address.params import Param, read, write
from rnn_demo.ui.keys import Key

LABEL = "Test digit of class"


def open_digit(index: int) -> None:
    """Let the URL and the session name this test digit."""
    write(Param.DIGIT, str(index))


def digit_chooser(digits: Digits, dataset: DatasetName, on_choose: Callable[[int], None] = open_digit) -> int:
    """Show the chooser and return the index of the test digit that is chosen; it stands in the URL.

    ``on_choose`` is called with the index when a person chooses one here.
    """
    if text := read(Param.DIGIT):
        write(Param.DIGIT, text)  # one that came along from another page stands in the URL here too
    index = linked_number(Param.DIGIT, 0, DATASETS[dataset].num_test - 1)
    classes = DATASETS[dataset].classes
    st.session_state[Key.DIGIT_CLASS] = digits.digit(dataset, index).label

    def choose(after: int) -> None:
        on_choose(digits.next_digit(dataset, st.session_state[Key.DIGIT_CLASS], after))

    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":small[{LABEL}]", width="content"
        )  # beside the classes, so that the button stands level with them
        st.pills(
            LABEL,
            range(len(classes)),
            key=Key.DIGIT_CLASS,
            format_func=lambda label: classes[label],
            required=True,
            wrap=True,
            label_visibility="collapsed",
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
