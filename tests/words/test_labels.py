"""Every code has a label, and no two of a kind have the same one where they must be told apart."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from rnn_demo.experiment.catalogue import SEQUENCES, SequenceName
from rnn_demo.figures.accuracy_over import Series
from rnn_demo.figures.votes import Voter
from rnn_demo.introspect.results import GradientBy
from rnn_demo.words.labels import CURVES, GRADIENTS, PICTURE_TITLES, VOTES, line_name


@pytest.mark.parametrize(("labels", "codes"), [(CURVES, Series), (GRADIENTS, GradientBy), (VOTES, Voter)])
def test_every_code_has_a_label_of_its_own(labels: Mapping[str, str], codes: Any) -> None:
    assert set(labels) == set(get_args(codes))
    assert len(set(labels.values())) == len(labels)


def test_every_sequence_has_a_picture() -> None:
    assert set(PICTURE_TITLES) == set(SEQUENCES)


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        ("rows", ("row 3", "row 3", "rows 3 to 27")),
        ("columns", ("column 3", "column 3", "columns 3 to 27")),
        ("pixels", ("row 3", "row 3", "rows 3 to 27")),
        (
            "rows_shuffled",
            ("the row read as number 3", "the row read as number 3", "the rows read as number 3 to 27"),
        ),
    ],
)
def test_a_line_is_called_what_it_is(sequence: SequenceName, words: tuple[str, ...]) -> None:
    assert tuple(line_name(SEQUENCES[sequence], 3, last) for last in (None, 3, 27)) == words
