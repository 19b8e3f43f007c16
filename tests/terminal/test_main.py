"""Words that the program does not understand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.program import REPOSITORY, call, url_in


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("train --hiden-size 4", "unrecognized arguments: --hiden-size"),
        ("train --bidirectional=maybe", "argument --bidirectional/--no-bidirectional"),
        ("train --seed", "argument --seed: expected one argument"),
        ("tran", "invalid choice: 'tran'"),
        ("", "subcommand is required"),
    ],
)
def test_words_that_are_not_understood_are_a_usage_error(tmp_path: Path, words: str, said: str) -> None:
    exit_status, stdout, stderr = call(url_in(tmp_path), *words.split())
    assert (exit_status, stdout) == (2, "")
    assert said in stderr
    assert "Traceback" not in stderr
    assert list(tmp_path.iterdir()) == []


def test_help_names_the_program_as_it_was_called(tmp_path: Path) -> None:
    exit_status, stdout, _ = call(url_in(tmp_path), "--help")
    assert exit_status == 0
    assert stdout.startswith("usage: python -m rnn_demo [-h]")
    script = tmp_path / "rnn-demo"  # as pip writes it
    script.write_text("from rnn_demo.terminal.main import main\nmain()\n")
    for words in ([], ["runs"]):
        shown = subprocess.run(
            [sys.executable, str(script), *words, "--help"],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert shown.stdout.startswith(" ".join(["usage: rnn-demo", *words]))
