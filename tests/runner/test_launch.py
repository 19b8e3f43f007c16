"""The runner as a process of whoever starts it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from rnn_demo.store import Store
from tests.runner.running import (
    LONG,
    REPOSITORY,
    expect_all_gone,
    expect_stopped_with_its_results,
    family,
    wait_for_training,
)

SERVER = """
import sys
sys.path.insert(0, sys.argv[1])  # as Streamlit does with the folder of the app
from rnn_demo.runner import start_runner

print(start_runner().pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def environment(url: str, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    monkeypatch.setenv("RNN_DEMO_STORE", url)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return os.environ


def test_a_killed_server_takes_everything_with_it_wherever_it_was_started(
    environment: Mapping[str, str], store: Store, tmp_path: Path
) -> None:
    run = store.create_run(LONG)
    command, pipe = [sys.executable, "-c", SERVER, str(REPOSITORY)], subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout is not None
        runner_pid = int(server.stdout.readline())
        wait_for_training(store, run.id)
        processes = family(runner_pid)
        server.kill()
    expect_all_gone(processes)
    expect_stopped_with_its_results(store, run)


@pytest.mark.parametrize("module", ["launch", "loop", "executor", "lease", "inbox", "__main__"])
def test_what_trains_nothing_loads_no_torch(module: str) -> None:
    script = f"import sys, rnn_demo.runner.{module}\nassert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, check=True)
