"""The store's contract about commands to runs, and about the runners."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rnn_demo.errors import RunNotFound
from rnn_demo.experiment.commands import Command
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Device, Runner
from rnn_demo.store import Store
from tests.store.conftest import Clock


class TestCommands:
    def test_commands_are_taken_once_in_order(self, store: Store, run_id: str) -> None:
        other = store.create_run(RunConfig()).id
        sent = [Command.PAUSE, Command.RESUME, Command.PAUSE, Command.STOP, Command.RESUME]
        for command in sent:
            store.send(run_id, command)
            store.send(other, Command.STOP)
        assert store.commands(run_id) == sent
        assert store.commands(run_id) == []
        assert store.commands(other) == [Command.STOP] * 5

    def test_threads_never_take_the_same_command(self, store: Store, run_id: str) -> None:
        for _ in range(100):
            store.send(run_id, Command.PAUSE)
        together = threading.Barrier(8)

        def take(_: int) -> int:
            together.wait(timeout=60)
            return len(store.commands(run_id))

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(take, range(8))) == 100

    def test_to_an_unknown_run_there_are_none(self, store: Store) -> None:
        assert store.commands("deadbeef") == []

    def test_sending_to_an_unknown_run_is_refused(self, store: Store) -> None:
        with pytest.raises(RunNotFound):
            store.send("deadbeef", Command.STOP)


class TestRunners:
    def test_a_runner_is_seen_when_it_reports_itself(self, store: Store) -> None:
        devices = (Device("cpu", "CPU, 8 cores"), Device("cuda:0", "NVIDIA H100"))
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        before = datetime.now(UTC)
        store.report_runner(Runner("b", 2, devices, seen_at=long_ago))
        store.report_runner(Runner("a", 1, (), seen_at=long_ago))
        first, second = store.runners(seen_within_seconds=3_600)
        assert (first.id, first.slots, first.devices) == ("a", 1, ())
        assert (second.id, second.slots, second.devices) == ("b", 2, devices)
        assert before <= second.seen_at <= first.seen_at <= datetime.now(UTC)

    def test_a_later_report_replaces_an_earlier_one(self, store: Store) -> None:
        runner = Runner("a", 1, (), seen_at=datetime.now(UTC))
        store.report_runner(runner)
        store.report_runner(replace(runner, slots=4, devices=(Device("cpu", "CPU"),)))
        (seen,) = store.runners(3_600)
        assert (seen.slots, seen.devices) == (4, (Device("cpu", "CPU"),))

    def test_a_silent_runner_is_not_listed(self, store: Store, clock: Clock) -> None:
        runner = Runner("silent", 1, (), seen_at=datetime.now(UTC))
        store.report_runner(runner)
        store.report_runner(replace(runner, id="alive"))
        clock.move_on(hours=1)
        store.report_runner(replace(runner, id="alive"))
        assert [runner.id for runner in store.runners(1_800)] == ["alive"]
        assert [runner.id for runner in store.runners(7_200)] == ["alive", "silent"]

    def test_a_removed_runner_is_gone(self, store: Store) -> None:
        store.report_runner(Runner("a", 1, (), seen_at=datetime.now(UTC)))
        store.remove_runner("a")
        store.remove_runner("never known")
        assert store.runners(3_600) == []
