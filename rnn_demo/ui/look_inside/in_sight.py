"""The picture, what it is read as and by which network: at the top of the page, and in sight however far one scrolls."""

from pathlib import Path

import streamlit as st

from rnn_demo.experiment.catalogue import SIDE
from rnn_demo.service.runs import Runs
from rnn_demo.ui.choosers.digit_image import digit_image
from rnn_demo.ui.choosers.shown_network import shown_network
from rnn_demo.ui.look_inside.scene import Scene
from rnn_demo.ui.session import page_theme
from rnn_demo.words.predictions import read_as

STYLE = Path(__file__).with_name("in_sight.css")
SHOWN = 56  # pixels


def picture_in_sight(scene: Scene, runs: Runs, step: int) -> None:
    """Show the picture of ``scene``, what it is, and what the network reads it as, which is its run's after ``step``."""
    st.html(STYLE)
    # As the page, whose colour no variable holds: what is scrolled away passes below it unseen.
    st.html(f"<style>.st-key-in_sight {{ background: {page_theme().paper}; }}</style>")
    with st.container(key="in_sight", horizontal=True, vertical_alignment="center", gap="small"):
        digit_image(scene.picture[:SIDE], width=SHOWN, alt=_described(scene))
        more = len(scene.picture) - SIDE
        st.markdown(_in_words(scene) + (f"  \nand {more} blank rows" if more else ""))
        shown_network(runs, scene.run, step)


def _described(scene: Scene) -> str:
    return "The picture that is read." if scene.truth is None else f"The picture that is read, a {scene.truth}."


def _in_words(scene: Scene) -> str:
    if scene.says_nothing:
        return "Nothing is read yet." if not scene.picture.any() else "The network no longer predicts anything."
    what = "This picture" if scene.truth is None else "This digit"
    return f"{what} {'is ' if scene.truth is None else ''}{read_as(scene.prediction, scene.truth)}"
