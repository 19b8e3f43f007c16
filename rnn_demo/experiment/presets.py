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

PRESETS: Mapping[str, Preset] = {
    "quick-start": Preset(
        "Quick start: Bi-LSTM 64",
        "Reads each digit from both ends and gets well over nine in ten right within seconds.",
        RunConfig(),
    ),
    "rnn-64": Preset(
        "Plain RNN 64",
        "The simplest recurrent network: watch how slowly it learns to carry early rows to the last one.",
        RunConfig(cell="rnn", bidirectional=False, learning_rate=1e-3, lr_schedule="constant", batch_size=32),
    ),
    "bi-rnn-64": Preset(
        "Bi-RNN 64 (tanh)",
        "The same plain cell reading from both ends: no row is far from one of the two final states.",
        RunConfig(cell="rnn", learning_rate=1e-3, lr_schedule="constant", batch_size=32),
    ),
    "gru-64": Preset(
        "GRU 64",
        "One direction with gates: nearly as good as the LSTM with three quarters of its weights.",
        RunConfig(cell="gru", bidirectional=False),
    ),
    "tutorial-rnn": Preset(
        "RNN 20, as in tutorials",
        "Hidden size 20, batches of 10, Adam at 0.01: at this rate a plain RNN jumps about rather than learns.",
        RunConfig(cell="rnn", bidirectional=False, **_AS_IN_TUTORIALS),
    ),
    "tutorial-bi-lstm": Preset(
        "Bi-LSTM 20, every row",
        "A bidirectional LSTM of 20 that predicts at every row. It has a second layer, for without one its dropout of "
        "0.5 would do nothing.",
        RunConfig(num_layers=2, dropout=0.5, readout="every_row", **_AS_IN_TUTORIALS),
    ),
    "best-accuracy": Preset(
        "Best accuracy: 2 × Bi-LSTM 128",
        "Two layers, mean read-out, one-cycle learning rate: a long training that errs least, above all on full MNIST.",
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
}
