"""RunConfig: everything that decides how one network is built and trained.

One frozen, validated model drives the form in the sidebar, the command line's flags, the link that shares an experiment
and the row in the store. Each field carries its default, its bounds and its help; what a widget, a link or a flag lets
through is validated here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from annotated_types import Interval
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from rnn_demo.experiment.catalogue import DATASETS, SEQUENCES, CellName, DatasetName, SequenceKind, SequenceName

Section = Literal["Data", "Model", "Training", "More settings"]


@dataclass(frozen=True)
class FormField:
    """How a field stands in a form: its section, and the step of its widget if it is a number."""

    section: Section
    step: float = 1


class RunConfig(BaseModel):
    """One experiment. Names are PyTorch's where PyTorch has one."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    dataset: Annotated[DatasetName, FormField("Data")] = Field(
        "mnist-sample",
        title="Dataset",
        description="mnist-sample is built in: 5,000 handwritten digits. The others have 70,000 pictures each and are "
        "downloaded once, when you first train on them.",
    )
    sequence: Annotated[SequenceName, FormField("Data")] = Field(
        "rows",
        title="Read the picture by",
        description="What the network sees at one time step. rows: a line of 28 pixels, top to bottom. columns: left "
        "to right. rows_shuffled: the rows in one random order, the same for every picture. pixels: one pixel at a time, "
        "784 steps, so training takes about 30 times as long.",
    )
    train_size: Annotated[int | None, Interval(ge=10, le=60_000), FormField("Data", step=500)] = Field(
        None,
        title="Training digits",
        description="Train on only this many digits of the training set; without it, on all of them. With fewer an epoch "
        "is shorter, and fewer test digits are read right.",
    )

    cell: Annotated[CellName, FormField("Model")] = Field(
        "lstm",
        title="Cell",
        description="What happens at one time step. rnn: one plain equation. gru: two gates beside it. lstm: three gates "
        "and a memory of its own beside the hidden state.",
    )
    bidirectional: Annotated[bool, FormField("Model")] = Field(
        True,
        title="Both directions",
        description="Read the picture twice: forward from the first row and backward from the last, with separate "
        "weights. Off: forward only.",
    )
    hidden_size: Annotated[int, Interval(ge=1, le=256), FormField("Model", step=4)] = Field(
        64,
        title="Hidden units",
        description="How many numbers the hidden state has, in each layer and direction.",
    )
    num_layers: Annotated[int, Interval(ge=1, le=4), FormField("Model")] = Field(
        1, title="Layers", description="Recurrent layers on top of each other; each reads the states of the one below."
    )
    dropout: Annotated[float, Interval(ge=0.0, le=0.9), FormField("Model", step=0.05)] = Field(
        0.0,
        title="Dropout",
        description="How likely each state is set to zero between two layers while training; meant against overfitting. "
        "It needs at least 2 layers: with one layer there is no place between layers.",
    )
    readout: Annotated[Literal["final", "last", "mean", "every_row"], FormField("Model")] = Field(
        "final",
        title="Read-out",
        description="Which states the answer is computed from. final: each direction's own last state. last: the "
        "states at the last row, a well-known mistake with two directions, because the backward half of a layer begins "
        "there. mean: the mean over all rows. every_row: a prediction and a loss at every row.",
    )
    nonlinearity: Annotated[Literal["tanh", "relu"], FormField("More settings")] = Field(
        "tanh",
        title="Nonlinearity",
        description="What the plain rnn cell puts its sum through. tanh: any number to between -1 and 1. relu: only what "
        "is negative to 0. gru and lstm have theirs built in.",
    )
    merge: Annotated[Literal["concat", "sum", "mean"], FormField("More settings")] = Field(
        "concat",
        title="Join directions by",
        description="How the forward and the backward state become one vector: side by side, added or averaged.",
    )
    recurrent_init: Annotated[Literal["uniform", "orthogonal"], FormField("More settings")] = Field(
        "uniform",
        title="Recurrent weights at the start",
        description="uniform is PyTorch's default. orthogonal: matrices that turn a state and keep its length. In a plain "
        "rnn the first rows then count from the start; behind gates it changes less.",
    )
    forget_bias: Annotated[float, Interval(ge=0.0, le=5.0), FormField("More settings", step=0.5)] = Field(
        0.0,
        title="Forget-gate bias",
        description="Added inside an lstm's forget gates at the start of training. At 0 about half of the memory is kept "
        "at each time step, at 1 about 73%, at 2 about 88%.",
    )

    num_epochs: Annotated[int, Interval(ge=1, le=200), FormField("Training")] = Field(
        15, title="Epochs", description="How often every training digit is shown."
    )
    batch_size: Annotated[int, Interval(ge=1, le=2_000), FormField("Training", step=8)] = Field(
        64,
        title="Batch size",
        description="Digits per step: small batches make many noisy steps of an epoch, large ones few steady steps.",
    )
    optimizer: Annotated[Literal["adam", "adamw", "sgd", "rmsprop"], FormField("Training")] = Field(
        "adam", title="Optimizer", description="The rule that turns gradients into steps. sgd uses a momentum of 0.9."
    )
    learning_rate: Annotated[float, Interval(ge=1e-6, le=10.0), FormField("Training", step=0.001)] = Field(
        0.01,
        title="Learning rate",
        description="What each step is multiplied with. Too large: the loss jumps or becomes NaN. Too small: it hardly "
        "falls.",
    )
    lr_schedule: Annotated[Literal["constant", "one_cycle"], FormField("Training")] = Field(
        "one_cycle",
        title="Learning-rate schedule",
        description="constant: the same rate at every step. one_cycle: up to the learning rate, then down to almost 0.",
    )
    clip_grad_norm: Annotated[float, Interval(ge=0.0, le=100.0), FormField("Training", step=0.5)] = Field(
        1.0,
        title="Clip gradient norm",
        description="A gradient longer than this, taken over all weights, is shortened to it. 0 turns that off.",
    )
    weight_decay: Annotated[float, Interval(ge=0.0, le=1.0), FormField("More settings", step=0.0001)] = Field(
        0.0,
        title="Weight decay",
        description="Pulls all weights towards 0 a little at every step; meant against overfitting.",
    )
    eval_every: Annotated[int, Interval(ge=0, le=100_000), FormField("More settings", step=50)] = Field(
        100,
        title="Test every … steps",
        description="The network is tested on the whole test set after this many steps, and after every epoch in any "
        "case. 0: after every epoch only.",
    )
    seed: Annotated[int, Interval(ge=0, le=2**31 - 1), FormField("Training")] = Field(
        0,
        title="Seed",
        description="Decides every random choice: first weights, order of the digits, dropout. On one machine's CPU "
        "the same seed gives exactly the same run.",
    )
    device: Annotated[str, FormField("Training")] = Field(
        "auto",
        pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$",
        title="Device",
        description="Where the network is trained. auto takes the first GPU if there is one.",
    )

    @field_validator("train_size")
    @classmethod
    def _train_size_exists(cls, value: int | None, info: ValidationInfo) -> int | None:
        dataset = info.data.get("dataset")  # missing where it is itself not allowed
        if value and dataset and value > DATASETS[dataset].num_train:
            raise ValueError(f"{dataset} has {DATASETS[dataset].num_train:,} training digits")
        return value

    @field_validator("dropout", "nonlinearity", "merge", "forget_bias")
    @classmethod
    def _option_has_an_effect(cls, value: Any, info: ValidationInfo) -> Any:
        name = info.field_name or ""
        if value != cls.model_fields[name].default and (reason := why_without_effect(name, info.data)):
            raise ValueError(reason)
        return value

    def changed(self) -> dict[str, Any]:
        """The fields that differ from their defaults."""
        return self.model_dump(exclude_defaults=True)

    @property
    def network(self) -> str:
        """The network in a few characters, such as "2 × Bi-LSTM 128"."""
        layers = f"{self.num_layers} × " if self.num_layers > 1 else ""
        return f"{layers}{'Bi-' if self.bidirectional else ''}{self.cell.upper()} {self.hidden_size}"

    @property
    def num_directions(self) -> int:
        return 2 if self.bidirectional else 1

    @property
    def reading(self) -> SequenceKind:
        """How it reads a picture: the steps, and what is read at each."""
        return SEQUENCES[self.sequence]

    @property
    def train_digits(self) -> int:
        """How many digits one epoch shows."""
        return self.train_size or DATASETS[self.dataset].num_train

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.train_digits // self.batch_size)

    @property
    def num_steps(self) -> int:
        return self.steps_per_epoch * self.num_epochs

    def digits_shown(self, step: int) -> int:
        """How many training digits have been shown after ``step`` steps; an epoch's last batch may be a small one."""
        epochs, steps = divmod(step, self.steps_per_epoch)
        return epochs * self.train_digits + steps * self.batch_size


def why_without_effect(name: str, others: Mapping[str, Any]) -> str | None:
    """Why field ``name`` would do nothing beside the values ``others``, or None if it does something."""
    cell = others.get("cell")
    if name == "nonlinearity" and cell in ("gru", "lstm"):
        return f"only the rnn cell has a choice of nonlinearity, and cell is {cell}"
    if name == "forget_bias" and cell in ("rnn", "gru"):
        return f"only the lstm cell has a forget gate, and cell is {cell}"
    if name == "merge" and others.get("bidirectional") is False:
        return "there is nothing to join with one direction; set bidirectional, or leave merge at concat"
    if name == "dropout" and others.get("num_layers") == 1:
        return "dropout acts between layers; set num_layers to 2 or more, or dropout to 0"
    return None
