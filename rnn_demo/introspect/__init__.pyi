from .equations import equations
from .export import as_arrays
from .gradients import gradients
from .memory import band_starts, order_accuracies, remembered, without_band
from .mistakes import mistakes, probabilities
from .trace import trace
from .trajectories import principal_axes, states_of
from .units import unit_statistics
from .votes import votes
from .wrong_end import wrong_end, wrong_end_over

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
    "unit_statistics",
    "votes",
    "without_band",
    "wrong_end",
    "wrong_end_over",
]
