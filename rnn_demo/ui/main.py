"""The page that Streamlit runs: it chooses among the pages of ``pages/``."""

from pathlib import Path

import streamlit as st

from rnn_demo.figures.theme import DARK
from rnn_demo.ui.session import page_theme

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "pages"

st.set_page_config(page_title="rnn_demo: watch a network learn to read", layout="wide", initial_sidebar_state="auto")
if page_theme() is DARK:
    st.html(HERE / "dark.css")
st.navigation(
    [
        st.Page(PAGES / "train.py", title="Train", default=True),
        st.Page(PAGES / "look_inside.py", title="Look inside"),
        st.Page(PAGES / "memory.py", title="Memory"),
    ],
    position="top",
).run()
