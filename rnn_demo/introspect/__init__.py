"""What a trained network does inside. Pure functions from a network and pictures to arrays; nothing is drawn here."""

from rnn_demo.introspect.equations import Equation, equations
from rnn_demo.introspect.export import as_arrays
from rnn_demo.introspect.gradients import Gradients, gradients
from rnn_demo.introspect.memory import (
    Band,
    Orders,
    Remembered,
    band_starts,
    order_test,
    remembered,
    without_band,
)
from rnn_demo.introspect.mistakes import mistakes, predictions
from rnn_demo.introspect.trace import Direction, Trace, look
from rnn_demo.introspect.trajectories import Axes, Trajectories, principal_axes, project, states_of
from rnn_demo.introspect.units import UnitStatistics, unit_statistics
from rnn_demo.introspect.unroll import GATES
from rnn_demo.introspect.votes import Votes, votes
from rnn_demo.introspect.wrong_end import Ends, WrongEnd, wrong_end, wrong_end_over

__all__ = [
    "GATES",
    "Axes",
    "Band",
    "Direction",
    "Ends",
    "Equation",
    "Gradients",
    "Orders",
    "Remembered",
    "Trace",
    "Trajectories",
    "UnitStatistics",
    "Votes",
    "WrongEnd",
    "as_arrays",
    "band_starts",
    "equations",
    "gradients",
    "look",
    "mistakes",
    "order_test",
    "predictions",
    "principal_axes",
    "project",
    "remembered",
    "states_of",
    "unit_statistics",
    "votes",
    "without_band",
    "wrong_end",
    "wrong_end_over",
]
