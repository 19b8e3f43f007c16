"""A runner as the web server starts it, and configurations for it to train."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import torch

from rnn_demo.data import Dataset
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Note, NoteCode, Run, RunStatus
from rnn_demo.network import load_model
from rnn_demo.runner import start_runner
from rnn_demo.store import Store, open_store
from tests.runner.waiting import wait_until

REPOSITORY = Path(__file__).parents[2]

# Takes a second or two, so that there is time to interfere.
SHORT = RunConfig(cell="rnn", hidden_size=4, train_size=400, batch_size=10, num_epochs=20, eval_every=0)
# Goes on for minutes, unless it is ended.
LONG = SHORT.model_copy(update={"train_size": 4_000, "num_epochs": 200})
# Its weights are so large after one step that the next one overflows.
EXPLODING = RunConfig(
    cell="rnn",
    nonlinearity="relu",
    hidden_size=16,
    optimizer="rmsprop",
    learning_rate=10,
    lr_schedule="constant",
    clip_grad_norm=0,
    train_size=200,
    batch_size=10,
)

Runner = subprocess.Popen[bytes]


@contextmanager
def runner_at(url: str, slots: int) -> Iterator[Runner]:
    """A runner that is ready to train what is queued in the store at ``url``; it ends with the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(REPOSITORY)
        patch.setenv("RNN_DEMO_STORE", url)
        patch.setenv("RNN_DEMO_SLOTS", str(slots))
        runner = start_runner()
    assert runner.stdin is not None
    try:
        store = open_store(url)
        wait_until(lambda: store.runners(seen_within_seconds=10))
        store.close()
        yield runner
    finally:
        runner.stdin.close()
        runner.wait(30)


def family(pid: int) -> list[psutil.Process]:
    """The living process ``pid`` and everything that descends from it."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def expect_all_gone(processes: list[psutil.Process]) -> None:
    """Give ``processes`` the time to end; fail if one lives on."""
    wait_until(lambda: not any(map(_lives, processes)), timeout=20)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE  # which has ended, and only waits for its parent to notice
    except psutil.NoSuchProcess:
        return False


def wait_for_status(store: Store, run_id: str, *statuses: RunStatus) -> None:
    """Wait until the run has one of the ``statuses``."""
    wait_until(lambda: store.run(run_id).status in statuses)


def wait_for_training(store: Store, run_id: str) -> int:
    """Wait until the run has taken steps; say how many."""
    return wait_until(lambda: store.run(run_id).progress.step)


def expect_stopped_with_its_results(store: Store, run: Run) -> None:
    """Wait until the run has been stopped with its server; fail if something that it measured is missing."""
    wait_for_status(store, run.id, RunStatus.STOPPED)
    news = store.news(run.id)
    assert news.run.note == Note(NoteCode.SERVER_STOPPED)
    assert [metric.step for metric in news.metrics] == list(range(1, news.run.progress.step + 1))
    assert news.run.latest_step == news.run.progress.step > 0


def share_right(config: RunConfig, weights: bytes, data: Dataset) -> float:
    """The share of all test digits that the stored network reads right."""
    model = load_model(config, weights)
    with torch.no_grad():
        logits = model.picture_logits(model(model.inputs(data.test_images)))
    return (logits.argmax(dim=1) == data.test_labels).float().mean().item()
