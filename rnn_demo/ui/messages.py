"""The one door by which sentences reach a page that may hold text from outside: they are text there, not Markdown."""

from collections.abc import Callable

import streamlit as st

from rnn_demo.words.markdown import literal

Show = Callable[[str], None]


def success(sentence: str) -> None:
    st.success(literal(sentence))


def info(sentence: str) -> None:
    st.info(literal(sentence))


def warning(sentence: str) -> None:
    st.warning(literal(sentence))


def error(*sentences: str) -> None:
    """A line for each sentence."""
    st.error("  \n".join(map(literal, sentences)))
