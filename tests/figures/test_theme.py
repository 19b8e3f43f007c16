"""The theme that a page gets, and that its colours can be seen and told apart."""

import tomllib

import pytest
from plotly.colors import sample_colorscale

from rnn_demo.figures.theme import DARK, LIGHT, Theme, text_on_scale, theme_named
from tests.figures.seeing import VISIONS, contrast, smallest_distance
from tests.test_house import REPOSITORY

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
READABLE = 4.5  # the contrast that the Web Content Accessibility Guidelines ask of text
VISIBLE = 3  # and of what is no text


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK), (None, LIGHT), ("other", LIGHT)])
def test_browser_names_its_theme_or_gets_the_light_one(name: str | None, theme: Theme) -> None:
    assert theme_named(name) is theme


@BOTH
def test_ten_classes_and_ten_runs_have_colours_of_their_own(theme: Theme) -> None:
    assert len(set(theme.classes)) == len(set(theme.runs)) == 10
    assert theme.runs[:2] == (theme.train, theme.test)


@BOTH
def test_colours_stand_out_from_the_page(theme: Theme) -> None:
    for colour in (*theme.classes, theme.train, theme.test):
        assert contrast(colour, theme.paper) >= VISIBLE, colour
    for colour in (theme.text, theme.muted):
        assert contrast(colour, theme.paper) >= READABLE, colour


@BOTH
@pytest.mark.parametrize(("vision", "distance"), [*zip(VISIONS, (35, 19, 19), strict=True)])
def test_classes_can_be_told_apart(theme: Theme, vision: str, distance: float) -> None:
    """The path of the chosen digit, which has the colour of text, among them."""
    assert smallest_distance([*theme.classes], vision) > distance
    assert smallest_distance([*theme.classes, theme.text], vision) > distance / 2


@BOTH
@pytest.mark.parametrize("scale", ["share", "mistake"])
def test_text_on_a_scale_can_be_read_everywhere(theme: Theme, scale: str) -> None:
    colours = getattr(theme, scale)
    values = [step / 200 for step in range(1, 201)]
    for value, ground in zip(values, sample_colorscale([list(stop) for stop in colours], values), strict=True):
        red, green, blue = (round(float(part)) for part in ground.removeprefix("rgb(").removesuffix(")").split(","))
        assert contrast(text_on_scale(colours, value), f"#{red:02x}{green:02x}{blue:02x}") >= READABLE


@BOTH
def test_the_smallest_mistake_can_be_seen(theme: Theme) -> None:
    """Also by those who see it only as lighter or darker than the page and than the right answers."""
    least = theme.mistake[0][1]
    for vision in VISIONS:
        assert smallest_distance([least, theme.paper, theme.share[-1][1]], vision) > 8


def test_text_is_that_of_the_page() -> None:
    """Streamlit draws captions in the colour of text at 60%: they can be read, on the sidebar too."""
    page = tomllib.loads((REPOSITORY / ".streamlit/config.toml").read_text())["theme"]["light"]
    assert page["textColor"] == LIGHT.text
    for ground in (LIGHT.paper, "#f8f8f7"):
        faded = sample_colorscale([[0.0, ground], [1.0, LIGHT.text]], [0.6])[0]
        red, green, blue = (round(float(part)) for part in faded.removeprefix("rgb(").removesuffix(")").split(","))
        assert contrast(f"#{red:02x}{green:02x}{blue:02x}", ground) >= READABLE


def test_the_chosen_name_can_be_read_in_both_themes() -> None:
    """It stands in the primary colour on a faint shade of it, and the text of the primary button on it."""
    page = tomllib.loads((REPOSITORY / ".streamlit/config.toml").read_text())["theme"]
    assert contrast(page["light"]["primaryColor"], LIGHT.paper) >= READABLE
    assert contrast(page["light"]["primaryColor"], "#ffffff") >= READABLE
    assert contrast(page["dark"]["primaryColor"], DARK.paper) >= READABLE
    assert contrast(page["dark"]["primaryColor"], "#14151a") >= READABLE
