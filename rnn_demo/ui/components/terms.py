"""The words of a view, each a small button that explains it."""

import streamlit as st

from rnn_demo.experiment.config import RunConfig
from rnn_demo.words.glossary import terms_of


def explain_terms(view: str, *configs: RunConfig) -> None:
    """Show the terms of the view called ``view`` for networks of ``configs``; pressing one says what it means."""
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", key=f"terms_{view}"):
        st.caption("In plain words:", width="content")
        for term in terms_of(view, configs):
            with st.popover(term.name, type="tertiary"):
                symbol = f" ${term.symbol}$" if term.symbol else ""
                st.markdown(f"**{term.name}**{symbol}  \n{term.meaning}")
