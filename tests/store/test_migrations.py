"""Stores of other versions: taken along where that is possible, and left alone where it is not."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rnn_demo.errors import StoreUnavailable
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Note, NoteCode, Progress, Run, RunStatus, Score, Snapshot
from rnn_demo.store import open_store
from rnn_demo.store.migrations import VERSION

# As SQLite had it on disk before the first migration.
VERSION_1 = """
CREATE TABLE runs (number INTEGER NOT NULL, id VARCHAR(8) NOT NULL, revision INTEGER NOT NULL,
    snapshots_revision INTEGER NOT NULL, config VARCHAR NOT NULL, status VARCHAR(16) NOT NULL,
    created_at DATETIME NOT NULL, started_at DATETIME, finished_at DATETIME, seen_at DATETIME NOT NULL,
    step INTEGER NOT NULL, epoch INTEGER NOT NULL, num_digits INTEGER NOT NULL, train_seconds DOUBLE NOT NULL,
    device VARCHAR NOT NULL, note JSON NOT NULL, details VARCHAR NOT NULL,
    last_test_step INTEGER, last_test_loss FLOAT, last_test_accuracy FLOAT,
    best_test_step INTEGER, best_test_loss FLOAT, best_test_accuracy FLOAT, latest_step INTEGER,
    PRIMARY KEY (number), UNIQUE (id));
CREATE INDEX ix_runs_status_number ON runs (status, number);
CREATE TABLE runners (id VARCHAR NOT NULL, slots INTEGER NOT NULL, devices JSON NOT NULL, seen_at DATETIME NOT NULL,
    PRIMARY KEY (id));
CREATE TABLE metrics (run_id VARCHAR(8) NOT NULL, step INTEGER NOT NULL, revision INTEGER NOT NULL,
    epoch INTEGER NOT NULL, loss FLOAT, accuracy FLOAT, grad_norm FLOAT, learning_rate FLOAT,
    PRIMARY KEY (run_id, step), FOREIGN KEY(run_id) REFERENCES runs (id)) WITHOUT ROWID;
