"""The theme that a page gets."""

import pytest

from rnn_demo.figures.theme import DARK, LIGHT, Theme, theme_named


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK), (None, LIGHT), ("other", LIGHT)])
def test_browser_names_its_theme_or_gets_the_light_one(name: str | None, theme: Theme) -> None:
    assert theme_named(name) is theme


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_ten_classes_and_ten_runs_have_colours_of_their_own(theme: Theme) -> None:
    assert len(set(theme.classes)) == len(set(theme.runs)) == 10
    assert theme.runs[:2] == (theme.train, theme.test)
