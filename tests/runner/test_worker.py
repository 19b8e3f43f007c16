"""One worker, in the process of the test: what it makes of trouble."""

import math
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import ACTIVE, Command, Run, RunStatus
from rnn_demo.runner.worker import Watcher, train_run
from rnn_demo.store import Store
from tests.runner.running import EXPLODING, LONG, SHORT, wait_for_status, wait_for_training
from tests.runner.waiting import wait_until

GIVEN_UP = "Given up."


def train_now(store: Store, config: RunConfig, watch: Watcher = lambda event: None) -> Run:
    return train_run(store, store.create_run(config, status=RunStatus.RUNNING), threading.Event(), watch)


@pytest.fixture
def train_beside() -> Iterator[Callable[..., Future[Run]]]:
    """Trains a run in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda *arguments: pool.submit(train_run, *arguments)


def test_a_device_that_does_not_exist_is_no_programming_error(store: Store) -> None:
    run = train_now(store, SHORT.model_copy(update={"device": "cuda:99"}))
    assert run.status is RunStatus.FAILED
    assert run.message.startswith("The device cuda:99 does not exist on this machine. Choose auto or one of these: cpu")
    assert run.details == ""
    assert run.finished_at is not None


def test_a_data_folder_that_is_a_file_is_no_programming_error(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("RNN_DEMO_DATA", str(tmp_path / "file"))
    run = train_now(store, RunConfig(dataset="mnist"))
    assert run.status is RunStatus.FAILED
    assert "not a directory" in run.message
    assert "RNN_DEMO_DATA" in run.message
    assert run.details == ""


def test_an_error_that_nobody_foresaw_gives_a_sentence_and_its_traceback(store: Store) -> None:
    def watch(event: object) -> None:
        raise BrokenPipeError("nobody reads\nthe progress bar")

    run = train_now(store, SHORT, watch)
    assert run.status is RunStatus.FAILED
    assert run.message == "The training broke off: BrokenPipeError: nobody reads"
    assert run.details.startswith("Traceback")
    assert run.details.endswith("BrokenPipeError: nobody reads\nthe progress bar\n")
    assert [metric.step for metric in store.metrics_since(run.id, 0)] == [1]


@pytest.fixture
def _four_more_gigabytes() -> Iterator[None]:
    """The process may not take more memory than that."""
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + (4 << 30), limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, limits)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to such a limit")
@pytest.mark.usefixtures("_four_more_gigabytes")
def test_too_little_memory_gives_advice(store: Store) -> None:
    run = train_now(store, RunConfig(sequence="pixels", hidden_size=256, num_layers=4, batch_size=2_000))
    assert run.status is RunStatus.FAILED
    assert run.message == (
        "The training ran out of memory. Choose a smaller batch size, fewer hidden units or fewer layers."
    )
    assert "can't allocate memory" in run.details


def test_a_loss_that_explodes_ends_the_run_as_diverged_with_its_numbers(store: Store) -> None:
    run = train_now(store, EXPLODING)
    assert run.status is RunStatus.DIVERGED
    metrics = store.metrics_since(run.id, 0)
    assert metrics
    assert all(math.isfinite(metric.loss) for metric in metrics)
    assert run.message.startswith(f"The loss became NaN or infinite at step {metrics[-1].step + 1}: ")
    assert "gradient clipping at 1 (clip_grad_norm)" in run.message
    assert run.details == ""


def test_a_worker_that_is_told_to_stop_stops_with_the_network_it_has(store: Store) -> None:
    stop = threading.Event()
    stop.set()
    run = train_run(store, store.create_run(LONG, status=RunStatus.RUNNING), stop)
    assert (run.status, run.message) == (RunStatus.STOPPED, "")
    assert [snapshot.step for snapshot in store.snapshots(run.id)] == [0, 1]


def test_a_run_that_someone_else_ended_is_left_as_it_is(store: Store) -> None:
    run = store.create_run(LONG, status=RunStatus.RUNNING)

    def give_up(event: object) -> None:
        store.change_status(run.id, ACTIVE, RunStatus.FAILED, message=GIVEN_UP)

    ended = train_run(store, run, threading.Event(), give_up)
    assert (ended.status, ended.message) == (RunStatus.FAILED, GIVEN_UP)
    assert ended.progress.step == len(store.metrics_since(run.id, 0))


def test_a_paused_run_that_someone_else_ended_keeps_no_worker(
    store: Store, train_beside: Callable[..., Future[Run]]
) -> None:
    run = store.create_run(LONG, status=RunStatus.RUNNING)
    training = train_beside(store, run, threading.Event())
    wait_for_training(store, run.id)
    store.send(run.id, Command.PAUSE)
    wait_for_status(store, run.id, RunStatus.PAUSED)
    store.change_status(run.id, ACTIVE, RunStatus.FAILED, message=GIVEN_UP)
    ended = training.result(timeout=30)
    assert (ended.status, ended.message) == (RunStatus.FAILED, GIVEN_UP)


def test_a_worker_shows_that_it_lives_while_one_step_takes_long(
    store: Store, train_beside: Callable[..., Future[Run]]
) -> None:
    run = store.create_run(LONG, status=RunStatus.RUNNING)
    next_step, stop = threading.Event(), threading.Event()
    training = train_beside(store, run, stop, lambda event: next_step.wait(60))
    try:
        wait_until(lambda: store.active_runs_unseen_for(1.0))
        wait_until(lambda: not store.active_runs_unseen_for(1.0))
        assert not next_step.is_set()
    finally:
        stop.set()
        next_step.set()
    assert training.result(timeout=30).status is RunStatus.STOPPED