CREATE INDEX ix_metrics_run_id_revision ON metrics (run_id, revision);
CREATE TABLE evaluations (run_id VARCHAR(8) NOT NULL, step INTEGER NOT NULL, revision INTEGER NOT NULL,
    epoch INTEGER NOT NULL, loss FLOAT, accuracy FLOAT, confusion JSON NOT NULL,
    PRIMARY KEY (run_id, step), FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE INDEX ix_evaluations_run_id_revision ON evaluations (run_id, revision);
CREATE TABLE snapshots (run_id VARCHAR(8) NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL,
    test_accuracy DOUBLE, weights BLOB NOT NULL,
    PRIMARY KEY (run_id, step), FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE TABLE commands (number INTEGER NOT NULL, run_id VARCHAR(8) NOT NULL, command VARCHAR(16) NOT NULL,
    PRIMARY KEY (number), FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE INDEX ix_commands_run_id ON commands (run_id);
"""
CONFIG = RunConfig(cell="gru", hidden_size=20)
CREATED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.db"


@pytest.fixture
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as the version before the first migration left it, with one run that is over."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(VERSION_1)
        connection.execute(
            "INSERT INTO runs VALUES (1, 'deadbeef', 9, 8, ?, 'finished', ?, ?, ?, ?, 40, 2, 4000, 2.5, 'CPU', ?, '', "
            "40, 0.5, 0.75, 20, 0.25, 0.875, 40)",
            (CONFIG.model_dump_json(), *4 * ["2026-03-04 05:06:07.000000"], '{"code":"completed","params":{}}'),
        )
        connection.execute("INSERT INTO metrics VALUES ('deadbeef', 40, 9, 2, 0.5, 0.75, 1.5, 0.001)")
        connection.execute("INSERT INTO snapshots VALUES ('deadbeef', 40, 2, 0.75, x'0102')")
        yield connection


def test_a_store_of_the_version_before_keeps_its_runs_which_can_be_named(
    path: Path, database: sqlite3.Connection
) -> None:
    store = open_store(f"sqlite:///{path}")
    assert store.runs() == [
        Run(
            id="deadbeef",
            config=CONFIG,
            status=RunStatus.FINISHED,
            created_at=CREATED,
            started_at=CREATED,
            finished_at=CREATED,
            progress=Progress(40, 2, 4000, 2.5),
            device="CPU",
            note=Note(NoteCode.COMPLETED),
            last_test=Score(40, 0.5, 0.75),
            best_test=Score(20, 0.25, 0.875),
            latest_step=40,
        )
    ]
    assert store.snapshots("deadbeef") == [Snapshot(40, 2, 0.75)]
    assert store.weights("deadbeef", 40) == b"\x01\x02"
    assert [metric.loss for metric in store.news("deadbeef").metrics] == [0.5]
    store.rename("deadbeef", "from long ago")
    store.close()

    again = open_store(f"sqlite:///{path}")
    assert [run.name for run in again.runs()] == ["from long ago"]
    again.close()
    assert database.execute("SELECT version FROM schema_version").fetchall() == [(VERSION,)]


def test_a_store_taken_along_has_the_tables_of_a_new_one(path: Path, database: sqlite3.Connection) -> None:
    open_store(f"sqlite:///{path}").close()
    fresh_path = path.with_name("fresh.db")
    open_store(f"sqlite:///{fresh_path}").close()
    with closing(sqlite3.connect(fresh_path)) as fresh:
        for table in ("runs", "runners", "metrics", "evaluations", "snapshots", "commands", "schema_version"):
            own, new = (one.execute(f"PRAGMA table_info({table})").fetchall() for one in (database, fresh))
            assert new
            assert [column[1:4] for column in own] == [column[1:4] for column in new]


def test_a_store_that_has_lost_its_version_is_opened_as_it_is(path: Path, database: sqlite3.Connection) -> None:
    for lose in ("DELETE FROM schema_version", "DROP TABLE schema_version"):
        store = open_store(f"sqlite:///{path}")
        store.rename("deadbeef", "mine")
        store.close()
        database.execute(lose)
    again = open_store(f"sqlite:///{path}")
    assert [run.name for run in again.runs()] == ["mine"]
    again.close()
    assert database.execute("SELECT version FROM schema_version").fetchall() == [(VERSION,)]


def test_many_that_open_it_at_the_same_moment_take_it_along_once(path: Path, database: sqlite3.Connection) -> None:
    with ThreadPoolExecutor(8) as pool:
        for store in pool.map(open_store, 8 * [f"sqlite:///{path}"]):
            assert [run.id for run in store.runs()] == ["deadbeef"]
            store.close()
    assert database.execute("SELECT version FROM schema_version").fetchall() == [(VERSION,)]


def test_the_version_before_can_go_on_with_a_store_that_was_taken_along(
    path: Path, database: sqlite3.Connection
) -> None:
    """A training process of the version before, still running, adds rows without a name."""
    store = open_store(f"sqlite:///{path}")
    columns = [
        column[1] for column in database.execute("PRAGMA table_info(runs)") if column[1] not in ("number", "name")
    ]
    values = ", ".join("'cafecafe'" if column == "id" else column for column in columns)
    database.execute(f"INSERT INTO runs ({', '.join(columns)}) SELECT {values} FROM runs")
    assert [(run.id, run.name) for run in store.runs()] == [("cafecafe", ""), ("deadbeef", "")]
    store.close()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE schema_version SET version = version + 1", r"newer version.*version 3.*up to 2\. Update the program"),
        ("ALTER TABLE runs DROP COLUMN note", r"another version.*no runs\.note\. Move it away"),
    ],
)
def test_a_store_of_a_version_that_is_not_known_is_left_alone(path: Path, change: str, sentence: str) -> None:
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)
        before = list(connection.iterdump())
        with pytest.raises(StoreUnavailable, match=sentence + r".*choose another place for the store\."):
            open_store(f"sqlite:///{path}")
        assert list(connection.iterdump()) == before


def test_a_store_that_is_too_old_to_be_taken_along_is_left_as_it_was(path: Path, database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE runs DROP COLUMN note")
    before = list(database.iterdump())
    with pytest.raises(StoreUnavailable, match=r"no runs\.note"):
        open_store(f"sqlite:///{path}")
    assert list(database.iterdump()) == before  # neither the name nor the version was added
