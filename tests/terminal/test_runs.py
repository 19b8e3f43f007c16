"""``python -m rnn_demo runs``, as a program that someone else starts."""

from tests.terminal.conftest import Trained
from tests.terminal.program import call, read_json

COLUMNS = ["run", "status", "network", "dataset", "epochs", "steps", "test accuracy"]


def test_runs_are_listed_newest_first(trained: Trained) -> None:
    newest_first = [run.id for run in trained.service.runs.latest()]
    exit_status, stdout, _ = call(trained.url, "runs", "--json")
    assert exit_status == 0
    rows = read_json(stdout)
    assert [row["run_id"] for row in rows] == newest_first
    assert {row["network"] for row in rows} == {"GRU 8"}

    exit_status, stdout, _ = call(trained.url, "runs")
    assert exit_status == 0
    header, *lines = stdout.splitlines()
    assert header.split() == " ".join(COLUMNS).split()
    assert [line.split()[0] for line in lines] == newest_first
    assert all(f"{rows[0]['test_accuracy']:.1%}" in line for line in lines)


def test_an_empty_store_has_no_runs(url: str) -> None:
    assert call(url, "runs", "--json") == (0, "[]\n", "")
