"""What looking inside a network gives: plain arrays, for whoever draws, stores or explains them.

Letters in shapes: L layers, T time steps, G gates, H hidden units, D directions, C classes, F numbers read at each step,
N pictures. Arrays may be shared: treat them as read-only.
"""

from rnn_demo.introspect.results.arrays import Array, Floats, Integers
from rnn_demo.introspect.results.digits import (
    Axes,
    Band,
    Ends,
    GradientBy,
    Gradients,
    OrderAccuracies,
    Remembered,
    Trajectories,
    UnitStatistics,
)
from rnn_demo.introspect.results.lesions import Lesion, LesionAccuracy, LesionOrders, LesionPoint
from rnn_demo.introspect.results.picture import Direction, Equation, InOrder, Trace, TwoEnds, Votes
from rnn_demo.introspect.results.weights import Eigenvalues, SharedWeights

__all__ = [
    "Array",
    "Axes",
    "Band",
    "Direction",
    "Eigenvalues",
    "Ends",
    "Equation",
    "Floats",
    "GradientBy",
    "Gradients",
    "InOrder",
    "Integers",
    "Lesion",
    "LesionAccuracy",
    "LesionOrders",
    "LesionPoint",
    "OrderAccuracies",
    "Remembered",
    "SharedWeights",
    "Trace",
    "Trajectories",
    "TwoEnds",
    "UnitStatistics",
    "Votes",
]
