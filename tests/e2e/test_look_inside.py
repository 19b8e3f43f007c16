"""Taking a trained network apart in the browser: the pages Look inside and Memory."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import RunStatus
from rnn_demo.service.service import Service
from tests.e2e.server import Server
from tests.e2e.train_page import TrainPage
from tests.runner.waiting import wait_until

Visit = Callable[..., TrainPage]


def trained(server: Server, config: RunConfig) -> str:
    """The id of a run of ``config``, trained by the server's own runner."""
    service = Service(server.store_url)
    run = service.start(config)
    wait_until(lambda: service.run(run.id).status is RunStatus.FINISHED)
    return run.id


@pytest.fixture(scope="session")
def lstm(server: Server) -> str:
    return trained(server, RunConfig(num_epochs=2, hidden_size=24))


@pytest.fixture(scope="session")
def rnn(server: Server) -> str:
    return trained(server, RunConfig(cell="rnn", bidirectional=False, num_epochs=1, hidden_size=16, num_layers=2))


def choose_view(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_without_a_network_the_page_says_what_to_do(visit: Visit) -> None:
    page = visit("/look_inside?run=00000000")
    expect(page.page.get_by_role("alert").first).to_be_visible()


@pytest.mark.parametrize("path", ["/look_inside", "/memory"])
def test_a_run_without_weights_gets_a_sentence(visit: Visit, server: Server, path: str) -> None:
    run = Service(server.store_url).store.create_run(RunConfig(), status=RunStatus.RUNNING)
    page = visit(f"{path}?run={run.id}").page
    expect(page.get_by_text("has not kept any weights yet")).to_be_visible()


def test_states_are_read_row_by_row_with_the_keyboard(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}&digit=3").page
    reader = page.get_by_role("group", name=re.compile("Read row by row"))
    expect(reader.locator("output")).to_have_text("The whole picture has been read.")
    reader.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(reader.locator("output")).to_have_text("Read forward down to row 1, backward up to row 26.")
    chart = reader.get_by_role("img").first
    shown = chart.evaluate("c => c.data.map(trace => trace.z.filter(row => row[0] !== null).length)")
    assert shown[:4] == [4, 2, 2, 2]  # the picture is uncovered from both ends
    expect(page).to_have_url(re.compile("row=1"))
    page.keyboard.press("ArrowLeft")
    expect(reader.locator("output")).to_have_text("Read forward down to row 0, backward up to row 27.")
    page.keyboard.press(" ")
    expect(reader.get_by_role("button", name="Pause")).to_be_visible()
    expect(reader.locator("output")).to_contain_text("row 3")
    reader.get_by_role("button", name="Pause").click()
    expect(reader.get_by_role("button", name="Play")).to_be_visible()


def test_one_cell_can_be_checked_by_hand(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}&row=14&unit=5").page
    page.get_by_text("One cell by hand").click()
    expect(page.get_by_role("spinbutton", name="Row")).to_have_value("14")
    expect(page.get_by_role("spinbutton", name="Hidden unit")).to_have_value("5")
    expect(page.locator(".katex-display")).to_have_count(6)  # i, f, g, o, c, h


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        ("Belief per row", "Reading down, the forward state decided for"),
        ("Who decided?", "on (their|its) own|The (forward|backward) pass"),
        ("The wrong end", r"Over the first 1,000 test digits: \d"),
        ("Units", "Digits that excite unit 0 most"),
        ("State space", "The states of 200 test digits"),
    ],
)
def test_every_view_stands_in_the_link(visit: Visit, lstm: str, view: str, sentence: str) -> None:
    page = visit(f"/look_inside?run={lstm}&digit=3")
    choose_view(page.page, view)
    expect(page.page.get_by_text(re.compile(sentence)).first).to_be_visible()
    url = page.page.url
    again = visit(url[url.index("/look_inside") :])
    expect(again.page.get_by_text(re.compile(sentence)).first).to_be_visible()


def test_one_direction_and_upper_layers(visit: Visit, rnn: str) -> None:
    page = visit(f"/look_inside?run={rnn}&layer=1").page
    expect(page.get_by_role("radio", name="2", exact=True).first).to_be_visible()
    choose_view(page, "The wrong end")
    expect(page.get_by_text("for that out[:, -1] is the right end")).to_be_visible()


def test_time_travel_changes_the_view_and_the_link(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}&view=votes").page
    votes = page.get_by_role("img", name=re.compile("stacked bars"))
    expect(votes).to_be_visible()
    page.wait_for_function("c => c.data", arg=votes.element_handle())
    before = votes.evaluate("c => JSON.stringify(c.data[0].y)")
    page.get_by_role("slider", name=re.compile("Moment")).focus()
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile("step=0"))
    page.wait_for_function(
        "([c, before]) => JSON.stringify(c.data[0].y) !== before", arg=[votes.element_handle(), before]
    )


def test_a_moment_that_is_gone_shows_the_nearest(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}&step=99999").page
    expect(page.get_by_text("are not kept any more")).to_be_visible()


