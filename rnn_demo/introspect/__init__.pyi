from .backpropagation import gradients
from .cell_equations import equations
from .ends import two_ends, two_ends_over
from .erasing import erased
from .export import as_arrays
from .lesions import accuracy_with, lesion_orders
from .memory import band_starts, in_orders, order_accuracies, remembered, without_band
from .predictions import mistakes, probabilities
from .preparation import warm_up
from .recurrence import eigenvalues
from .timescales import timescales, timescales_of
from .tracing import trace
from .trajectories import principal_axes, states_of
from .units import unit_statistics
from .voting import votes
from .weights import shared_weights

__all__ = [
    "accuracy_with",
    "as_arrays",
    "band_starts",
    "eigenvalues",
    "equations",
    "erased",
    "gradients",
    "in_orders",
    "lesion_orders",
    "mistakes",
    "order_accuracies",
    "principal_axes",
    "probabilities",
    "remembered",
    "shared_weights",
    "states_of",
    "timescales",
    "timescales_of",
    "trace",
    "two_ends",
    "two_ends_over",
    "unit_statistics",
    "votes",
    "warm_up",
    "without_band",
]
