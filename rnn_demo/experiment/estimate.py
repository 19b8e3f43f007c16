"""How long a run will take: a rough cost model, corrected by what earlier runs on this machine really took."""

from collections.abc import Iterable
from statistics import median

from rnn_demo.experiment.catalogue import CELLS, DATASETS
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run

# Seconds on one core of an ordinary machine; once some run has been measured only their proportions matter.
PER_STEP = 1e-3
PER_TIME_STEP = 6e-5  # for each layer and direction, however small the batch
PER_MULTIPLICATION = 1e-10  # of a weight with a number, forward and backward together
TEST_SHARE = 1 / 3  # testing goes forward only

SHORTEST_MEASURED = 1.0  # seconds; a shorter training tells too little


def expected_seconds(config: RunConfig, history: Iterable[Run]) -> float:
    """Seconds that a run of ``config`` will probably train.

    What the earlier runs in ``history`` on the same device took, compared with what the cost model says of them,
    corrects it.
    """
    ratios = [
        run.progress.train_seconds / _modelled_seconds(run.config, run.progress.step)
        for run in history
        if run.config.device == config.device and run.progress.train_seconds >= SHORTEST_MEASURED
    ]
    return _modelled_seconds(config, config.num_steps) * (median(ratios) if ratios else 1.0)


def _modelled_seconds(config: RunConfig, num_steps: int) -> float:
    time_steps = config.reading.num_steps
    overhead = time_steps * config.num_layers * config.num_directions * PER_TIME_STEP
    per_digit = time_steps * _multiplications(config) * PER_MULTIPLICATION
    training = num_steps * (PER_STEP + overhead + config.batch_size * per_digit)
    tests = num_steps / config.steps_per_epoch + (num_steps / config.eval_every if config.eval_every else 0)
    return training + tests * TEST_SHARE * DATASETS[config.dataset].num_test * per_digit


def _multiplications(config: RunConfig) -> int:
    """Multiplications for one digit at one time step."""
    hidden, directions = config.hidden_size, config.num_directions
    inputs = [config.reading.num_features] + [directions * hidden] * (config.num_layers - 1)
    return sum(directions * CELLS[config.cell].weight_factor * hidden * (size + hidden) for size in inputs)
