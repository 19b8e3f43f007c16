"""A file that is replaced is the old one or the new one, and never half of either."""

from pathlib import Path

import pytest

from rnn_demo.atomic import replacing


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with replacing(path) as part:
        part.write_text("half")
        assert not path.exists()
        part.write_text("whole")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("file", "whole")]


def test_the_old_file_stays_until_then(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with replacing(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


@pytest.mark.parametrize("error", [OSError("the disk is full"), KeyboardInterrupt()])
@pytest.mark.parametrize("written", [True, False])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: BaseException, written: bool) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def replace() -> None:
        with replacing(path) as part:
            if written:
                part.write_text("half")
            raise error

    with pytest.raises(type(error)) as caught:
        replace()
    assert caught.value is error
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("file", "old")]
