"""The words of a view, each behind a button."""

import pytest
from streamlit.testing.v1 import AppTest

from rnn_demo.words.glossary import GLOSSARY, VIEW_TERMS

SCRIPT = "from rnn_demo.ui.components.terms import explain_terms\nexplain_terms({view!r})"


@pytest.mark.parametrize("view", VIEW_TERMS)
def test_each_term_of_the_view_is_explained(view: str) -> None:
    app = AppTest.from_string(SCRIPT.format(view=view)).run()
    assert not app.exception
    shown = [markdown.value for markdown in app.markdown]
    assert len(shown) == len(VIEW_TERMS[view])
    for name, text in zip(VIEW_TERMS[view], shown, strict=True):
        assert text.startswith(f"**{name}**")
        assert text.endswith(GLOSSARY[name].meaning)
