"""Where the picture comes from that a network reads: a test digit, a drawing, a file."""

import numpy as np
import streamlit as st

from rnn_demo import data
from rnn_demo.errors import NotAPicture
from rnn_demo.experiment.catalogue import DATASETS, SIDE
from rnn_demo.service.networks import Network
from rnn_demo.ui import messages
from rnn_demo.ui.address.linked import bound
from rnn_demo.ui.address.params import Param
from rnn_demo.ui.choosers.digit import digit_chooser, open_digit
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.components.drawing_pad import drawing_pad
from rnn_demo.ui.keys import Key
from rnn_demo.words.predictions import read_as

SOURCES = ("Test digit", "Draw", "Upload")
SHOWN = 140  # pixels
GALLERY = 12  # confident mistakes shown
THUMBNAIL = 84  # pixels
LARGEST_FILE = 1  # megabytes


def picture_source(network: Network) -> tuple[data.Picture, int | None]:
    """Let a person choose a picture (28, 28) for ``network``; return it, and its class if that is known."""
    source = st.segmented_control(
        "Picture", SOURCES, default=SOURCES[0], required=True, key=Key.SOURCE, persist_state="session"
    )
    match source:
        case "Draw":
            return _drawn(), None
        case "Upload":
            return _uploaded(), None
        case _:
            index = digit_chooser(network.digits, network.dataset)
            with st.container(horizontal=True, vertical_alignment="bottom"):
                _index(index, DATASETS[network.dataset].num_test)
                _next_mistake(network, index)
            _confident_mistakes(network)
            digit = network.digits.digit(network.dataset, index)
            return digit.picture, digit.label


def _index(index: int, count: int) -> None:
    """The number of the test digit, to be typed."""
    bound(st.number_input, "Number of the test digit", Param.DIGIT, index, min_value=0, max_value=count - 1)


def _next_mistake(network: Network, index: int) -> None:
    """What goes to a digit that this network gets wrong. Only when asked: it reads the whole test set for that."""

    def go_to_next() -> None:
        mistake = network.next_mistake(after=index)
        if mistake is None:
            st.toast("This network reads every test digit right.")
        else:
            open_digit(mistake)

    st.button(
        "Next mistake",
        icon=":material/error:",
        on_click=go_to_next,
        help="The next test digit that this network reads wrongly.",
    )


def _confident_mistakes(network: Network) -> None:
    """The worst mistakes, if a person wants to see them."""
    if st.toggle(
        "Most confident mistakes", help="What it gets wrong while it is most certain, the most certain first."
    ):
        with st.container(horizontal=True):
            for mistake in network.confident_mistakes(GALLERY):
                _thumbnail(network, mistake)


def _thumbnail(network: Network, index: int) -> None:
    digit = network.digits.digit(network.dataset, index)
    trace = network.trace(digit.picture)
    prediction = network.classes[trace.prediction]
    with st.container(width=THUMBNAIL + 40):
        digit_image(digit.picture, width=THUMBNAIL, alt=f"Test digit {index}, {digit.name}")
        st.button(
            f"{digit.name} as {prediction}",
            key=f"mistake_{index}",
            on_click=open_digit,
            args=(index,),
            help=f"Test digit {index} {read_as(prediction, digit.name)} with {trace.confidence:.0%}.",
        )


def _drawn() -> data.Picture:
    ink = drawing_pad(key=Key.DRAWING)
    picture = _blank() if ink is None else data.centre(ink)
    if ink is None:
        st.caption("Nothing is drawn yet. Draw a digit above, and the network reads it.")
    else:
        digit_image(picture, width=SHOWN, alt="What the network sees of the drawing.")
        st.caption(
            "What the network sees: your drawing scaled to a box of 20 × 20 pixels and centred by its mass, as the digits "
            "of MNIST were."
        )
    return picture


def _uploaded() -> data.Picture:
    file = st.file_uploader("A picture of one digit, PNG or JPEG, up to 1 MB", max_upload_size=LARGEST_FILE)
    if file is None:
        return _blank()
    try:
        picture = data.centre(data.read_picture(file.getvalue()))
    except NotAPicture as error:
        messages.error(str(error))
        return _blank()
    digit_image(picture, width=SHOWN, alt="What the network sees of the file.")
    return picture


def _blank() -> data.Picture:
    return np.zeros((SIDE, SIDE), dtype=np.uint8)
