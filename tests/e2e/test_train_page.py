"""From a click to a picture: the page Train in the browser."""

import pytest

from rnn_demo.experiment.records import RunStatus
from rnn_demo.service.service import Service
from tests.e2e.conftest import Visit
from tests.e2e.pages.train_page import TrainPage
from tests.runner.waiting import wait_until

LONG = "num_epochs=200&hidden_size=16"  # long enough to be caught in the act


# Training


def test_first_visit_shows_an_untrained_network(visit: Visit) -> None:
    page = visit(TrainPage)
    page.expect_status("Not trained yet")
    page.expect_button("Train", enabled=True)
    for label in ("Pause", "Stop", "Reset"):
        page.expect_button(label, enabled=False)
    page.expect_panels(4)
    page.expect_text("49,418 parameters")


def test_training_to_the_end_is_seen_live(visit: Visit) -> None:
    page = visit(TrainPage, "num_epochs=6&batch_size=16")
    untrained = page.states()
    page.press("Train")
    page.expect_more_loss_points_than(5)
    page.expect_more_loss_points_than(page.loss_points())
    page.expect_other_states(untrained)
    page.expect_status("Finished · epoch 6/6 · step 1,500/1,500")
    page.expect_text(r"It read \d+\.\d% of 1,000 test digits right")
    page.confusion.expect_drawn()
    page.expect_text(r"epoch\s+1\s+step\s+100\s+batch\s+loss")
    page.expect_button("Train", enabled=True)
    page.expect_button("Pause", enabled=False)


def test_a_button_that_is_disabled_in_the_dark_can_still_be_read(visit: Visit) -> None:
    page = visit(TrainPage, LONG, dark=True)
    page.press("Train")
    page.expect_button("Train", enabled=False)
    page.expect_label_lighter_than("Train", 60)
    page.stop()


def test_zoom_survives_an_update(visit: Visit) -> None:
    page = visit(TrainPage, LONG)
    page.press("Train")
    page.expect_more_loss_points_than(20)
    zoomed = page.zoom_into_loss()
    page.expect_loss_after_step(page.last_loss_step() + 50)
    assert page.loss_range() == zoomed
    page.stop()


def test_pause_holds_the_steps_and_resume_goes_on(visit: Visit) -> None:
    page = visit(TrainPage, LONG)
    page.train_to(10)
    page.press("Pause")
    page.expect_status("Paused")
    held = page.step()
    page.press("Next")  # a refresh of the whole page
    page.expect_link("digit=")
    page.expect_status("Paused")
    assert page.step() == held
    page.press("Resume")
    page.expect_status("Running")
    page.expect_step_after(held)
    page.stop()
    page.expect_text("the network is kept as it was then")


def test_reload_keeps_the_run(visit: Visit, service: Service) -> None:
    page = visit(TrainPage, LONG)
    page.train_to(10)
    link, run_id, step = page.link, page.run_id, page.step()
    page.reload()
    page.expect_step_after(step)
    assert page.link == link
    page.expect_status("Running")
    page.expect_loss_from_step(1)
    page.press("Reset")  # by a session that did not start the run
    page.expect_status("Not trained yet")
    page.expect_not_in_link("run=")
    assert service.runs.get(run_id).status is RunStatus.RUNNING
    service.runs.stop(run_id)
    wait_until(lambda: service.runs.get(run_id).status is RunStatus.STOPPED)


def test_reset_by_its_owner_ends_the_run(visit: Visit, service: Service) -> None:
    page = visit(TrainPage, LONG)
    page.train_to(10)
    run_id = page.run_id
    page.press("Reset")
    page.expect_status("Not trained yet")
    page.expect_not_in_link("run=")
    wait_until(lambda: service.runs.get(run_id).status is RunStatus.STOPPED)


def test_a_guest_starts_a_run_of_their_own_and_leaves_the_other_alone(visit: Visit) -> None:
    host = visit(TrainPage, LONG)
    host.train_to(10)
    guest = visit(TrainPage, host.link)
    guest.expect_status("Running")
    guest.expect_button("Train", enabled=True)
    guest.press("Reset")
    guest.expect_status("Not trained yet")
    host.expect_status("Running")
    host.expect_step_after(host.step())
    host.stop()


def test_two_people_train_at_the_same_time(visit: Visit) -> None:
    pages = [visit(TrainPage, LONG), visit(TrainPage, f"{LONG}&cell=gru")]
    for page in pages:
        page.press("Train")
    for page in pages:
        page.expect_step_after(20)
        page.expect_status("Running")
    first, second = pages
    assert first.run_id != second.run_id
    for page in pages:
        page.stop()


def test_queue_shows_the_position(visit: Visit) -> None:
    first, second, third = (visit(TrainPage, LONG) for _ in range(3))
    first.train_to(1)
    second.train_to(1)
    third.press("Train")
    third.expect_status("Queued: next to start")
    first.press("Stop")
    third.expect_step_after(1)
    second.stop()
    third.stop()


