"""Links, digits, narrow and dark pages, and the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.train_page import TrainPage

Visit = Callable[..., TrainPage]

PICTURE = "JSON.stringify(chart.data[0].z)"


def test_deep_link_opens_the_configuration(visit: Visit) -> None:
    page = visit("/?cell=gru&bidirectional=False&hidden_size=12&learning_rate=0.002")
    page.expect_charts()
    expect(page.page.get_by_role("spinbutton", name="Hidden units")).to_have_value("12")
    expect(page.page.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.002")
    assert page.chart_value("probe", "chart.data.length") == 3  # no backward direction
    expect(page.page).to_have_url(re.compile("cell=gru.*hidden_size=12|hidden_size=12.*cell=gru"))


def test_choosing_a_preset_changes_the_link(visit: Visit) -> None:
    page = visit()
    page.expect_charts()
    page.choose("Preset", "Plain RNN 64")
    expect(page.page).to_have_url(re.compile("cell=rnn"))
    page.wait_for_chart("probe", "chart.data.length === 3")


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("hidden_size=0", "hidden_size: '0' is not allowed; use a whole number from 1 to 256"),
        ("hiden_size=8", "did you mean hidden_size"),
        ("dropout=0.5", "dropout acts between layers"),
        ("run=nonsense", "nonsense"),
    ],
)
def test_nonsense_in_a_link_gets_a_sentence(visit: Visit, link: str, sentence: str) -> None:
    page = visit(f"/?{link}")
    page.expect_charts()
    expect(page.page.get_by_role("alert").get_by_text(sentence)).to_be_visible()


def test_digits_are_chosen_by_class_and_by_next(visit: Visit) -> None:
    page = visit()
    page.expect_charts()
    page.choose_class("7")
    expect(page.page.get_by_text("it is 7").or_(page.page.get_by_text("reads this as 7"))).to_be_visible()
    first = page.chart_value("probe", PICTURE)
    page.press("Next")
    page.wait_for_chart("probe", f"{PICTURE} !== before", first)
    url = page.page.url
    again = visit(url[url.index("/?") :])
    again.expect_charts()
    expect(again.page.get_by_text("it is 7").or_(again.page.get_by_text("reads this as 7"))).to_be_visible()


def test_one_row_is_marked_in_every_panel(visit: Visit) -> None:
    page = visit()
    page.expect_charts()
    page.chart("probe").focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowDown")
    page.wait_for_chart("probe", "chart.layout.shapes?.length === 4")
    assert page.chart_value("probe", "chart.layout.shapes.map(shape => shape.y0)") == [1.5] * 4
    page.page.mouse.move(0, 0)
    box = page.chart("probe").bounding_box()
    assert box is not None
    page.page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + 150, steps=3)
    page.wait_for_chart("probe", "chart.layout.shapes?.length === 4 && chart.layout.shapes[0].y0 > 5")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?embed=true"], ids=["page", "embedded"])
def test_narrow_page_has_everything_within_its_width(visit: Visit, dark: bool, path: str) -> None:
    page = visit(path, width=390, dark=dark)
    page.expect_charts()
    page.wait_for_chart("probe", "chart.layout.height > 600")  # two by two
    overflow = page.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    for name in ("probe", "loss", "accuracy"):
        box = page.chart(name).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_keyboard_reaches_the_button_that_trains(visit: Visit) -> None:
    page = visit("/?num_epochs=1")
    page.expect_charts()
    train = page.page.get_by_role("button", name="Train", exact=True)
    for _ in range(60):
        page.page.keyboard.press("Tab")
        if train.evaluate("button => button === document.activeElement"):
            break
    expect(train).to_be_focused()
    page.page.keyboard.press("Enter")
    page.expect_status("Finished")
