"""What the views of the page Look inside look at: one network at one moment, and one picture."""

from dataclasses import dataclass

import numpy as np

from rnn_demo.data import Picture
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.introspect.results import Trace
from rnn_demo.service.networks import Network

DIVERGED = "This network's numbers are infinite or not numbers: its training diverged. Choose an earlier moment of it."


@dataclass(frozen=True)
class Scene:
    """``network``, a moment of ``run``, reading ``picture`` (28 + k, 28).

    ``label`` is the picture's class, None for a drawn or uploaded one, of which nobody has said what it is.
    ``latest`` is the newest network of the run.
    """

    run: Run
    network: Network
    latest: Network
    picture: Picture
    label: int | None

    @property
    def config(self) -> RunConfig:
        return self.network.config

    @property
    def classes(self) -> tuple[str, ...]:
        return self.network.classes

    @property
    def trace(self) -> Trace:
        return self.network.trace(self.picture)

    @property
    def has_diverged(self) -> bool:
        """Whether the network's numbers are none any more."""
        return not np.isfinite(self.trace.logits).all()

    @property
    def prediction(self) -> str:
        """The name of the class that the network takes the picture for."""
        return self.classes[self.trace.prediction]
