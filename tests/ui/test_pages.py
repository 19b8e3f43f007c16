"""Every page as a whole, with trained networks: what its link may say, and what it does not."""

import pytest

from rnn_demo.service.service import Service
from rnn_demo.words.markdown import literal
from tests.ui.opening import open_page, texts, warnings

UNKNOWN = "[x](http://evil)"
ESCAPED = literal(UNKNOWN)


@pytest.mark.parametrize("page", ["train", "look_inside", "memory"])
def test_an_unknown_run_gets_a_sentence(shown: Service, page: str) -> None:
    (sentence,) = warnings(open_page(page, f"run={UNKNOWN}"))
    assert ESCAPED in sentence


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("look_inside", "view"),
        ("look_inside", "digit"),
        ("look_inside", "step"),
        ("look_inside", "layer"),
        ("look_inside", "row"),
        ("look_inside", "unit"),
        ("look_inside", "direction"),
        ("look_inside", "view=units&layer"),
        ("look_inside", "view=units&unit"),
        ("look_inside", "view=units&direction"),
        ("look_inside", "view=space&axes"),
        ("look_inside", "view=space&direction"),
        ("look_inside", "view=weights&gate"),
        ("look_inside", "view=weights&row"),
        ("look_inside", "view=erase&directions"),
        ("look_inside", "view=erase&row"),
        ("look_inside", "view=gates&unit"),
        ("look_inside", "view=lesions&lesion"),
        ("look_inside", "view=lesions&order"),
        ("look_inside", "view=lesions&share"),
        ("memory", "view"),
        ("memory", "compare"),
        ("memory", "digit"),
        ("memory", "gradient"),
        ("memory", "relative"),
        ("memory", "view=rows&band"),
        ("train", "digit"),
        ("train", "cell"),
    ],
)
def test_an_unknown_value_gets_one_sentence_and_the_default_is_shown(shown: Service, page: str, link: str) -> None:
    opened = open_page(page, f"{link}={UNKNOWN}")
    (sentence,) = warnings(opened)
    assert sentence.startswith(("The link", "There is no run"))
    assert ESCAPED in sentence
    assert texts(opened) == texts(open_page(page, link.rpartition("&")[0]))


@pytest.mark.parametrize("link", ["view=nonsense", "layer=9", "step=abc", "step=-1", "unit=99", "row=28"])
def test_what_a_page_does_not_have_is_as_good_as_nonsense(shown: Service, link: str) -> None:
    (sentence,) = warnings(open_page("look_inside", link))
    name, text = link.split("=")
    assert sentence.startswith(f"The link says {name}={text}".replace("-", "-"))
    assert "You see" in sentence


def test_a_step_that_is_not_kept_shows_the_nearest(shown: Service, two_ways: str) -> None:
    page = open_page("look_inside", f"run={two_ways}&step=99999")
    assert page.info[0].value.startswith("No weights of step 99,999 are kept; you see those of step 20")
    assert not warnings(page)
