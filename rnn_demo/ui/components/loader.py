"""How a component of our own comes into the browser: its HTML, CSS and JavaScript stand here in files of its name."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__).parent


def load(name: str, *, after: str = "", isolate_styles: bool = True) -> ComponentRenderer:
    """The component of ``name``.html, ``name``.js and, if there is one, ``name``.css.

    ``after`` names the JavaScript and CSS that it builds upon, which stand before its own: in a checkout that is not
    installed Streamlit takes a component's code as one text only.
    """
    parts = [part for part in (after, name) if part]
    return st.components.v2.component(
        f"rnn_demo_{name}",
        html=_read(f"{name}.html"),
        css="".join(_read(f"{part}.css") for part in parts if (HERE / f"{part}.css").exists()),
        js="".join(_read(f"{part}.js") for part in parts),
        isolate_styles=isolate_styles,
    )


def _read(file: str) -> str:
    return (HERE / file).read_text(encoding="utf-8")
