"""``python -m rnn_demo runs``, as a program that someone else starts."""

from rnn_demo.service.service import Service
from rnn_demo.terminal.main import READER_GONE
from tests.terminal.conftest import Trained
from tests.terminal.program import QUICK, call, read_json, start

COLUMNS = ["run", "status", "network", "dataset", "epochs", "steps", "test accuracy", "name"]
MANY = 2_000  # more than a pipe holds


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


def test_a_run_is_listed_with_its_name(url: str, service: Service) -> None:
    run = service.runs.start(QUICK)
    service.runs.rename(run.id, "my first one")
    assert call(url, "runs")[1].splitlines()[1].endswith("  my first one")
    assert [row["name"] for row in read_json(call(url, "runs", "--json")[1])] == ["my first one"]


def test_all_runs_are_listed_also_for_a_reader_who_has_had_enough(url: str, service: Service) -> None:
    ids = [service.runs.start(QUICK).id for _ in range(MANY)]
    assert [line.split()[0] for line in call(url, "runs")[1].splitlines()[1:]] == ids[::-1]

    for words in ("runs", "runs --json"):
        process = start(url, *words.split())
        assert process.stdout is not None
        assert process.stdout.read(30)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == READER_GONE
        process.stderr.close()
