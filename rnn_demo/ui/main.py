"""The page that Streamlit runs: it chooses among the pages of ``pages/``."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).parents[2] / "pages"

st.set_page_config(page_title="rnn_demo: watch a network learn to read", layout="wide", initial_sidebar_state="auto")
st.navigation(
    [
        st.Page(PAGES / "train.py", title="Train", default=True),
        st.Page(PAGES / "look_inside.py", title="Look inside"),
        st.Page(PAGES / "memory.py", title="Memory"),
    ],
    position="top",
).run()
