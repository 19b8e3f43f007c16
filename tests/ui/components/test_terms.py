"""The words of a view, each behind a button."""

import pytest
from streamlit.testing.v1 import AppTest

from rnn_demo.experiment.catalogue import CellName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.words.glossary import VIEW_TERMS, terms_of

SCRIPT = (
    "from rnn_demo.ui.components.terms import explain_terms\n"
    "from rnn_demo.experiment.config import RunConfig\n"
    "explain_terms({view!r}, RunConfig(cell={cell!r}, bidirectional={both}))"
)


@pytest.mark.parametrize("view", VIEW_TERMS)
@pytest.mark.parametrize(("cell", "both"), [("rnn", False), ("lstm", True)])
def test_each_term_that_the_network_has_to_do_with_is_explained(view: str, cell: CellName, both: bool) -> None:
    app = AppTest.from_string(SCRIPT.format(view=view, cell=cell, both=both)).run()
    terms = terms_of(view, [RunConfig(cell=cell, bidirectional=both)])
    assert not app.exception
    shown = [markdown.value for markdown in app.markdown]
    assert len(shown) == len(terms) > 0
    for term, text in zip(terms, shown, strict=True):
        assert text.startswith(f"**{term.name}**")
        assert text.endswith(term.meaning)
