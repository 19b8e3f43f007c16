"""One cell by hand."""

import re

from rnn_demo.experiment.config import RunConfig
from rnn_demo.service.service import Service
from tests.ui.networks import newest, trace_of, train
from tests.ui.opening import open_page, texts


def test_the_last_line_is_the_state_of_the_chosen_cell(shown: Service, two_ways: str) -> None:
    trace = trace_of(newest(shown, two_ways), 0)
    link = f"run={two_ways}&layer=0&row=14&unit=5"
    for direction, states in (("forward", trace.forward), ("backward", trace.backward)):
        page = open_page("look_inside", f"{link}&direction={direction}")
        assert len(page.latex) == 4  # r, z, n, h
        value = re.search(r"= (-?\d\.\d{3})\D*$", page.latex[-1].value)
        assert value is not None
        assert states is not None
        assert abs(float(value[1]) - states.states[0, 14, 5]) < 0.001
        assert "Unit 5 of layer 1 at row 14." in texts(page)


def test_typing_a_row_puts_it_into_the_link(shown: Service, one_way: str) -> None:
    page = open_page("look_inside", f"run={one_way}")
    (row,) = (field for field in page.number_input if field.label == "Row")
    row.set_value(9).run()
    assert page.query_params == {"run": one_way, "row": "9"}
    assert "at row 9." in texts(page)


def test_a_network_that_reads_pixels_is_asked_for_a_row_and_a_pixel(empty: Service) -> None:
    run = train(
        empty, RunConfig(cell="rnn", sequence="pixels", hidden_size=3, bidirectional=False, train_size=20, num_epochs=1)
    )
    trace = trace_of(newest(empty, run), 0)
    page = open_page("look_inside", f"run={run}&row=14&pixel=9&unit=2")
    assert "Unit 2 of layer 1 at row 14, pixel 9." in texts(page)
    assert f"= {trace.forward.states[0, 14 * 28 + 9, 2]:.3f}\n" in page.latex[-1].value
