"""The words of a view, each a small button that explains it."""

import streamlit as st

from rnn_demo.words.glossary import GLOSSARY, VIEW_TERMS


def explain_terms(view: str) -> None:
    """Show the terms of the view called ``view`` in one line; pressing one says what it means."""
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", key=f"terms_{view}"):
        st.caption("In plain words:", width="content")
        for name in VIEW_TERMS[view]:
            term = GLOSSARY[name]
            with st.popover(name, type="tertiary"):
                symbol = f" ${term.symbol}$" if term.symbol else ""
                st.markdown(f"**{name}**{symbol}  \n{term.meaning}")
