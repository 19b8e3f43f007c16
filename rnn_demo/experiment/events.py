"""What happens on the way from a queued run to a trained network, for whoever watches."""

from dataclasses import dataclass

from rnn_demo.experiment.records import Evaluation, Metric


@dataclass(frozen=True)
class Downloading:
    """How far the download of one of a dataset's files has come.

    ``bytes_total`` is None as long as the size is unknown: before a server has answered, and while another process
    does the work.
    """

    dataset: str
    file: str
    bytes_done: int
    bytes_total: int | None


@dataclass(frozen=True)
class Stepped:
    """Optimizer steps were taken; the model holds the weights after the last of them."""

    metrics: tuple[Metric, ...]


@dataclass(frozen=True)
class Testing:
    """A test is under way; a chance to pause or stop."""


@dataclass(frozen=True)
class Evaluated:
    """The model was tested on the whole test set."""

    evaluation: Evaluation


TrainingEvent = Stepped | Testing | Evaluated
Event = Downloading | TrainingEvent
