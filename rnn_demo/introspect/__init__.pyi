from .backpropagation import gradients
from .cell_equations import equations
from .ends import wrong_end, wrong_end_over
from .export import as_arrays
from .memory import band_starts, in_orders, order_accuracies, remembered, without_band
from .predictions import mistakes, probabilities
from .preparation import warm_up
from .recurrence import eigenvalues, kept_per_step
from .tracing import trace
from .trajectories import principal_axes, states_of
from .units import unit_statistics
from .voting import votes

__all__ = [
    "as_arrays",
    "band_starts",
    "eigenvalues",
    "equations",
    "gradients",
    "in_orders",
    "kept_per_step",
    "mistakes",
    "order_accuracies",
    "principal_axes",
    "probabilities",
    "remembered",
    "states_of",
    "trace",
    "unit_statistics",
    "votes",
    "warm_up",
    "without_band",
    "wrong_end",
    "wrong_end_over",
]
