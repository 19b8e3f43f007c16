"""Taking a trained network apart: the page Look inside in the browser."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.e2e.conftest import Visit
from tests.e2e.pages.look_inside_page import LookInsidePage
from tests.e2e.pages.train_page import TrainPage

# Reading row by row


def test_states_are_read_row_by_row_with_the_keyboard(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&digit=3")
    page.expect_read("^The whole picture has been read.$")
    page.focus_reader()
    page.press_key("ArrowRight", times=2)
    page.expect_read("^Read forward down to row 1, backward up to row 26.$")
    page.expect_uncovered_rows(4, 2, 2, 2)  # the picture is uncovered from both ends
    page.expect_link("row=1")
    page.press_key("ArrowLeft")
    page.expect_read("^Read forward down to row 0, backward up to row 27.$")
    page.press_key(" ")
    page.expect_playing()
    page.expect_read("row 3")
    page.pause_reading()
    page.expect_link(r"row=\d+")


def test_the_row_in_the_link_follows_the_reading_and_the_whole_picture_takes_it_away(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&digit=3")
    page.play_to_the_end()
    page.expect_link("row=27")
    page.read_whole()
    page.expect_read("^The whole picture has been read.$")
    page.expect_not_in_link("row=")
    page.reload()
    page.expect_read("^The whole picture has been read.$")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_picture_stays_in_sight(visit: Visit, lstm: str, width: int) -> None:
    page = visit(LookInsidePage, f"run={lstm}&digit=3", width=width)
    page.expect_text("This digit is 1, read as")
    page.expect_picture_in_sight()
    page.expect_text("One cell by hand")
    page.scroll_down()
    page.expect_picture_in_sight()


def test_reading_begins_at_the_row_of_the_link(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&row=12")
    page.expect_read("^Read forward down to row 12, backward up to row 15.$")


def test_one_cell_can_be_checked_by_hand(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&row=14&unit=5")
    page.unfold("One cell by hand")
    page.expect_number("Row", "14")
    page.expect_number("Hidden unit", "5")
    page.expect_equations(6)  # i, f, g, o, c, h


# Views


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        ("Step by step", "Of the forward state alone the head says"),
        ("Who decided?", "on (their|its) own|The (forward|backward) pass"),
        ("Wrong end", "Over the first 1,000 test digits it is right in"),
        ("Units", "Digits that excite unit 0 most"),
        ("State space", "The forward states of the first 200 test digits"),
        ("Weights", "The same 5,184 numbers at all 28 rows"),
        ("Erase", "With both states erased after row 13"),
        ("Gates", r"Unit 0 remembers \d"),
        ("Lesions", "with 12 of 48 units off"),
    ],
)
def test_every_view_stands_in_the_link(visit: Visit, lstm: str, view: str, sentence: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&digit=3")
    page.pick("View", view)
    page.expect_text(sentence)
    again = visit(LookInsidePage, page.link)
    again.expect_picked("View", view)
    again.expect_text(sentence)


def test_one_direction_and_upper_layers(visit: Visit, rnn: str) -> None:
    page = visit(LookInsidePage, f"run={rnn}&layer=1")
    page.expect_picked("Layer", "2")
    page.pick("View", "Wrong end")
    page.expect_text("there is no wrong end")


def test_layer_and_direction_of_a_unit_survive_a_reload(visit: Visit, deep: str) -> None:
    page = visit(LookInsidePage, f"run={deep}&view=units")
    page.pick("Layer", "1")
    page.expect_link("layer=0")
    page.choose("Direction", "backward")
    page.expect_link("direction=backward")
    page.reload()
    page.expect_picked("Layer", "1")
    page.expect_chosen("Direction", "backward")
    page.pick("Layer", "2")  # the default: it needs no place in the link
    page.expect_not_in_link("layer=")
    page.expect_link("direction=backward")


def test_a_click_on_a_row_erases_the_state_there(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&view=erase")
    page.erase_after(20)
    page.expect_link("row=20")
    page.expect_text("With both states erased after row 20")


def test_a_click_on_a_unit_tells_its_story(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&view=gates&direction=backward")
    page.click_unit(7)
    page.expect_link("unit=7")
    page.expect_text(r"Unit 7 remembers \d")
    page.expect_number("Hidden unit", "7")


# The moment of training


def test_time_travel_changes_the_view_and_the_link(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&view=votes")
    before = page.votes()
    page.go_to_first_moment()
    page.expect_link("step=0")
    page.expect_other_votes(before)
    page.expect_moment_marked(0)


def test_a_moment_that_is_gone_shows_the_nearest(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&step=99999")
    page.expect_text("No weights of step 99,999 are kept")


def test_a_live_run_grows_while_it_is_looked_at(visit: Visit) -> None:
    page = visit(TrainPage, "num_epochs=200&hidden_size=16")
    page.train_to(5)
    visit(LookInsidePage, f"run={page.run_id}&view=votes").expect_more_moments()
    page.stop()


# The picture


def test_a_digit_is_drawn_with_the_mouse(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}")
    page.pick("Picture", "Draw")
    page.draw_a_one()
    page.expect_one_is_read()
    page.press("Clear")
    page.expect_text("This picture is blank")


def test_uploads_are_read_or_refused(visit: Visit, lstm: str, tmp_path: Path) -> None:
    paper = np.full((120, 100), 255, dtype=np.uint8)
    paper[20:100, 45:55] = 0
    Image.fromarray(paper).save(tmp_path / "one.png")
    (tmp_path / "no.png").write_text("This is no picture.")
    page = visit(LookInsidePage, f"run={lstm}")
    page.pick("Picture", "Upload")
    page.upload(tmp_path / "no.png")
    page.expect_alert("picture")
    page.upload(tmp_path / "one.png")
    page.expect_no_alert()
    page.expect_one_is_read()


def test_an_edit_shows_both_answers(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}")
    page.expect_text("One cell by hand")  # the last of the page: it is complete
    page.unfold("Change the picture")
    page.expect_text("Nothing is changed yet.")
    page.choose("Flip", "vertical")
    page.expect_text("Changed: read as")
    page.expect_text("The prediction is the same|The change turns")


def test_next_mistake_is_a_mistake(visit: Visit, lstm: str) -> None:
    page = visit(LookInsidePage, f"run={lstm}&view=steps")
    page.press("Next mistake")
    page.expect_link("digit=")
    page.expect_text("The network reads this as")
    answer, label = page.answer_and_class()
    assert answer != label
