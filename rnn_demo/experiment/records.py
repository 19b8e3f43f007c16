"""The frozen records that cross the store's door. They know neither SQL nor torch."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rnn_demo.experiment.config import RunConfig

Counts = tuple[tuple[int, ...], ...]


class RunStatus(StrEnum):
    """Where a run stands. A run that `is_over` never changes again."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in OVER

    @property
    def is_active(self) -> bool:
        """A worker holds the run: it is running or paused."""
        return self in ACTIVE


ACTIVE = frozenset({RunStatus.RUNNING, RunStatus.PAUSED})
OVER = frozenset({RunStatus.FINISHED, RunStatus.STOPPED, RunStatus.DIVERGED, RunStatus.FAILED})


class Command(StrEnum):
    """What a person may ask of a run that a worker holds."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True)
class Progress:
    """How far a run has come. ``train_seconds`` excludes pauses; ``num_digits`` counts training digits shown."""

    step: int = 0
    epoch: int = 0
    num_digits: int = 0
    train_seconds: float = 0.0

    @property
    def digits_per_second(self) -> float:
        return self.num_digits / self.train_seconds if self.train_seconds > 0 else 0.0


@dataclass(frozen=True)
class Run:
    """One run as it stands in the store.

    ``message`` is one sentence for the person watching (why it failed, what it is downloading); ``details`` is a
    traceback, if there is one. ``device`` is where it really trains, in words; empty until it has started. Times are
    UTC.
    """

    id: str
    config: RunConfig
    status: RunStatus
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    progress: Progress = Progress()
    device: str = ""
    message: str = ""
    details: str = ""


@dataclass(frozen=True)
class Metric:
    """One training step, numbered from 1. ``accuracy`` is the share of its batch that was right, 0..1."""

    step: int
    epoch: int
    loss: float
    accuracy: float
    grad_norm: float
    learning_rate: float


@dataclass(frozen=True)
class Evaluation:
    """The network on the whole test set after ``step`` steps.

    ``confusion[i][j]`` counts the test digits of class i that were read as class j.
    """

    step: int
    epoch: int
    loss: float
    accuracy: float
    confusion: Counts


@dataclass(frozen=True)
class Snapshot:
    """Weights that are in the store, without the weights. ``test_accuracy`` is None where nothing was tested."""

    step: int
    epoch: int
    test_accuracy: float | None = None


@dataclass(frozen=True)
class Update:
    """What a worker has to say since its last word; the store writes it in one transaction.

    ``weights`` belongs to ``snapshot``: safetensors bytes. ``device`` and ``message`` replace the run's where given.
    """

    progress: Progress
    metrics: tuple[Metric, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    snapshot: Snapshot | None = None
    weights: bytes = b""
    device: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class Device:
    """A place to train: ``name`` as in `RunConfig.device`, ``label`` for people."""

    name: str
    label: str


@dataclass(frozen=True)
class Runner:
    """A process that trains queued runs, as it last reported itself."""

    id: str
    slots: int
    devices: tuple[Device, ...]
    seen_at: datetime
