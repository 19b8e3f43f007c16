"""The page that Streamlit runs: it chooses among the pages of ``pages/``."""

from pathlib import Path

import streamlit as st

from rnn_demo.figures.theme import DARK
from rnn_demo.ui.address.params import keep_url
from rnn_demo.ui.session import page_theme
from rnn_demo.ui.tour.banner import Pages, last_card, open_card, tour_banner

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "pages"

st.set_page_config(page_title="rnn_demo: watch a network learn to read", layout="wide", initial_sidebar_state="auto")
keep_url()
st.html(HERE / "page.css")
if page_theme() is DARK:
    st.html(HERE / "dark.css")
pages: Pages = {
    "train": st.Page(PAGES / "train.py", title="Train", default=True),
    "look_inside": st.Page(PAGES / "look_inside.py", title="Look inside"),
    "memory": st.Page(PAGES / "memory.py", title="Memory"),
}
tour = st.Page(lambda: open_card(pages, last_card()), title="Ten-minute tour", url_path="tour")
page = st.navigation([*pages.values(), tour], position="top")
with st.container():  # always there: a page keeps its place, and its charts their zoom, when what is in it goes
    tour_banner(pages, page)
page.run()
