"""Every code has a label, and no two of a kind have the same one where they must be told apart."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from rnn_demo.experiment.catalogue import SEQUENCES
from rnn_demo.figures.accuracy_over import Series
from rnn_demo.figures.votes import Voter
from rnn_demo.introspect.results import GradientBy
from rnn_demo.words.labels import CURVES, GRADIENTS, PICTURE_TITLES, VOTES


@pytest.mark.parametrize(("labels", "codes"), [(CURVES, Series), (GRADIENTS, GradientBy), (VOTES, Voter)])
def test_every_code_has_a_label_of_its_own(labels: Mapping[str, str], codes: Any) -> None:
    assert set(labels) == set(get_args(codes))
    assert len(set(labels.values())) == len(labels)


def test_every_sequence_has_a_picture() -> None:
    assert set(PICTURE_TITLES) == set(SEQUENCES)
