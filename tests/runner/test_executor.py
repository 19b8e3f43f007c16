"""Workers as processes of this machine."""

from rnn_demo.experiment.records import Run
from rnn_demo.network import list_devices
from rnn_demo.runner import LocalExecutor
from rnn_demo.store import Store
from tests.runner.running import Runner, expect_all_gone, expect_stopped_with_its_results, family


def test_the_workers_of_a_killed_runner_stop_by_themselves(runner: Runner, store: Store, run: Run) -> None:
    processes = family(runner.pid)
    runner.kill()
    runner.wait(30)
    expect_all_gone(processes)
    expect_stopped_with_its_results(store, run)


def test_its_devices_are_those_of_this_machine(url: str) -> None:
    assert LocalExecutor(url).devices() == tuple(list_devices())
