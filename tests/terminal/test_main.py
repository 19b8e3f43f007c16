"""Words that the program does not understand."""

from pathlib import Path

import pytest

from tests.terminal.program import call, url_in


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
