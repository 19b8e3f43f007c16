"""The frozen records that cross the store's door. They know neither SQL nor torch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rnn_demo.experiment.config import RunConfig

Counts = tuple[tuple[int, ...], ...]


class RunStatus(StrEnum):
    """Where a run stands. Of a run that `is_over` nothing changes any more but its name."""

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


class NoteCode(StrEnum):
    """What there is to say of a run beside its status; `rnn_demo.words` has the sentences.

    The parameters of each stand behind it.
    """

    WAITING = "waiting"
    STARTING = "starting"
    DOWNLOADING = "downloading"  # dataset, file, bytes_done, bytes_total (or None)
    COMPLETED = "completed"
    STOPPED = "stopped"
    SERVER_STOPPED = "server_stopped"
    DIVERGED = "diverged"  # step
    OUT_OF_MEMORY = "out_of_memory"
    REFUSED = "refused"  # reason: the message of an RnnDemoError
    BROKE_OFF = "broke_off"  # error: the first line of an exception that nobody foresaw
    WORKER_DIED = "worker_died"  # exit_code, negative for a signal
    RUNNER_LOST = "runner_lost"


@dataclass(frozen=True)
class Note:
    """What a run is busy with, or how it ended: a code and its parameters, which are text or numbers."""

    code: NoteCode
    params: Mapping[str, str | int | float | None] = field(default_factory=dict, hash=False)


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
class Score:
    """The figures of one test: ``loss`` is a mean cross-entropy, ``accuracy`` 0..1."""

    step: int
    loss: float
    accuracy: float


@dataclass(frozen=True)
class Run:
    """One run as it stands in the store, or as it ships with the package.

    Attributes:
        created_at, started_at, finished_at: UTC.
        device: where it really trains, in words; empty until it has started.
        note: what it is busy with, or how it ended.
        details: a traceback, if there is one.
        last_test, best_test: the latest test, and the earliest of those with the highest accuracy.
        latest_step: the step of the newest weights that are kept; None before the first.
        name: what a person calls it; empty until someone does. Text from outside.
        built_in: it ships with the package and stands in no store.
    """

    id: str
    config: RunConfig
    status: RunStatus
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    progress: Progress = Progress()
    device: str = ""
    note: Note = Note(NoteCode.WAITING)
    details: str = ""
    last_test: Score | None = None
    best_test: Score | None = None
    latest_step: int | None = None
    name: str = ""
    built_in: bool = False


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

    ``weights`` belongs to ``snapshot``: safetensors bytes. ``device`` and ``note`` replace the run's where given.
    """

    progress: Progress
    metrics: tuple[Metric, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    snapshot: Snapshot | None = None
    weights: bytes = b""
    device: str | None = None
    note: Note | None = None


@dataclass(frozen=True)
class Cursor:
    """How far a reader has read a run. The store makes it; the first one stands before everything."""

    revision: int = 0


@dataclass(frozen=True)
class News:
    """What is new in a run since a cursor.

    Attributes:
        run: the run as it stands now.
        queue_position: 1 if it is the next to start, 2 for the one after it, …; 0 if it is not queued.
        metrics, evaluations: those written since, in order of their steps. A step that was written before, as after an
            interruption, takes the place of the earlier one.
        snapshots: all that are kept now, in order of their steps; None if that has not changed since.
        cursor: where this reader stands now.
    """

    run: Run
    queue_position: int
    metrics: tuple[Metric, ...]
    evaluations: tuple[Evaluation, ...]
    snapshots: tuple[Snapshot, ...] | None
    cursor: Cursor


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
