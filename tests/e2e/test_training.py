"""From a click to a picture: training in the browser."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.train_page import TrainPage

Visit = Callable[..., TrainPage]

LONG = "/?num_epochs=200&hidden_size=16"  # long enough to be caught in the act
STATES = "JSON.stringify(chart.data[1].z)"


def test_first_visit_shows_an_untrained_network(visit: Visit) -> None:
    page = visit()
    page.expect_charts()
    page.expect_status("Not trained yet")
    page.expect_button("Train", enabled=True)
    for label in ("Pause", "Stop", "Reset"):
        page.expect_button(label, enabled=False)
    assert page.chart_value("probe", "chart.data.length") == 4
    expect(page.page.get_by_text("49,418 parameters")).to_be_visible()


def test_training_to_the_end_is_seen_live(visit: Visit) -> None:
    page = visit("/?num_epochs=6&batch_size=16")
    page.expect_charts()
    untrained = page.chart_value("probe", STATES)
    page.press("Train")
    page.wait_for_chart("loss", "chart.calcdata[1].length > 5")
    points = page.chart_value("loss", "chart.calcdata[1].length")
    page.wait_for_chart("loss", "chart.calcdata[1].length > before", points)
    page.wait_for_chart("probe", f"{STATES} !== before", untrained)
    page.expect_status("Finished · epoch 6/6 · step 1,500/1,500")
    expect(page.page.get_by_text(re.compile(r"It read \d+\.\d% of 1,000 test digits right"))).to_be_visible()
    expect(page.chart("confusion")).to_be_visible()
    expect(page.page.get_by_text(re.compile(r"epoch\s+1\s+step\s+100\s+batch\s+loss"))).to_be_visible()
    page.expect_button("Train", enabled=True)
    page.expect_button("Pause", enabled=False)


def test_zoom_survives_an_update(visit: Visit) -> None:
    page = visit(LONG)
    page.expect_charts()
    page.press("Train")
    page.wait_for_chart("loss", "chart.calcdata[1].length > 20")
    page.zoom_into_loss()
    page.wait_for_chart("loss", "chart.layout.xaxis.range[0] > 10")
    zoomed = page.chart_value("loss", "chart.layout.xaxis.range")
    page.wait_for_chart(
        "loss", "chart.calcdata[1].at(-1).x > before + 50", page.chart_value("loss", "chart.calcdata[1].at(-1).x")
    )
    assert page.chart_value("loss", "chart.layout.xaxis.range") == zoomed
    page.press("Stop")
    page.expect_status("Stopped")


def test_pause_holds_the_steps_and_resume_goes_on(visit: Visit) -> None:
    page = visit(LONG)
    page.expect_charts()
    page.press("Train")
    page.wait_for_step_after(10)
    page.press("Pause")
    page.expect_status("Paused")
    held = page.step()
    page.press("Next")  # a refresh of the whole page
    expect(page.page).to_have_url(re.compile("digit="))
    page.expect_status("Paused")
    assert page.step() == held
    page.press("Resume")
    page.expect_status("Running")
    page.wait_for_step_after(held)
    page.press("Stop")
    page.expect_status("Stopped")
    expect(page.page.get_by_text("the network is kept as it was then")).to_be_visible()


def test_reload_keeps_the_run(visit: Visit) -> None:
    page = visit(LONG)
    page.expect_charts()
    page.press("Train")
    page.wait_for_step_after(10)
    url, step = page.page.url, page.step()
    page.page.reload()
    page.wait_for_step_after(step)
    assert page.page.url == url
    page.expect_status("Running")
    page.wait_for_chart("loss", "chart.calcdata[1][0].x === 1")
    page.press("Reset")
    page.expect_status("Not trained yet")
    expect(page.page).not_to_have_url(re.compile("run="))


def test_a_guest_starts_a_run_of_their_own_and_leaves_the_other_alone(visit: Visit) -> None:
    host = visit(LONG)
    host.expect_charts()
    host.press("Train")
    host.wait_for_step_after(10)
    url = host.page.url
    guest = visit(url[url.index("/?") :])
    guest.expect_status("Running")
    guest.expect_button("Train", enabled=True)
    guest.press("Reset")
    guest.expect_status("Not trained yet")
    host.expect_status("Running")
    host.wait_for_step_after(host.step())
    host.press("Stop")
    host.expect_status("Stopped")


def test_two_people_train_at_the_same_time(visit: Visit) -> None:
    first, second = visit(LONG), visit(LONG + "&cell=gru")
    for page in (first, second):
        page.expect_charts()
        page.press("Train")
    for page in (first, second):
        page.wait_for_step_after(20)
        page.expect_status("Running")
    assert first.page.url != second.page.url
    for page in (first, second):
        page.press("Stop")
        page.expect_status("Stopped")


def test_queue_shows_the_position(visit: Visit) -> None:
    pages = [visit(LONG) for _ in range(3)]
    for page in pages[:2]:
        page.expect_charts()
        page.press("Train")
        page.wait_for_step_after(1)
    pages[2].expect_charts()
    pages[2].press("Train")
    pages[2].expect_status("Queued: next to start")
    pages[0].press("Stop")
    pages[2].wait_for_step_after(1)
    for page in pages[1:]:
        page.press("Stop")
        page.expect_status("Stopped")


def test_diverging_run_says_why(visit: Visit) -> None:
    page = visit("/?cell=rnn&nonlinearity=relu&learning_rate=10&optimizer=sgd&clip_grad_norm=0")
    page.expect_charts()
    page.press("Train")
    expect(
        page.page.get_by_role("alert").get_by_text(re.compile("became NaN or infinite at step .* Try "))
    ).to_be_visible()
