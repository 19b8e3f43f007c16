"""What there is to choose from: cells, datasets, sequences. What one of them *is* stands here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

CellName = Literal["rnn", "gru", "lstm"]
DatasetName = Literal["mnist-sample", "mnist", "fashion-mnist", "kmnist"]
SequenceName = Literal["rows", "columns", "rows_shuffled", "pixels"]
Squash = Literal["sigmoid", "tanh"]

SIDE = 28  # rows of a picture, and pixels of a row
NUM_CLASSES = 10  # of every dataset
SAMPLE: DatasetName = "mnist-sample"  # the built-in one, which needs no network


@dataclass(frozen=True)
class Gate:
    """One gate of a cell.

    Attributes:
        name: its letter in PyTorch's documentation.
        squash: the function that bounds it: "sigmoid" to [0, 1], "tanh" to [-1, 1].
        formula: how it is computed, in LaTeX, for the direction that reads from the first step on.
        purpose: what it is for, in words.
    """

    name: str
    squash: Squash
    formula: str
    purpose: str


@dataclass(frozen=True)
class CellKind:
    """A recurrent cell by the equations in PyTorch's documentation of ``nn.RNN``, ``nn.GRU`` and ``nn.LSTM``.

    Attributes:
        gates: in the order in which PyTorch stacks their weights; none for the plain cell.
        updates: what follows from the gates, in LaTeX; the last one gives the hidden state.
        has_cell_state: whether it keeps a memory ``c`` beside the hidden state ``h``.
        keeping_gate: the gate by which the old content is multiplied at every step; None if there is none.
        content_gate: the gate that makes the new content; None for the plain cell, all of whose state is new.
    """

    gates: tuple[Gate, ...]
    updates: tuple[str, ...]
    has_cell_state: bool = False
    keeping_gate: str | None = None
    content_gate: str | None = None

    @property
    def gate_names(self) -> tuple[str, ...]:
        return tuple(gate.name for gate in self.gates)

    @property
    def weight_factor(self) -> int:
        """How many matrices of ``hidden_size`` rows its weights consist of."""
        return max(1, len(self.gates))


def _gate(name: str, squash: Squash, purpose: str) -> Gate:
    function = {"sigmoid": r"\sigma", "tanh": r"\tanh"}[squash]
    formula = f"{name}_t = {function}(W_{{i{name}}} x_t + b_{{i{name}}} + W_{{h{name}}} h_{{t-1}} + b_{{h{name}}})"
    return Gate(name, squash, formula, purpose)


CELLS: Mapping[CellName, CellKind] = {
    "rnn": CellKind(gates=(), updates=(r"h_t = \tanh(W_{ih} x_t + b_{ih} + W_{hh} h_{t-1} + b_{hh})",)),
    "gru": CellKind(
        gates=(
            _gate("r", "sigmoid", "the reset gate: how much of the old state the new content looks at"),
            _gate("z", "sigmoid", "the update gate: how much of the old state stays"),
            Gate(
                "n",
                "tanh",
                r"n_t = \tanh(W_{in} x_t + b_{in} + r_t \odot (W_{hn} h_{t-1} + b_{hn}))",
                "the new content",
            ),
        ),
        updates=(r"h_t = (1 - z_t) \odot n_t + z_t \odot h_{t-1}",),
        keeping_gate="z",
        content_gate="n",
    ),
    "lstm": CellKind(
        gates=(
            _gate("i", "sigmoid", "the input gate: how much of the new content enters the memory"),
            _gate("f", "sigmoid", "the forget gate: how much of the old memory stays"),
            _gate("g", "tanh", "the new content itself"),
            _gate("o", "sigmoid", "the output gate: how much of the memory shows in the state"),
        ),
        updates=(r"c_t = f_t \odot c_{t-1} + i_t \odot g_t", r"h_t = o_t \odot \tanh(c_t)"),
        has_cell_state=True,
        keeping_gate="f",
        content_gate="g",
    ),
}


@dataclass(frozen=True)
class DatasetKind:
    """A dataset of grey pictures of 28 x 28 pixels.

    Attributes:
        num_train, num_test: how many pictures there are for training and for testing.
        classes: the names of the classes, by label.
        source: the class of ``torchvision.datasets`` that knows where its files are; None for the built-in sample.
        licence: whose it is and what it may be used for.
    """

    num_train: int
    num_test: int
    classes: tuple[str, ...]
    source: Literal["MNIST", "FashionMNIST", "KMNIST"] | None
    licence: str


_DIGITS = tuple("0123456789")
_GARMENTS = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
_KANA = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")
_OF_MNIST = "Yann LeCun, Corinna Cortes and Christopher J. C. Burges, CC BY-SA 3.0"

DATASETS: Mapping[DatasetName, DatasetKind] = {
    SAMPLE: DatasetKind(4_000, 1_000, _DIGITS, None, _OF_MNIST),
    "mnist": DatasetKind(60_000, 10_000, _DIGITS, "MNIST", _OF_MNIST),
    "fashion-mnist": DatasetKind(60_000, 10_000, _GARMENTS, "FashionMNIST", "Zalando SE, MIT"),
    "kmnist": DatasetKind(
        60_000, 10_000, _KANA, "KMNIST", "ROIS-DS Center for Open Data in the Humanities, CC BY-SA 4.0"
    ),
}


@dataclass(frozen=True)
class SequenceKind:
    """A way to read a picture.

    Attributes:
        num_steps: time steps that one picture takes.
        num_features: numbers read at each of them.
        line: what one of the 28 lines of the picture is, as it is read.
        is_shuffled: whether the lines come in another order than on paper, so that line t is the t-th that is read.
    """

    num_steps: int
    num_features: int
    line: Literal["row", "column"] = "row"
    is_shuffled: bool = False

    @property
    def step(self) -> Literal["row", "column", "pixel"]:
        """What is read at one time step."""
        return self.line if self.steps_per_line == 1 else "pixel"

    @property
    def steps_per_line(self) -> int:
        return self.num_steps // SIDE

    @property
    def line_starts(self) -> slice:
        """The first time step of each line, where the backward direction leaves it."""
        return slice(0, None, self.steps_per_line)

    @property
    def line_ends(self) -> slice:
        """The last time step of each line, where the forward direction leaves it."""
        return slice(self.steps_per_line - 1, None, self.steps_per_line)


SEQUENCES: Mapping[SequenceName, SequenceKind] = {
    "rows": SequenceKind(SIDE, SIDE),
    "columns": SequenceKind(SIDE, SIDE, line="column"),
    "rows_shuffled": SequenceKind(SIDE, SIDE, is_shuffled=True),
    "pixels": SequenceKind(SIDE * SIDE, 1),
}
