"""One worker, in the process of the test: what it makes of trouble."""

import math
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest

from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import ACTIVE, Note, NoteCode, Run, RunStatus
from rnn_demo.runner import train_run
from rnn_demo.runner.worker import Watcher
from rnn_demo.store import Store
from tests.runner.running import EXPLODING, LONG, SHORT, wait_for_status, wait_for_training

GIVEN_UP = Note(NoteCode.RUNNER_LOST)


def train_now(store: Store, config: RunConfig, watch: Watcher = lambda event: None) -> Run:
    return train_run(store, store.create_run(config, status=RunStatus.RUNNING), threading.Event(), watch)


def test_a_device_that_does_not_exist_is_no_programming_error(store: Store) -> None:
    run = train_now(store, SHORT.model_copy(update={"device": "cuda:99"}))
    assert run.status is RunStatus.FAILED
    assert run.note.code is NoteCode.REFUSED
    reason = str(run.note.params["reason"])
    assert reason.startswith("The device cuda:99 does not exist on this machine. Choose auto or one of these: cpu")
    assert run.details == ""
    assert run.finished_at is not None


def test_a_data_folder_that_is_a_file_is_no_programming_error(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("RNN_DEMO_DATA", str(tmp_path / "file"))
    run = train_now(store, RunConfig(dataset="mnist"))
    assert run.status is RunStatus.FAILED
    assert run.note.code is NoteCode.REFUSED
    assert "not a directory" in str(run.note.params["reason"])
    assert "RNN_DEMO_DATA" in str(run.note.params["reason"])
    assert run.details == ""


def test_an_error_that_nobody_foresaw_gives_its_first_line_and_its_traceback(store: Store) -> None:
    def watch(event: object) -> None:
        raise BrokenPipeError("nobody reads\nthe progress bar")

    run = train_now(store, SHORT, watch)
    assert run.status is RunStatus.FAILED
    assert run.note == Note(NoteCode.BROKE_OFF, {"error": "BrokenPipeError: nobody reads"})
    assert run.details.startswith("Traceback")
    assert run.details.endswith("BrokenPipeError: nobody reads\nthe progress bar\n")
    assert [metric.step for metric in store.news(run.id).metrics] == [1]


@pytest.fixture
def _four_more_gigabytes() -> Iterator[None]:
    """The process may not take more memory than that."""
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + (4 << 30), limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, limits)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to such a limit")
@pytest.mark.usefixtures("_four_more_gigabytes")
def test_too_little_memory_is_told_from_other_errors(store: Store) -> None:
    run = train_now(store, RunConfig(sequence="pixels", hidden_size=256, num_layers=4, batch_size=2_000))
    assert run.status is RunStatus.FAILED
    assert run.note == Note(NoteCode.OUT_OF_MEMORY)
    assert "can't allocate memory" in run.details


def test_a_loss_that_explodes_ends_the_run_as_diverged_with_its_numbers(store: Store) -> None:
    run = train_now(store, EXPLODING)
    assert run.status is RunStatus.DIVERGED
    metrics = store.news(run.id).metrics
    assert metrics
    assert all(math.isfinite(metric.loss) for metric in metrics)
    assert run.note == Note(NoteCode.DIVERGED, {"step": metrics[-1].step + 1})
    assert run.details == ""


@pytest.mark.parametrize("note", [Note(NoteCode.STOPPED), Note(NoteCode.SERVER_STOPPED)])
def test_a_worker_that_is_told_to_stop_stops_with_the_network_it_has(store: Store, note: Note) -> None:
    stop = threading.Event()
    stop.set()
    run = train_run(store, store.create_run(LONG, status=RunStatus.RUNNING), stop, stop_note=note)
    assert (run.status, run.note) == (RunStatus.STOPPED, note)
    assert [snapshot.step for snapshot in store.snapshots(run.id)] == [0, 1]


def test_a_run_that_someone_else_ended_is_left_as_it_is(store: Store) -> None:
    run = store.create_run(LONG, status=RunStatus.RUNNING)

    def give_up(event: object) -> None:
        store.change_status(run.id, ACTIVE, RunStatus.FAILED, note=GIVEN_UP)

    ended = train_run(store, run, threading.Event(), give_up)
    assert (ended.status, ended.note) == (RunStatus.FAILED, GIVEN_UP)
    assert ended.progress.step == len(store.news(run.id).metrics)


def test_a_paused_run_that_someone_else_ended_keeps_no_worker(
    store: Store, train_beside: Callable[..., Future[Run]]
) -> None:
    run = store.create_run(LONG, status=RunStatus.RUNNING)
    training = train_beside(store, run, threading.Event())
    wait_for_training(store, run.id)
    store.send(run.id, Command.PAUSE)
    wait_for_status(store, run.id, RunStatus.PAUSED)
    store.change_status(run.id, ACTIVE, RunStatus.FAILED, note=GIVEN_UP)
    ended = training.result(timeout=30)
    assert (ended.status, ended.note) == (RunStatus.FAILED, GIVEN_UP)
