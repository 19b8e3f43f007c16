"""The view Step by step."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_demo.figures.step_probabilities import StepProbabilities, step_probabilities
from rnn_demo.introspect.results import Floats
from rnn_demo.service.service import Service
from rnn_demo.ui.look_inside.step_probabilities import decisions, last_step, trained_for
from tests.figures.traces import some_trace
from tests.ui.look_inside.conftest import Trained
from tests.ui.networks import newest, trace_of
from tests.ui.opening import open_page, texts, warnings

DIGITS = tuple("0123456789")
LAST, OWN = np.eye(10, dtype=np.float32)[[7, 3]] * 0.64


def test_each_direction_decides_at_a_row(shown: Service, one_way: str, two_ways: str) -> None:
    said = texts(open_page("look_inside", f"run={two_ways}&view=steps"))
    assert "Of the forward state alone the head says" in said
    assert "Of the backward state alone the head says" in said
    assert "These are states of layer 2" in said
    assert "backward state" not in texts(open_page("look_inside", f"run={one_way}&view=steps"))


def test_it_says_of_which_states_the_probabilities_are(shown: Service, one_way: str, two_ways: str) -> None:
    for run_id, where in ((one_way, "alone"), (two_ways, "alone, in layer 2")):
        said = texts(open_page("look_inside", f"run={run_id}&view=steps"))
        assert (
            f"What the head would answer after each row from the state there {where}: the step probabilities." in said
        )


def test_the_last_row_and_the_own_read_out_are_told_apart(shown: Service, two_ways: str) -> None:
    network = newest(shown, two_ways)
    trace = trace_of(network, 3)
    said = texts(open_page("look_inside", f"run={two_ways}&view=steps&digit=3"))
    last = trace.step_probabilities[-1]
    assert f"At the last row the states of both directions there give **{last.argmax()}** with {last.max():.0%}" in said
    assert f"gives **{trace.prediction}** with {trace.confidence:.0%}." in said


@pytest.mark.parametrize(
    ("values", "is_the_same"),
    [
        ({"readout": "final"}, False),
        ({"readout": "last"}, True),
        ({"readout": "mean"}, False),
        ({"readout": "every_row"}, False),
        ({"readout": "final", "bidirectional": False}, True),
        ({"readout": "every_row", "bidirectional": False}, True),
        ({"readout": "mean", "bidirectional": False}, False),
    ],
)
def test_the_last_line_is_the_prediction_where_it_is_what_is_read_out(
    empty: Service, trained_as: Trained, values: dict[str, object], is_the_same: bool
) -> None:
    network = newest(empty, trained_as(**values))
    trace = trace_of(network, 0)
    assert np.allclose(trace.step_probabilities[-1], trace.probabilities, atol=1e-6) == is_the_same
    said = last_step(trace, network.config, DIGITS)
    assert said.endswith("that is the network's own read-out.") == is_the_same


def test_the_numbers_at_the_last_step_are_named() -> None:
    trace, config = some_trace(sequence="columns")
    steps = trace.step_probabilities.copy()
    steps[-1] = LAST
    said = last_step(replace(trace, step_probabilities=steps, probabilities=OWN), config, DIGITS)
    assert said.startswith("At the last column the states of both directions there give **7** with 64%")
    assert said.endswith("each direction's own last state, gives **3** with 64%.")


def deciding(row: int, *, backward: bool) -> Floats:
    """Probabilities (28, 10) of a direction that says 5 from ``row`` on, and 2 before."""
    probabilities = np.zeros((28, 10), dtype=np.float32)
    is_five = np.arange(28) <= row if backward else np.arange(28) >= row
    probabilities[:, 5], probabilities[:, 2] = is_five, ~is_five
    return probabilities


@pytest.mark.parametrize(
    ("forward", "backward", "is_inclined"), [(5, 20, []), (3, 20, [0]), (5, 26, [1]), (0, 27, [0, 1])]
)
def test_a_decision_before_any_ink_is_said_to_be_none(forward: int, backward: int, is_inclined: list[int]) -> None:
    trace, config = some_trace()
    sequence = np.zeros((28, 28), dtype=np.float32)
    sequence[4:23, 10] = 1
    data = step_probabilities(replace(trace, sequence=sequence), config)
    data = data._replace(forward=deciding(forward, backward=False), backward=deciding(backward, backward=True))
    first, second = sentences(data)
    assert f"**5** from row {forward} on" in first
    assert f"**5** from row {backward} on" in second
    assert [number for number, one in enumerate((first, second)) if "before that direction has met any ink" in one] == (
        is_inclined
    )


def test_a_layer_above_another_one_has_met_the_ink_from_its_first_row() -> None:
    trace, config = some_trace(num_layers=2)
    sequence = np.zeros((28, 28), dtype=np.float32)
    sequence[4:23, 10] = 1
    data = step_probabilities(replace(trace, sequence=sequence), config)
    data = data._replace(forward=deciding(0, backward=False), backward=deciding(27, backward=True))
    said = decisions(data, DIGITS)
    assert "**5** from row 0 on. Of the backward" in said
    assert "**5** from row 27 on, reading back." in said
    assert "the layer below has read the whole picture both ways" in said
    assert "ink" not in said


def sentences(data: StepProbabilities) -> list[str]:
    forward, backward = decisions(data, DIGITS).split("Of the backward")
    return [forward, backward]


def test_every_row_is_trained_for_both_states_and_not_for_one_alone() -> None:
    _, both = some_trace(readout="every_row")
    said = trained_for(both, "row")
    assert "trained at every row, on what the panel “By both states of a row” shows" in said
    assert "One direction alone, with the other at zero, it was never given." in said
    _, one = some_trace(readout="every_row", bidirectional=False)
    assert (
        trained_for(one, "row") == "The head was trained at every row, on what the panel “By the forward state” shows."
    )
    _, final = some_trace()
    assert "on each direction's own last state alone" in trained_for(final, "row")


@pytest.mark.parametrize("values", [{"sequence": "columns"}, {"sequence": "rows_shuffled"}, {"sequence": "pixels"}])
def test_every_sequence_is_shown(empty: Service, trained_as: Trained, values: dict[str, object]) -> None:
    said = texts(open_page("look_inside", f"run={trained_as(**values, hidden_size=2)}&view=steps"))
    assert ("the t-th that is read" in said) == (values["sequence"] == "rows_shuffled")
    of_lines = said.split("Of the forward")[1].replace("every_row", "")
    assert ("row" not in of_lines) == (values["sequence"] == "columns")


def test_a_row_that_the_picture_does_not_have_gets_a_sentence(shown: Service, two_ways: str) -> None:
    assert warnings(open_page("look_inside", f"run={two_ways}&view=steps&row=40")) == [
        "The link says row=40, but it can be 0 to 27. You see 27."
    ]
