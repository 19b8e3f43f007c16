"""The view Wrong end: true for every read-out, number of layers and sequence."""

from dataclasses import replace

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.introspect.results import Ends
from rnn_demo.service.service import Service
from rnn_demo.ui.look_inside.wrong_end import over_digits
from tests.ui.look_inside.conftest import Trained
from tests.ui.networks import newest
from tests.ui.opening import open_page, texts

ENDS = Ends(own_accuracy=0.981, right_accuracy=0.973, wrong_accuracy=0.5, blank_share=0.99, distinct_backward=1)


def test_it_compares_both_ends(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    digit = shown.digits.digit("mnist-sample", 3)
    two, ends = network.two_ends(digit.picture), network.two_ends_over_digits()
    said = texts(open_page("look_inside", f"run={two_ways}&view=wrong-end&digit=3"))
    for where, probabilities in (
        ("Right: each direction's own last state", two.right),
        ("Wrong: out[:, -1]", two.wrong),
    ):
        name = network.classes[int(probabilities.argmax())]
        assert f"**{where}**  \nis **{digit.name}**, read as **{name}**" in said
    assert f"**{ends.right_accuracy:.1%}** with each direction's own last state" in said
    assert f"**{ends.wrong_accuracy:.1%}** with `out[:, -1]`" in said
    assert "Its own read-out" not in said  # which is the right end


def test_with_one_direction_there_is_no_wrong_end(shown: Service, one_way: str) -> None:
    said = texts(open_page("look_inside", f"run={one_way}&view=wrong-end"))
    assert "This network reads in one direction" in said
    assert "Wrong:" not in said
    assert f"**{newest(shown, one_way).two_ends_over_digits().wrong_accuracy:.1%}** with `out[:, -1]`, its own" in said


@pytest.mark.parametrize("readout", ["last", "mean", "every_row"])
def test_what_the_head_was_trained_on_is_said(empty: Service, trained_as: Trained, readout: str) -> None:
    run = trained_as(readout=readout)
    said = texts(open_page("look_inside", f"run={run}&view=wrong-end"))
    assert f"trained with the read-out {readout}" in said
    assert (f"**Its own read-out: {readout}**" in said) == (readout != "last")
    own = newest(empty, run).two_ends_over_digits().own_accuracy
    tested = empty.runs.get(run).last_test
    assert tested is not None
    assert own == pytest.approx(tested.accuracy)  # the accuracy by which the run is listed
    if readout != "last":
        assert f"**{own:.1%}** by its own read-out" in said


@pytest.mark.parametrize(("sequence", "step"), [("columns", "column"), ("rows_shuffled", "row"), ("pixels", "pixel")])
def test_it_speaks_of_what_is_read_at_a_step(empty: Service, trained_as: Trained, sequence: str, step: str) -> None:
    run = trained_as(sequence=sequence, hidden_size=2)
    said = texts(open_page("look_inside", f"run={run}&view=wrong-end"))
    assert f"it has itself read **one {step}**" in said
    share = newest(empty, run).two_ends_over_digits().blank_share
    assert f"The last {step} is blank in {share:.1%} of them" in said or "has ink in all of them" in said


def test_one_layer_holds_one_vector_and_two_bring_along_what_the_lower_one_read() -> None:
    flat, deep = RunConfig(), RunConfig(num_layers=2)
    assert "one and the same vector there, and cannot tell them apart" in over_digits(flat, ENDS, 1_000)
    said = over_digits(deep, replace(ENDS, distinct_backward=983), 1_000)
    assert "the backward half of layer 2 holds 983 different vectors" in said
    assert "states of the layer below, which has read them all" in said


def test_a_last_step_with_ink_in_every_picture_has_no_vectors_to_compare() -> None:
    said = over_digits(RunConfig(sequence="rows_shuffled"), replace(ENDS, distinct_backward=0, blank_share=0), 100)
    assert said.endswith("The last row that is read has ink in all of them.")


def test_the_mean_is_not_called_the_right_end() -> None:
    said = over_digits(RunConfig(readout="mean"), ENDS, 1_000)
    assert "**97.3%** with each direction's own last state" in said
    assert "**98.1%** by its own read-out (the mean of the states at all 28 rows)" in said
