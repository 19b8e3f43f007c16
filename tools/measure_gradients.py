"""Measures how far gradients reach back, over cells, initialisations and seeds: the table in docs/gradients.md.

    python tools/measure_gradients.py [SEEDS]

It takes about a minute of one core a seed.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

import numpy as np
import torch

from rnn_demo.data import Dataset, load_dataset
from rnn_demo.experiment.catalogue import SAMPLE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.events import Evaluated
from rnn_demo.introspect import gradients
from rnn_demo.network import RowClassifier, TrainingState, train

NETWORKS = {
    "RNN": RunConfig(cell="rnn", bidirectional=False),
    "RNN, orthogonal": RunConfig(cell="rnn", bidirectional=False, recurrent_init="orthogonal"),
    "GRU": RunConfig(cell="gru", bidirectional=False),
    "GRU, orthogonal": RunConfig(cell="gru", bidirectional=False, recurrent_init="orthogonal"),
    "LSTM": RunConfig(bidirectional=False),
    "LSTM, forget bias 1": RunConfig(bidirectional=False, forget_bias=1.0),
    "LSTM, forget bias 2": RunConfig(bidirectional=False, forget_bias=2.0),
    "LSTM, orthogonal": RunConfig(bidirectional=False, recurrent_init="orthogonal"),
}
STEPS = (0, 50, 100, 200)  # and the last one
DIGITS = 100


def main() -> None:
    """Print the table, a line for each network as soon as it is measured."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
    torch.set_num_threads(1)
    dataset = load_dataset(SAMPLE)
    for name, config in NETWORKS.items():
        runs = [_measured(config.model_copy(update={"seed": seed}), dataset) for seed in seeds]
        *shares, accuracies = zip(*runs, strict=True)
        cells = [*(_in_words(share, ".2g") for share in shares), _in_words(accuracies, ".3f")]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _measured(config: RunConfig, dataset: Dataset) -> list[float]:
    """Row 0's share of the last row's gradient after each of `STEPS` and at the end, and the test accuracy."""
    state = TrainingState.start(config, torch.device("cpu"))
    shares, accuracy = defaultdict(float, {0: _share(state.model, dataset)}), 0.0
    for event in train(state, dataset):
        if state.step in STEPS and state.step not in shares:
            shares[state.step] = _share(state.model, dataset)
        if isinstance(event, Evaluated):
            accuracy = event.evaluation.accuracy
    return [*(shares[step] for step in STEPS), _share(state.model, dataset), accuracy]


def _share(model: RowClassifier, dataset: Dataset) -> float:
    """The geometric mean, over the digits, of what row 0 gets of the gradient that the last row gets, by the state."""
    norms = gradients(model.eval(), dataset.test_images[:DIGITS], dataset.test_labels[:DIGITS]).by("state")
    assert norms is not None
    first, last = norms[:, 0].astype(np.float64), norms[:, -1].astype(np.float64)
    return float(np.exp(np.log(first / last).mean()))


def _in_words(values: Sequence[float], digits: str) -> str:
    """The median, the smallest and the largest."""
    middle, low, high = (
        format(value, digits).replace("e-0", "e-") for value in (median(values), min(values), max(values))
    )
    return f"{middle} ({low}–{high})"


if __name__ == "__main__":
    main()
