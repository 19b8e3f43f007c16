"""While the supervisor lives a runner lives, and none outlives it."""

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from rnn_demo.runner.supervision import supervise_runner
from rnn_demo.store import Store
from tests.runner.running import REPOSITORY, expect_all_gone, family
from tests.runner.waiting import wait_until


@pytest.fixture(autouse=True)
def _environment(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("RNN_DEMO_STORE", url)
    monkeypatch.setenv("RNN_DEMO_SLOTS", "1")


async def runner_in(store: Store, number: int) -> psutil.Process:
    """The runner's process, once the ``number``-th of them has reported itself in the store."""
    await asyncio.to_thread(wait_until, lambda: len(store.runners(seen_within_seconds=600)) == number)
    (process,) = (child for child in psutil.Process().children() if "rnn_demo.runner" in child.cmdline())
    return process


def play(scenario: Coroutine[None, None, list[psutil.Process]]) -> list[psutil.Process]:
    """Run the ``scenario`` in a thread of its own: that of the tests may have an event loop already, the browser's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, scenario).result(timeout=120)


async def cancel(supervisor: asyncio.Task[None]) -> None:
    """End the supervisor as the web server does."""
    supervisor.cancel()
    await asyncio.wait([supervisor])


def test_a_runner_that_is_killed_is_replaced_and_the_last_one_ended(store: Store) -> None:
    async def scenario() -> list[psutil.Process]:
        supervisor = asyncio.create_task(supervise_runner(restart_after=0.1))
        first = await runner_in(store, 1)
        processes = family(first.pid)
        first.kill()
        second = await runner_in(store, 2)
        assert second.pid != first.pid
        processes += family(second.pid)
        await cancel(supervisor)
        assert not second.is_running()
        return processes

    expect_all_gone(play(scenario()))
    assert len(store.runners(seen_within_seconds=600)) == 1  # the killed one could not take its leave; the second has


def test_a_runner_that_does_not_end_in_time_is_killed(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> list[psutil.Process]:
        supervisor = asyncio.create_task(supervise_runner(end_timeout=0.2))
        runner = await runner_in(store, 1)
        processes = family(runner.pid)
        runner.suspend()
        await cancel(supervisor)
        assert supervisor.cancelled()
        assert not runner.is_running()
        return processes

    expect_all_gone(play(scenario()))
    assert [(record.levelno, record.message) for record in caplog.records if record.name.startswith("rnn_demo")] == [
        (logging.WARNING, "The runner has not ended within 0.2 s; it is killed.")
    ]


def test_a_supervisor_that_is_cancelled_between_two_runners_leaves_none(store: Store) -> None:
    async def scenario() -> list[psutil.Process]:
        supervisor = asyncio.create_task(supervise_runner(restart_after=600))
        runner = await runner_in(store, 1)
        processes = family(runner.pid)
        runner.kill()
        await asyncio.to_thread(wait_until, lambda: not runner.is_running())  # the supervisor has noticed
        await cancel(supervisor)
        return processes

    expect_all_gone(play(scenario()))
    assert not [child for child in psutil.Process().children() if "rnn_demo.runner" in child.cmdline()]
