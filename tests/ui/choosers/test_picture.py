"""Where the picture comes from."""

from io import BytesIO

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from rnn_demo.service.service import Service
from rnn_demo.ui.choosers.picture import picture_source
from rnn_demo.ui.keys import Key
from rnn_demo.ui.session import get_service
from tests.ui.networks import newest, trace_of
from tests.ui.opening import keyed, open_part


def source(run_id: str) -> None:
    service = get_service()
    run = service.runs.get(run_id)
    assert run.latest_step is not None
    st.session_state["picture"], st.session_state["label"] = picture_source(service.network(run, run.latest_step))


def press(page: AppTest, label: str) -> None:
    (button,) = (button for button in page.button if button.label == label)
    button.click().run()


def test_a_test_digit_is_shown_at_first(shown: Service, two_ways: str) -> None:
    page = open_part(source, "digit=17", run_id=two_ways)
    digit = shown.digits.digit("mnist-sample", 17)
    assert np.array_equal(page.session_state["picture"], digit.picture)
    assert page.session_state["label"] == digit.label


def test_the_number_of_a_digit_can_be_typed(shown: Service, two_ways: str) -> None:
    page = open_part(source, run_id=two_ways)
    page.number_input[0].set_value(33).run()
    assert page.query_params == {"digit": "33"}
    assert np.array_equal(page.session_state["picture"], shown.digits.digit("mnist-sample", 33).picture)


def test_a_link_beyond_the_end_of_a_smaller_dataset_fits_the_field(shown: Service, two_ways: str) -> None:
    page = open_part(source, "digit=1017", run_id=two_ways)
    assert page.number_input[0].value == 0
    assert [warning.value for warning in page.warning] == [
        "The link says digit=1017, but it can be 0 to 999. You see 0."
    ]


def test_next_mistake_goes_to_digits_that_are_read_wrongly(shown: Service, two_ways: str) -> None:
    page = open_part(source, run_id=two_ways)
    network = newest(shown, two_ways)
    seen = []
    for _ in range(3):
        press(page, "Next mistake")
        seen.append(int(page.query_params["digit"]))
        assert trace_of(network, seen[-1]).prediction != page.session_state["label"]
    assert seen == sorted(set(seen))


def test_the_most_confident_mistakes_can_be_opened(shown: Service, two_ways: str) -> None:
    page = open_part(source, run_id=two_ways)
    page.toggle[0].set_value(True).run()
    first, *_ = newest(shown, two_ways).confident_mistakes(12)
    keyed(page, f"mistake_{first}").click().run()
    assert page.query_params == {"digit": str(first)}


def test_a_picture_is_blank_until_it_is_drawn(shown: Service, two_ways: str) -> None:
    page = open_part(source, run_id=two_ways)
    keyed(page, Key.SOURCE).set_value("Draw").run()
    assert page.session_state["picture"].shape == (28, 28)
    assert not page.session_state["picture"].any()
    assert page.session_state["label"] is None
    assert page.caption[0].value.startswith("Nothing is drawn yet")


def test_an_upload_is_centred(shown: Service, two_ways: str) -> None:
    paper = np.full((120, 100), 255, dtype=np.uint8)
    paper[10:100, 5:15] = 0  # a stroke at the left
    file = BytesIO()
    Image.fromarray(paper).save(file, "png")
    page = open_part(source, run_id=two_ways)
    keyed(page, Key.SOURCE).set_value("Upload").run()
    assert not page.session_state["picture"].any()
    page.file_uploader[0].upload("one.png", file.getvalue(), "image/png").run()
    picture = page.session_state["picture"]
    assert picture[14, 14] > 200
    assert picture[:, :10].max() == 0
    assert page.session_state["label"] is None


def test_what_is_no_picture_is_refused_with_a_sentence(shown: Service, two_ways: str) -> None:
    page = open_part(source, run_id=two_ways)
    keyed(page, Key.SOURCE).set_value("Upload").run()
    page.file_uploader[0].upload("no.png", b"This is no picture.", "image/png").run()
    assert len(page.error) == 1
    assert not page.session_state["picture"].any()