def test_diverging_run_says_why(visit: Visit) -> None:
    page = visit(TrainPage, "cell=rnn&nonlinearity=relu&learning_rate=10&optimizer=sgd&clip_grad_norm=0")
    page.press("Train")
    page.expect_alert("became NaN or infinite at step .* probably exploded")


def test_from_a_result_to_its_mistakes_and_to_a_cure(visit: Visit) -> None:
    page = visit(TrainPage, "train_size=100&batch_size=10&num_epochs=20&hidden_size=16&lr_schedule=constant")
    page.press("Train")
    page.expect_text("It overfits")
    page.press("Set Training digits all, Epochs 1")
    page.expect_text("The settings in the sidebar are not those of this run")
    page.expect_not_in_link("train_size")
    page.press("See what it gets wrong")
    page.expect_text("Moment of training")
    page.expect_link("digit=")
    page.expect_text("wrong: it is")
    page.turn_to("Train")
    page.expect_link("digit=")  # it comes along, until the next run
    page.press("Train")
    page.expect_not_in_link("digit=")
    page.expect_text("It overfits|Finished")


def test_all_of_a_cure_can_be_read_on_a_narrow_screen(visit: Visit) -> None:
    page = visit(TrainPage, "learning_rate=5&optimizer=sgd&clip_grad_norm=0&hidden_size=8&num_epochs=1", width=390)
    page.press("Train")
    page.expect_whole_label("Set Epochs 10, Learning rate 0.5, Clip gradient norm 1")


# Links and the form


def test_deep_link_opens_the_configuration(visit: Visit) -> None:
    page = visit(TrainPage, "cell=gru&bidirectional=False&hidden_size=12&learning_rate=0.002")
    page.expect_number("Hidden units", "12")
    page.expect_number("Learning rate", "0.002")
    page.expect_panels(3)  # no backward direction
    page.expect_link("cell=gru")
    page.expect_link("hidden_size=12")


def test_choosing_a_preset_changes_the_link(visit: Visit) -> None:
    page = visit(TrainPage)
    page.choose("Preset", "Compare: RNN 64")
    page.expect_link("cell=rnn")
    page.expect_panels(3)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("hidden_size=0", "hidden_size: '0' is not allowed; use a whole number from 1 to 256"),
        ("hiden_size=8", "did you mean hidden_size"),
        ("dropout=0.5", "dropout acts between layers"),
    ],
)
def test_nonsense_in_a_link_gets_a_sentence(visit: Visit, link: str, sentence: str) -> None:
    visit(TrainPage, link).expect_alert(sentence)


def test_a_number_that_no_seed_can_be_is_kept_and_refused(visit: Visit) -> None:
    page = visit(TrainPage)
    page.type_number("Seed", "1e30")
    page.expect_alert("Seed: 1e\\+30 is not allowed")
    page.expect_button("Train", enabled=False)
    page.expect_panels(4)


# The digit


def test_digits_are_chosen_by_class_and_by_next(visit: Visit) -> None:
    page = visit(TrainPage)
    page.pick("Test digit of class", "7")
    page.expect_digit_of_class("7")
    first = page.picture()
    page.press("Next")
    page.expect_another_picture(first)
    again = visit(TrainPage, page.link)
    again.expect_digit_of_class("7")
    assert again.picture() == page.picture()


def test_one_row_is_marked_in_every_panel(visit: Visit) -> None:
    page = visit(TrainPage)
    page.probe.focus()
    page.press_key("ArrowDown", times=3)
    page.expect_marked_rows(2, 2, 2, 2)
    page.probe.point_at(right=page.probe.box()["width"] * 0.35, down=150)
    page.expect_every_panel_marked_below(5)


# The reading


def test_the_reading_plays_once_for_a_newcomer(visit: Visit) -> None:
    page = visit(TrainPage, motion=True)
    page.expect_reading_plays()
    page.reload()
    page.expect_ready()
    page.expect_nothing_plays()


def test_training_ends_the_introduction(visit: Visit) -> None:
    page = visit(TrainPage, LONG, motion=True)
    page.expect_reading_plays()
    page.train_to(10)
    page.expect_nothing_plays()
    page.stop()


def test_nothing_plays_for_whoever_wants_no_motion(visit: Visit) -> None:
    visit(TrainPage).expect_nothing_plays()


def test_the_reading_can_be_played_while_a_network_trains(visit: Visit) -> None:
    page = visit(TrainPage, LONG)
    page.train_to(10)
    page.press("Play the reading")
    page.expect_reading_plays()
    page.expect_step_after(page.step())
    page.press("Whole picture")
    page.expect_nothing_plays()
    page.stop()


# The page


def test_narrow_page_puts_the_panels_two_by_two(visit: Visit) -> None:
    page = visit(TrainPage, width=390)
    page.expect_panels_two_by_two()
    page.expect_charts_within(390)


def test_keyboard_reaches_the_button_that_trains(visit: Visit) -> None:
    page = visit(TrainPage, "num_epochs=1")
    page.tab_to("Train")
    page.press_key("Enter")
    page.expect_status("Finished")
