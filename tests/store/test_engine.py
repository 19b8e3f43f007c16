"""Opening a store, and what a person reads when that fails."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rnn_demo.errors import StoreUnavailable
from rnn_demo.experiment.config import RunConfig
from rnn_demo.store import open_store


def test_what_was_written_is_there_after_opening_again(url: str) -> None:
    store = open_store(url)
    run = store.create_run(RunConfig(hidden_size=32))
    store.close()
    again = open_store(url)
    assert again.runs() == [run]
    again.close()


def test_an_sqlite_store_is_in_wal_mode_and_needs_no_other_files_when_closed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "runs.db"
    store = open_store(f"sqlite:///{path}")
    store.create_run(RunConfig())
    store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert [child.name for child in path.parent.iterdir()] == ["runs.db"]


def test_opening_waits_for_whoever_else_is_opening_the_new_file(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # one writes in the old journal mode: SQLite lets nobody switch it, nor wait
    with ThreadPoolExecutor() as pool:
        opening = pool.submit(open_store, f"sqlite:///{path}")
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.5)
        other.close()
        opening.result().close()


def test_a_relative_file_stays_the_same_when_the_process_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///runs.db")
    store.close()  # gives back its connections: the next call opens a new one
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    run = store.create_run(RunConfig())
    store.close()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["runs.db"]
    again = open_store(f"sqlite:///{tmp_path}/runs.db")
    assert again.runs() == [run]
    again.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("runs.db", r"'runs.db' is not the address of a store; use sqlite:///"),
        ("gopher://somewhere/runs", r"gopher://somewhere/runs is not the address of a store; use sqlite:///"),
        ("sqlite://", r"in memory cannot be shared.*name a file"),
        ("sqlite:///:memory:", r"in memory cannot be shared.*name a file"),
        ("firebird+nosuchdriver://u:secret@host/db", r"firebird\+nosuchdriver://u:\*\*\*@host/db is not the address"),
        ("sqlite+pysqlcipher:///runs.db", r"needs the Python module \w+, which is not installed; install it"),
    ],
)
def test_a_url_that_cannot_be_opened_is_explained(url: str, sentence: str) -> None:
    with pytest.raises(StoreUnavailable, match=sentence):
        open_store(url)


def test_another_kind_of_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database, but long enough to look into " * 100)
    with pytest.raises(StoreUnavailable, match=r"not a database.*choose another place"):
        open_store(f"sqlite:///{path}")
    assert path.read_text().startswith("no database")


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"unable to open.*choose another place"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_folder_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match=r"folder .*/file for the store cannot be created.*choose another place"):
        open_store(f"sqlite:///{tmp_path}/file/runs.db")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write into every folder")
def test_a_read_only_folder_is_explained(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailable, match=r"unable to open.*folder can be written"):
        open_store(f"sqlite:///{tmp_path}/runs.db")
    tmp_path.chmod(0o700)


def test_settings_of_another_version_are_explained(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    store = open_store(f"sqlite:///{path}")
    run = store.create_run(RunConfig())
    with sqlite3.connect(path) as connection:
        connection.execute("""UPDATE runs SET config = '{"hidden_size": 0, "attention": true}'""")
    connection.close()
    for read in (lambda: store.run(run.id), store.runs, store.claim_next):
        with pytest.raises(StoreUnavailable) as caught:
            read()
        assert str(caught.value) == (
            f"Run {run.id} was stored with settings that this version does not accept. "
            "hidden_size: 0 is not allowed; use a whole number from 1 to 256. "
            "attention: there is no such setting. "
            "Use the version that stored it, or choose another place for the store."
        )
    store.close()


def test_a_store_that_breaks_later_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    store = open_store(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE runs")
    connection.close()
    with pytest.raises(StoreUnavailable, match="no such table: runs"):
        store.runs()
    store.close()


def test_importing_the_store_imports_nothing_heavy() -> None:
    program = "import sys, rnn_demo.store; print(sorted({'torch', 'streamlit', 'plotly'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
