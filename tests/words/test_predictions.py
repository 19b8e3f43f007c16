"""What a network makes of a picture, in words."""

import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.words.predictions import read_as, read_out, reading, shuffled


def test_reading_says_whether_it_is_right() -> None:
    assert reading("7", 0.987, "7") == "reads this as **7** with 99% (right)"
    assert reading("7", 0.5, "1") == "reads this as **7** with 50% (wrong: it is 1)"
    assert reading("7", 0.5, None) == "reads this as **7** with 50%"


def test_in_few_words_it_says_the_same() -> None:
    assert read_as("7", "7") == "is **7**, read as **7** (right)"
    assert read_as("7", "1") == "is **1**, read as **7** (wrong)"
    assert read_as("7", None) == "read as **7**"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "each direction's own last state"),
        ({"readout": "last"}, "both states at the last row"),
        ({"readout": "last", "sequence": "pixels"}, "both states at the last pixel"),
        ({"readout": "mean", "sequence": "columns"}, "the mean of the states at all 28 columns"),
        ({"readout": "mean", "bidirectional": False}, "the mean of the states at all 28 rows"),
        ({"num_layers": 2}, "each direction's own last state in layer 2"),
        ({"num_layers": 3, "readout": "mean"}, "the mean of the states at all 28 rows in layer 3"),
        ({"num_layers": 2, "bidirectional": False}, "the last state in layer 2"),
        ({"readout": "every_row"}, "the mean of its logits at all 28 rows"),
    ],
)
def test_what_is_read_out_is_said_in_the_words_of_the_sequence(values: dict[str, object], words: str) -> None:
    assert read_out(RunConfig.model_validate(values)) == words


@pytest.mark.parametrize("readout", ["final", "last", "every_row"])
def test_one_direction_is_read_out_at_its_end(readout: str) -> None:
    assert read_out(RunConfig.model_validate({"readout": readout, "bidirectional": False})) == "the last state"


def test_only_shuffled_rows_are_said_to_be() -> None:
    said = {name: shuffled(RunConfig.model_validate({"sequence": name})) for name in ("rows", "columns", "pixels")}
    assert set(said.values()) == {""}
    assert "the t-th that is read" in shuffled(RunConfig(sequence="rows_shuffled"))
