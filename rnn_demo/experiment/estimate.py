"""How long a run will take: a rough cost model, corrected by what earlier runs on this machine really took."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from rnn_demo.experiment.catalogue import CELLS, DATASETS, CellName
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Progress, Run, RunStatus

# Seconds on one core of an ordinary machine; once some run has been measured only their proportions matter.
PER_STEP = 1e-3
PER_TIME_STEP = 6e-5  # for each layer and direction, however small the batch
PER_MULTIPLICATION = 1e-10  # of a weight with a number, forward and backward together
SLOWER: Mapping[CellName, float] = {"rnn": 1.0, "gru": 1.65, "lstm": 1.0}  # than its weights say, on a processor
TEST_SHARE = 1 / 3  # testing goes forward only

SHORTEST_MEASURED = 0.5  # seconds; a shorter training tells too little

# How much an earlier run counts: less than the next newer one, and less the more the load differed from that of now.
OLDER, OTHER_LOAD = 0.85, 0.5

# The longest expected time is so many times the middle one, and that so many times the shortest.
UNKNOWN_MACHINE = 4.0  # nothing was measured yet
FEW_RUNS = 1.6  # to the power of one over how many count
LEAST = 1.4  # the same settings on the same machine differ so much
SPREADS = 2.0  # median deviations


class Estimate(NamedTuple):
    """Seconds that a run will probably train: between ``low`` and ``high``, in the middle ``expected``."""

    low: float
    expected: float
    high: float


def estimate_seconds(config: RunConfig, history: Sequence[Run]) -> Estimate:
    """How long a run of ``config`` will probably train if it starts now.

    ``history`` holds earlier runs and those that train now, newest first. What those on the same device took, compared
    with what the cost model says of them, corrects it; their deviations from each other make the range. A run that trains
    beside more runs than were ever measured may have to share a core with each of them.
    """
    modelled = _modelled_seconds(config, config.num_steps)
    load = sum(run.status is RunStatus.RUNNING for run in history)
    measured = [run for run in history if run.config.device == config.device and _is_measured(run.progress)]
    if not measured:
        return Estimate(modelled / UNKNOWN_MACHINE, modelled, modelled * UNKNOWN_MACHINE * (1 + load))
    logs = [math.log(run.progress.train_seconds / _modelled_seconds(run.config, run.progress.step)) for run in measured]
    loads = [_load_beside(run, history) for run in measured]
    weights = [OLDER**age * OTHER_LOAD ** abs(load - other) for age, other in enumerate(loads)]
    middle = _weighted_median(logs, weights)
    deviation = _weighted_median([abs(log - middle) for log in logs], weights)
    factor = max(LEAST, math.exp(SPREADS * deviation)) * FEW_RUNS ** (1 / sum(OLDER**age for age in range(len(logs))))
    expected = modelled * math.exp(middle)
    more_load = (1 + load) / (1 + max(loads))
    return Estimate(expected / factor, expected, expected * factor * max(1.0, more_load))


def _is_measured(progress: Progress) -> bool:
    """Whether a run has trained long enough to tell something; some time may have passed before its first step ended."""
    return progress.step > 0 and progress.train_seconds >= SHORTEST_MEASURED


def _load_beside(run: Run, history: Iterable[Run]) -> float:
    """How many other runs trained at the same time as ``run``, on average over its time."""
    started, finished = _times(run)
    seconds = max(finished - started, SHORTEST_MEASURED)
    shared = 0.0
    for other in history:
        if other.id != run.id and other.started_at:
            other_started, other_finished = _times(other)
            shared += max(0.0, min(finished, other_finished) - max(started, other_started))
    return shared / seconds


def _times(run: Run) -> tuple[float, float]:
    """When a run started and finished, in seconds; one that trains still is taken as long as it has trained."""
    started = run.started_at or run.created_at
    finished: datetime | None = run.finished_at
    return started.timestamp(), finished.timestamp() if finished else started.timestamp() + run.progress.train_seconds


def _weighted_median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The value at which half of the weight lies below."""
    half = sum(weights) / 2
    for value, weight in sorted(zip(values, weights, strict=True)):
        half -= weight
        if half <= 0:
            return value
    return max(values)  # only where rounding leaves a rest


def _modelled_seconds(config: RunConfig, num_steps: int) -> float:
    time_steps = config.reading.num_steps
    slower = SLOWER[config.cell]
    overhead = time_steps * config.num_layers * config.num_directions * PER_TIME_STEP * slower
    per_digit = time_steps * _multiplications(config) * PER_MULTIPLICATION * slower
    training = num_steps * (PER_STEP + overhead + config.batch_size * per_digit)
    tests = num_steps / config.steps_per_epoch + (num_steps / config.eval_every if config.eval_every else 0)
    return training + tests * TEST_SHARE * DATASETS[config.dataset].num_test * per_digit


def _multiplications(config: RunConfig) -> int:
    """Multiplications for one digit at one time step."""
    hidden, directions = config.hidden_size, config.num_directions
    inputs = [config.reading.num_features] + [directions * hidden] * (config.num_layers - 1)
    return sum(directions * CELLS[config.cell].weight_factor * hidden * (size + hidden) for size in inputs)
