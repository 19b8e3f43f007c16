"""What a figure or a page calls the things that the code knows by a code."""

from collections.abc import Mapping

from rnn_demo.experiment.catalogue import SequenceKind, SequenceName

PICTURE_TITLES: Mapping[SequenceName, str] = {
    "rows": "Picture, as it is read",
    "columns": "Picture, columns as lines",
    "rows_shuffled": "Picture, rows shuffled",
    "pixels": "Picture, as it is read",
}

# By what the gradient is taken.
GRADIENTS: Mapping[str, str] = {"state": "state", "hidden": "hidden state h alone", "input": "input"}

# What adds up to a logit.
VOTES: Mapping[str, str] = {"forward": "forward vote", "backward": "backward vote", "bias": "bias"}

# Whose accuracy a curve shows, or what else of the network.
CURVES: Mapping[str, str] = {
    "network": "whole network",
    "forward": "forward half",
    "backward": "backward half",
    "accuracy": "accuracy",
    "probability": "probability of the right class",
}

# In which order the steps of a picture are read.
ORDERS: Mapping[str, str] = {"as_trained": "as trained", "reversed": "reversed", "shuffled": "shuffled"}


def line_name(reading: SequenceKind, line: int) -> str:
    """A line of the picture in a sentence: row 13, column 13, or of shuffled rows the row read as number 13."""
    return f"the {reading.line} read as number {line}" if reading.is_shuffled else f"{reading.line} {line}"