def test_a_digit_is_drawn_with_the_mouse(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}").page
    page.get_by_role("radio", name="Draw", exact=True).click()
    paper = page.locator("svg.paper")
    expect(paper).to_be_visible()
    box = paper.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 40, steps=12)
    page.mouse.up()
    chart = page.get_by_role("img", name=re.compile("the gates"))
    page.wait_for_function(  # a vertical stroke in the middle of the picture that the network reads
        "c => { const z = c.calcdata?.[0]?.[0]?.z; return z && z[14][14] > 0.9 && z[14][3] === 0; }",
        arg=chart.element_handle(),
    )
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("c => c.calcdata[0][0].z[14][14] === 0", arg=chart.element_handle())


def test_uploads_are_read_or_refused(visit: Visit, lstm: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pictures")
    paper = np.full((120, 100), 255, dtype=np.uint8)
    paper[20:100, 45:55] = 0
    Image.fromarray(paper).save(folder / "one.png")
    (folder / "no.png").write_text("This is no picture.")
    page = visit(f"/look_inside?run={lstm}").page
    page.get_by_role("radio", name="Upload", exact=True).click()
    page.locator('input[type="file"]').set_input_files(folder / "no.png")
    expect(page.get_by_role("alert").first).to_be_visible()
    page.locator('input[type="file"]').set_input_files(folder / "one.png")
    expect(page.get_by_role("alert")).to_have_count(0)
    chart = page.get_by_role("img", name=re.compile("the gates"))
    page.wait_for_function("c => c.calcdata?.[0]?.[0]?.z[14][14] > 0.9", arg=chart.element_handle())


def test_an_edit_shows_both_answers(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}")
    expect(page.page.get_by_text("One cell by hand")).to_be_visible()  # the last of the page: it is complete
    page.page.get_by_text("Change the picture").click()
    expect(page.page.get_by_text("Nothing is changed yet.")).to_be_visible()
    page.choose("Flip", "vertical")
    expect(page.page.get_by_text(re.compile(r"Changed: read as"))).to_be_visible()
    expect(page.page.get_by_text(re.compile(r"The answer is the same|The change turns"))).to_be_visible()


def test_next_mistake_is_a_mistake(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}&view=belief").page
    page.get_by_role("button", name="Next mistake").click()
    expect(page).to_have_url(re.compile("digit="))
    expect(page.get_by_text("The network answers")).to_be_visible()
    answer = page.get_by_text(re.compile("The network answers")).inner_text()
    label = page.get_by_role("radio", checked=True, name=re.compile(r"^\d$")).inner_text()
    assert re.search(r"The network answers (\d)", answer)[1] != label  # type: ignore[index]


def test_a_live_run_grows_while_it_is_looked_at(visit: Visit) -> None:
    page = visit("/?num_epochs=200&hidden_size=16")
    page.expect_charts()
    page.press("Train")
    page.wait_for_step_after(5)
    run_id = re.search(r"run=(\w+)", page.page.url)
    assert run_id is not None
    look = visit(f"/look_inside?run={run_id[1]}&view=votes").page
    label = look.get_by_text(re.compile(r"Moment of training, \d+ kept"))
    expect(label).to_be_visible()
    before = label.inner_text()
    expect(label).not_to_have_text(before)
    page.press("Stop")
    page.expect_status("Stopped")


def test_memory_compares_networks(visit: Visit, lstm: str, rnn: str) -> None:
    page = visit(f"/memory?run={lstm}&compare={rnn}")
    expect(page.page.get_by_role("img", name=re.compile("length of the gradient at each row on"))).to_have_count(2)
    expect(page.page.get_by_role("img", name=re.compile("over the steps of the training"))).to_have_count(2)
    choose_view(page.page, "Forgetting curve")
    expect(page.page.get_by_text(re.compile(r"backward half: \d+\.\d% at once"))).to_be_visible()
    choose_view(page.page, "Which rows matter")
    expect(page.page.get_by_text("The rows that matter most")).to_be_visible()
    expect(page.page).to_have_url(re.compile("view=rows"))


def test_charts_follow_their_column_when_a_network_is_added(visit: Visit, lstm: str, rnn: str) -> None:
    page = visit(f"/memory?run={lstm}")
    ribbons = page.page.get_by_role("img", name=re.compile("length of the gradient at each row on"))
    expect(ribbons).to_have_count(1)
    page.wait_for_node(ribbons, "node.querySelector('.main-svg')")
    page.choose("Compare with", rnn)
    expect(ribbons).to_have_count(2)
    page.wait_for_node(ribbons.first, "Math.abs(node.querySelector('.main-svg').clientWidth - node.clientWidth) < 2")
    assert ribbons.first.evaluate("node => node.clientWidth") < 600


def test_reading_begins_at_the_row_of_the_link(visit: Visit, lstm: str) -> None:
    page = visit(f"/look_inside?run={lstm}&row=12").page
    output = page.get_by_role("group", name=re.compile("Read row by row")).locator("output")
    expect(output).to_have_text("Read forward down to row 12, backward up to row 15.")


@pytest.mark.parametrize("path", ["/look_inside", "/memory"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_narrow_pages_keep_within_their_width(visit: Visit, lstm: str, path: str, dark: bool) -> None:
    page = visit(f"{path}?run={lstm}", width=390, dark=dark).page
    chart = page.locator(".live-chart").last
    page.wait_for_function("c => c.data", arg=chart.element_handle())
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    widths = page.locator(".live-chart").evaluate_all("charts => charts.map(c => c.getBoundingClientRect().right)")
    assert max(widths) <= 390
