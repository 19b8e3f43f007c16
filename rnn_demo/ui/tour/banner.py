"""The card of the tour above the page that it speaks of, and the ways from card to card."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from rnn_demo.ui import messages
from rnn_demo.ui.address.links import to_params
from rnn_demo.ui.address.params import Param, read, write, write_scene
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from rnn_demo.ui.tour.cards import Card, PageName, cards, link, open_card_number
from rnn_demo.ui.train.config_form import fill
from rnn_demo.words.quantities import shortened

CSS = Path(__file__).with_name("card.css")

Pages = Mapping[PageName, StreamlitPage]


def tour_banner(pages: Pages, current: StreamlitPage) -> None:
    """Show the card that the URL names above its page, on its scene; on Train without a card, the way to the first."""
    number, named = open_card_number(), read(Param.CARD)
    if number is None:
        if named is not None:
            messages.warning(
                f"The link says card={shortened(named)}, but there is no such card, so none is open. The cards are 1 to "
                f"{len(cards())}."
            )
        if current is pages["train"] and (read(Param.RUN) is None or Key.CARD in st.session_state):
            _invitation(pages)
        return
    card = cards()[number - 1]
    if current is not pages[card.page]:
        open_card(pages, number)
    _set_scene(card, number)
    st.html(CSS)
    with st.container(border=True, key="tour_card", gap="xsmall"):
        _head(pages, card, number)
        st.markdown(f"{card.question} **{card.task}**")
        with st.expander("Answer", type="compact", key=f"answer_{number}"):  # each card's begins folded up
            st.markdown(card.answer)


def open_card(pages: Pages, number: int) -> None:
    """Go to card ``number``, on its page."""
    st.switch_page(pages[cards()[number - 1].page], query_params=link(number))


def last_card() -> int:
    """The number of the card that was shown last in this session; 1 if there was none."""
    number: int = st.session_state.get(Key.CARD, 1)
    return number


def _invitation(pages: Pages) -> None:
    number = last_card()
    label = "New here? Ten minutes" if Key.CARD not in st.session_state else f"Back to the tour, card {number}"
    if st.button(
        label,
        icon=":material/school:",
        help="A tour of ten cards, each a question that a trained network answers before your eyes. No training needed.",
    ):
        open_card(pages, number)


def _set_scene(card: Card, number: int) -> None:
    """Let the URL say what the card shows, once: from then on it follows whoever looks."""
    if st.session_state.get(Key.CARD) != number:
        st.session_state[Key.CARD] = number
        st.session_state[Key.PLAYING] = False
        st.session_state.pop(Key.SOURCE, None)  # a drawing may still be shown instead of the card's digit
        write_scene(card.scene, keep=True)


def _show(scene: Mapping[Param, str]) -> None:
    """Let the URL say ``scene``, and Train's form the settings of the run there."""
    write_scene(scene)
    fill(get_service().runs.get(scene[Param.RUN]).config)


def _head(pages: Pages, card: Card, number: int) -> None:
    """The title and the buttons, which stay in place from card to card."""
    is_last = number == len(cards())
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"**{number} of {len(cards())} · {card.title}**")
        if st.button("Back", disabled=number == 1):
            open_card(pages, number - 1)
        if not is_last and st.button("Next", type="primary", icon=":material/arrow_forward:"):
            open_card(pages, number + 1)
        if card.other:
            is_open = read(Param.RUN) == card.other.scene[Param.RUN]
            label, scene = (card.other.back, card.scene) if is_open else (card.other.title, card.other.scene)
            st.button(label, on_click=_show, args=(scene,))
        if st.button("Train this yourself", help="Opens Train with the settings of this card filled in."):
            config = get_service().runs.get(card.scene[Param.RUN]).config
            fill(config)
            write(Param.RUN, None)
            st.switch_page(pages["train"], query_params=to_params(config))
        st.button(
            "Finish" if is_last else "Close",
            type="primary" if is_last else "tertiary",
            help="Close the tour; the page stays as it is.",
            on_click=write,
            args=(Param.CARD, None),
        )
