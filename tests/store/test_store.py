"""Several real processes at one store."""

import multiprocessing
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Metric, Progress, RunStatus, Update
from rnn_demo.store import open_store

NUM_PROCESSES = 6
SPAWN = multiprocessing.get_context("spawn")
together: Barrier


def _meet(barrier: Barrier) -> None:
    global together  # noqa: PLW0603 - a barrier reaches another process only while that process is created
    together = barrier


def _pool() -> ProcessPoolExecutor:
    barrier = SPAWN.Barrier(NUM_PROCESSES)
    return ProcessPoolExecutor(NUM_PROCESSES, mp_context=SPAWN, initializer=_meet, initargs=(barrier,))


def _open_and_create(url: str) -> str:
    together.wait(timeout=120)
    store = open_store(url)
    run = store.create_run(RunConfig())
    store.close()
    return run.id


def _claim_all(url: str) -> list[str]:
    store = open_store(url)
    together.wait(timeout=120)
    claimed = [run.id for run in iter(store.claim_next, None)]
    store.close()
    return claimed


def test_a_fresh_store_may_be_opened_by_all_at_the_same_moment(url: str) -> None:
    with _pool() as pool:
        created = list(pool.map(_open_and_create, [url] * NUM_PROCESSES))
    store = open_store(url)
    assert sorted(run.id for run in store.runs()) == sorted(created)
    store.close()


def test_processes_claim_each_run_once(url: str) -> None:
    store = open_store(url)
    ids = [store.create_run(RunConfig()).id for _ in range(60)]
    with _pool() as pool:
        claimed = Counter(run_id for share in pool.map(_claim_all, [url] * NUM_PROCESSES) for run_id in share)
    assert claimed == Counter(ids)
    assert {run.status for run in store.runs()} == {RunStatus.RUNNING}
    store.close()


WRITER = """
import sys
from itertools import count
from rnn_demo.experiment.records import Metric, Progress, Update
from rnn_demo.store import open_store

url, run_id = sys.argv[1:]
store = open_store(url)
for first in count(1, 50):
    steps = range(first, first + 50)
    metrics = tuple(Metric(step, 1, 1.0, 0.5, 1.0, 0.1) for step in steps)
    store.write(run_id, Update(Progress(steps[-1]), metrics))
    print(steps[-1], flush=True)
"""


def test_a_killed_writer_leaves_whole_updates_and_a_usable_store(url: str) -> None:
    store = open_store(url)
    run_id = store.create_run(RunConfig(), status=RunStatus.RUNNING).id
    with subprocess.Popen([sys.executable, "-c", WRITER, url, run_id], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        reported = [int(writer.stdout.readline()) for _ in range(20)]
        writer.kill()
    written = store.run(run_id).progress.step
    assert written >= reported[-1] == 1_000
    news = store.news(run_id)
    assert [metric.step for metric in news.metrics] == list(range(1, written + 1))
    metric = Metric(written + 1, 1, 1.0, 0.5, 1.0, 0.1)
    assert store.write(run_id, Update(Progress(written + 1), (metric,)))
    assert store.news(run_id, news.cursor).metrics == (metric,)
    store.close()
