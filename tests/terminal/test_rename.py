"""``python -m rnn_demo rename``, as a program that someone else starts."""

from rnn_demo.service.service import Service
from tests.terminal.program import QUICK, call


def test_a_run_is_renamed_and_its_name_taken_away(url: str, service: Service) -> None:
    run = service.runs.start(QUICK)
    assert call(url, "rename", run.id, " my  first") == (0, f"Run {run.id} is called my first now.\n", "")
    assert service.runs.get(run.id).name == "my first"
    assert call(url, "rename", run.id, "") == (0, f"Run {run.id} has no name now.\n", "")
    assert service.runs.get(run.id).name == ""


def test_what_cannot_be_done_is_a_usage_error(url: str, service: Service) -> None:
    run = service.runs.start(QUICK)
    for words, said in (
        ((run.id, "x" * 61), "may have 60 characters"),
        (("deadbeef", "x"), "no run 'deadbeef'"),
        (("tour-lstm", "x"), "tour-lstm is built in and keeps its name"),
    ):
        exit_status, stdout, stderr = call(url, "rename", *words)
        assert (exit_status, stdout) == (2, "")
        assert said in stderr
        assert "Traceback" not in stderr
