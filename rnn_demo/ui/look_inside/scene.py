"""What the views of the page Look inside look at: one network at one moment, and one picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.service.service import Service

if TYPE_CHECKING:
    from torch import Tensor

    from rnn_demo.introspect import Trace


@dataclass(frozen=True)
class Scene:
    """The network of ``run`` after ``step`` steps, reading ``image`` (28 + k, 28).

    ``label`` is the picture's class, None for a drawn or uploaded one, of which nobody has said what it is.
    ``dataset`` is the one whose test digits stand for all others.
    """

    service: Service
    run: Run
    step: int
    dataset: str
    image: "Tensor"
    label: int | None

    @property
    def config(self) -> RunConfig:
        return self.run.config

    @property
    def classes(self) -> tuple[str, ...]:
        return self.service.classes(self.dataset)

    @property
    def trace(self) -> "Trace":
        return self.service.look_at(self.run.id, self.step, self.image)
