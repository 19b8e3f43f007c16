"""Where the picture comes from that a network reads: a test digit, a drawing, a file; and what is done to it first."""

from typing import TYPE_CHECKING

import streamlit as st

from rnn_demo.errors import InvalidConfig, NotAPicture
from rnn_demo.experiment.config import TEST_DIGITS
from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service
from rnn_demo.ui.address.params import Key
from rnn_demo.ui.choosers.digit import digit_chooser
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.components.drawing_pad import drawing_pad
from rnn_demo.ui.session import linked_digit, open_digit

if TYPE_CHECKING:
    from torch import Tensor

SOURCES = ("Test digit", "Draw", "Upload")
GALLERY = 12  # confident mistakes shown
THUMBNAIL = 84  # pixels
LARGEST_FILE = 1  # megabytes


def picture_source(service: Service, run: Run, step: int, dataset: str) -> "tuple[Tensor, int | None]":
    """Let a person choose a picture and change it; return it (28 + k, 28) uint8, and its class if that is known."""
    source = st.segmented_control(
        "Picture", SOURCES, default=SOURCES[0], required=True, key=Key.SOURCE, persist_state="session"
    )
    match source:
        case "Draw":
            image, label = _drawn(), None
        case "Upload":
            image, label = _uploaded(), None
        case _:
            index = digit_chooser(service, dataset)
            _index(index, TEST_DIGITS[dataset])
            _mistakes(service, run, step, dataset)
            digit = service.digit(dataset, index)
            image, label = digit.image, digit.label
    return _edited(service, run, step, image, service.classes(dataset)), label


def _index(index: int, count: int) -> None:
    """The number of the test digit, to be typed."""
    st.session_state[Key.DIGIT_INDEX] = index % count
    st.number_input(
        "Number of the test digit",
        0,
        count - 1,
        key=Key.DIGIT_INDEX,
        on_change=lambda: open_digit(st.session_state[Key.DIGIT_INDEX]),
    )


def _mistakes(service: Service, run: Run, step: int, dataset: str) -> None:
    """What goes to the digits that this network gets wrong. Only when asked: it reads the whole test set for that."""

    def go_to_next() -> None:
        index = service.next_mistake(run.id, step, dataset, linked_digit())
        if index is None:
            st.toast("This network reads every test digit right.")
        else:
            open_digit(index)

    st.button(
        "Next mistake",
        icon=":material/error:",
        on_click=go_to_next,
        help="The next test digit that this network reads wrongly.",
    )
    if st.toggle(
        "Most confident mistakes", help="What it gets wrong while it is most certain, the most certain first."
    ):
        with st.container(horizontal=True):
            for index in service.confident_mistakes(run.id, step, dataset, GALLERY):
                _thumbnail(service, run, step, dataset, index)


def _thumbnail(service: Service, run: Run, step: int, dataset: str, index: int) -> None:
    digit = service.digit(dataset, index)
    answer = service.look(run.id, step, dataset, index).probabilities
    classes = service.classes(dataset)
    with st.container(width=THUMBNAIL + 40):
        read_as = int(answer.argmax())
        digit_image(digit.image, width=THUMBNAIL)
        st.button(
            f"{digit.name} as {classes[read_as]}",
            key=f"mistake_{index}",
            on_click=open_digit,
            args=(index,),
            help=f"Test digit {index} is {digit.name}, read as {classes[read_as]} with {answer[read_as]:.0%}.",
        )


def _drawn() -> "Tensor":
    from rnn_demo.data import centre

    ink = drawing_pad(key="pad")
    image = _blank() if ink is None else centre(ink)
    digit_image(image, width=140)
    if ink is None:
        st.caption("Nothing is drawn yet, so the network reads a blank picture. Draw a digit above.")
        return image
    st.caption(
        "What the network sees: your drawing scaled to a box of 20 × 20 pixels and centred by its mass, as the digits of "
        "MNIST were."
    )
    return image


def _uploaded() -> "Tensor":
    from rnn_demo.data import centre, read_picture

    file = st.file_uploader("A picture of one digit, PNG or JPEG, up to 1 MB", max_upload_size=LARGEST_FILE)
    if file is None:
        return _blank()
    try:
        image = centre(read_picture(file.getvalue()))
    except NotAPicture as error:
        st.error(str(error))
        return _blank()
    digit_image(image, width=140)
    return image


def _edited(service: Service, run: Run, step: int, image: "Tensor", classes: tuple[str, ...]) -> "Tensor":
    """Offer changes to the picture; where there are some, show both pictures and both answers."""
    from rnn_demo.data import Edit, apply_edit

    with st.expander("Change the picture", icon=":material/edit:"):
        is_blanked = st.toggle("Blank some rows", key="edit_blank")
        rows = st.slider("Blank rows", 0, 27, (10, 14), key="edit_rows", disabled=not is_blanked)
        flip = st.selectbox("Flip", ("none", "horizontal", "vertical"), key="edit_flip")
        right = st.slider("Shift right", -14, 14, 0, key="edit_right")
        down = st.slider("Shift down", -14, 14, 0, key="edit_down")
        noise = st.slider("Noise", 0.0, 1.0, 0.0, 0.05, key="edit_noise")
        at_end = st.slider(
            "Blank rows at the end",
            0,
            112,
            0,
            key="edit_end",
            disabled=run.config.sequence != "rows",
            help="How long the network has to remember; possible for networks that read rows.",
        )
        try:
            edit = Edit.parse(
                {
                    "flip": flip,
                    "noise": noise,
                    "shift_right": right,
                    "shift_down": down,
                    "blank_from": rows[0] if is_blanked else None,
                    "blank_to": rows[1] if is_blanked else None,
                    "blank_rows_at_end": at_end if run.config.sequence == "rows" else 0,
                }
            )
        except InvalidConfig as error:
            st.error(str(error))
            return image
        if edit == Edit():
            st.caption("Nothing is changed yet.")
            return image
        changed = apply_edit(edit, image)
        _compare(service, run, step, (image, changed), classes)
        return changed


def _compare(
    service: Service, run: Run, step: int, pictures: "tuple[Tensor, Tensor]", classes: tuple[str, ...]
) -> None:
    answers = []
    for column, picture, name in zip(st.columns(2), pictures, ("Original", "Changed"), strict=True):
        probabilities = service.look_at(run.id, step, picture).probabilities
        answer = int(probabilities.argmax())
        answers.append(answer)
        with column:
            digit_image(picture[:28], width=110)
            if len(picture) > 28:
                st.caption(f"and {len(picture) - 28} blank rows")
            st.markdown(f"{name}: read as **{classes[answer]}** with {probabilities[answer]:.0%}")
    before, after = answers
    st.markdown(
        "The answer is the same." if before == after else f"The change turns {classes[before]} into {classes[after]}."
    )


def _blank() -> "Tensor":
    import torch

    return torch.zeros(28, 28, dtype=torch.uint8)
