"""The store that the program works at."""

from pathlib import Path

import pytest

from tests.terminal.program import call, url_in


@pytest.mark.parametrize("command", ["runs", "train"])
def test_a_store_that_cannot_be_used_is_one_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "runs.db").write_text("This is a letter, and no database at all. " * 100)
    exit_status, stdout, stderr = call(url_in(tmp_path), command)
    assert (exit_status, stdout) == (1, "")
    (line,) = stderr.splitlines()
    assert line.startswith(f"The store at {url_in(tmp_path)} cannot be used: file is not a database.")


def test_the_option_goes_before_the_environment(tmp_path: Path) -> None:
    assert call("sqlite:///nowhere/else.db", "runs", "--json", "--store", url_in(tmp_path)) == (0, "[]\n", "")
    assert (tmp_path / "runs.db").exists()
