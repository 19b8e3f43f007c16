"""Named configurations, each with one sentence on what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from rnn_demo.experiment.config import RunConfig


@dataclass(frozen=True)
class Preset:
    title: str
    shows: str
    config: RunConfig


_AS_IN_TUTORIALS = RunConfig(
    hidden_size=20, batch_size=10, learning_rate=0.01, lr_schedule="constant", num_epochs=2, clip_grad_norm=0.0
).changed()

# What the six presets that are to be compared have in common. docs/presets.md has what they reach.
_FAIR = RunConfig(learning_rate=5e-3).changed()

PRESETS: Mapping[str, Preset] = {
    "quick-start": Preset(
        "Quick start: Bi-LSTM 64",
        "Reads each digit from both ends and gets well over nine in ten right.",
        RunConfig(),
    ),
    "rnn-64": Preset(
        "Compare: RNN 64",
        "The first of six that differ in cell and directions and in nothing else. The simplest recurrent network reads "
        "not quite nine in ten digits right.",
        RunConfig(cell="rnn", bidirectional=False, **_FAIR),
    ),
    "bi-rnn-64": Preset(
        "Compare: Bi-RNN 64",
        "Beside RNN 64: a second direction saves the plain cell about 30 to 50% of its mistakes.",
        RunConfig(cell="rnn", **_FAIR),
    ),
    "gru-64": Preset(
        "Compare: GRU 64",
        "Beside RNN 64: two gates save it more than half of its mistakes, with one direction.",
        RunConfig(cell="gru", bidirectional=False, **_FAIR),
    ),
    "bi-gru-64": Preset(
        "Compare: Bi-GRU 64",
        "Beside GRU 64: where gates carry the early rows to the end, a second direction has little to add.",
        RunConfig(cell="gru", **_FAIR),
    ),
    "lstm-64": Preset(
        "Compare: LSTM 64",
        "Beside GRU 64: about as good, with a third more weights.",
        RunConfig(cell="lstm", bidirectional=False, **_FAIR),
    ),
    "bi-lstm-64": Preset(
        "Compare: Bi-LSTM 64",
        "Beside LSTM 64: the second direction adds a little; beside RNN 64: about a fifth to a quarter of its "
        "mistakes are left.",
        RunConfig(**_FAIR),
    ),
    "tutorial-rnn": Preset(
        "RNN 20, as in tutorials",
        "Hidden size 20, batches of 10, Adam at 0.01: its accuracy climbs in jumps, and after two epochs about half "
        "of the digits are still read wrongly.",
        RunConfig(cell="rnn", bidirectional=False, **_AS_IN_TUTORIALS),
    ),
    "tutorial-bi-lstm": Preset(
        "Bi-LSTM 20, every row",
        "The same training for a bidirectional LSTM of 20 that predicts at every row: it gets further in its two epochs. "
        "It has a second layer, for without one its dropout of 0.5 would do nothing.",
        RunConfig(num_layers=2, dropout=0.5, readout="every_row", **_AS_IN_TUTORIALS),
    ),
    "large": Preset(
        "Large: 2 × Bi-LSTM 128",
        "Two layers, mean read-out, one-cycle learning rate: the largest network of these, and the longest training. On the "
        "built-in digits it gets about as far as Bi-LSTM 64.",
        RunConfig(
            hidden_size=128,
            num_layers=2,
            dropout=0.2,
            readout="mean",
            batch_size=100,
            learning_rate=5e-3,
            num_epochs=30,
        ),
    ),
    "overfitting": Preset(
        "Overfitting: Bi-LSTM 64 on 200 digits",
        "It learns its 200 digits by heart. Watch the two curves part: in the end it reads nearly all of them right, of the "
        "test digits three in four, and the test loss stopped falling long before.",
        RunConfig(train_size=200, batch_size=10, num_epochs=30, learning_rate=5e-3, lr_schedule="constant"),
    ),
    "divergence": Preset(
        "Divergence: relu RNN 64",
        "Nothing bounds its states, and nothing clips its gradients: the loss explodes within a few epochs.",
        RunConfig(
            cell="rnn",
            bidirectional=False,
            nonlinearity="relu",
            optimizer="sgd",
            learning_rate=0.5,
            clip_grad_norm=0.0,
        ),
    ),
}
