"""Trainings in the process of a test, with all that they measured."""

from datetime import UTC, datetime
from typing import NamedTuple

import torch

from rnn_demo.data import Dataset
from rnn_demo.errors import TrainingDiverged
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.events import Evaluated, Stepped
from rnn_demo.experiment.records import Evaluation, Metric, Note, NoteCode, Progress, Run, RunStatus
from rnn_demo.experiment.verdict import Verdict, judge
from rnn_demo.network import TrainingState, train


class Training(NamedTuple):
    """A run that is over, and what it measured."""

    run: Run
    metrics: list[Metric]
    evaluations: list[Evaluation]

    @property
    def accuracy(self) -> float:
        """Of the last test."""
        return self.evaluations[-1].accuracy

    @property
    def verdict(self) -> Verdict:
        verdict = judge(*self)
        assert verdict is not None
        return verdict


def trained(config: RunConfig, dataset: Dataset) -> Training:
    """Train a network of ``config`` to its end."""
    metrics: list[Metric] = []
    evaluations: list[Evaluation] = []
    status, note = RunStatus.FINISHED, Note(NoteCode.COMPLETED)
    try:
        for event in train(TrainingState.start(config, torch.device("cpu")), dataset):
            match event:
                case Stepped():
                    metrics += event.metrics
                case Evaluated():
                    evaluations.append(event.evaluation)
    except TrainingDiverged as error:
        status, note = RunStatus.DIVERGED, Note(NoteCode.DIVERGED, {"step": error.step})
    last = metrics[-1]
    progress = Progress(last.step, last.epoch, config.digits_shown(last.step), train_seconds=1.0)
    return Training(Run("a", config, status, datetime.now(UTC), progress=progress, note=note), metrics, evaluations)
