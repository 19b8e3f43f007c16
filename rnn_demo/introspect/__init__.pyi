from .backpropagation import gradients
from .cell_equations import equations
from .ends import two_ends, two_ends_over
from .export import as_arrays
from .memory import band_starts, order_accuracies, remembered, without_band
from .predictions import mistakes, probabilities
from .preparation import warm_up
from .tracing import trace
from .trajectories import principal_axes, states_of
from .units import unit_statistics
from .voting import votes

__all__ = [
    "as_arrays",
    "band_starts",
    "equations",
    "gradients",
    "mistakes",
    "order_accuracies",
    "principal_axes",
    "probabilities",
    "remembered",
    "states_of",
    "trace",
    "two_ends",
    "two_ends_over",
    "unit_statistics",
    "votes",
    "warm_up",
    "without_band",
]
