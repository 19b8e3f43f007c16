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


def line_name(reading: SequenceKind, first: int, last: int | None = None) -> str:
    """A line of the picture in a sentence, or several: row 13, columns 13 to 27, the rows read as number 13 to 27."""
    name, number = (reading.line, f"{first}") if last in (None, first) else (f"{reading.line}s", f"{first} to {last}")
    return f"the {name} read as number {number}" if reading.is_shuffled else f"{name} {number}"
