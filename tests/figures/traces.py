"""A trace without a network: numbers of the right shapes and ranges, no two alike."""

import numpy as np

from rnn_demo.experiment.catalogue import CELLS, NUM_CLASSES, SIDE
from rnn_demo.experiment.config import RunConfig
from rnn_demo.introspect.results import Direction, Floats, Trace

SIZE = 5


def some_trace(*, num_lines: int = SIDE, **values: object) -> tuple[Trace, RunConfig]:
    """A trace of a picture of ``num_lines`` lines, and the configuration of its network, with ``values`` in it."""
    config = RunConfig(**{"hidden_size": SIZE, **values})
    random = np.random.default_rng(3)
    steps = num_lines * config.reading.steps_per_line
    shape = (config.num_layers, steps, SIZE)
    kind = CELLS[config.cell]

    def uniform(low: float, *shape: int, scale: float = 1) -> Floats:
        return (scale * random.uniform(low, 1, shape)).astype(np.float32)

    def direction() -> Direction:
        gates = [uniform(-1 if gate.squash == "tanh" else 0, *shape) for gate in kind.gates]
        cells = uniform(-1, *shape, scale=7) if kind.has_cell_state else None
        return Direction(uniform(-1, *shape), cells, np.stack(gates, axis=2) if gates else None)

    def probabilities(rows: int) -> Floats:
        return random.dirichlet(np.ones(NUM_CLASSES), size=rows).astype(np.float32)

    prefixes, both = probabilities(num_lines), probabilities(steps)
    trace = Trace(
        sequence=uniform(0, steps, config.reading.num_features),
        forward=direction(),
        backward=direction() if config.bidirectional else None,
        logits=np.log(prefixes[-1]),
        probabilities=prefixes[-1],
        prefix_probabilities=prefixes,
        step_probabilities=both,
        step_probabilities_forward=probabilities(steps) if config.bidirectional else both,
        step_probabilities_backward=probabilities(steps) if config.bidirectional else None,
    )
    return trace, config
