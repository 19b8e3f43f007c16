"""From a URL to a database that is ready, its transactions, and its complaints as sentences."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from rnn_demo.errors import StoreUnavailable
from rnn_demo.store.migrations import bring_up_to_date

BUSY_TIMEOUT_SECONDS = 10.0
"""How long a writer waits for the others before it gives up (SQLite has one writer at a time)."""

# The execution option that marks the transactions which will write.
WRITES = {"writes": True}

_compact_json = partial(json.dumps, separators=(",", ":"))


def open_engine(url: str) -> Engine:
    """An engine for the database at ``url``, with the pool, the folder and the tables it needs.

    Raises:
        StoreUnavailable: the URL is not understood, nothing can be opened there, or what is there is of a version that
            this one does not know.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            engine = _sqlite_engine(parsed)
        else:  # asking before each use survives a restart of the server
            engine = create_engine(parsed, json_serializer=_compact_json, pool_pre_ping=True)
    except ArgumentError as error:  # also for a scheme without a dialect
        raise StoreUnavailable(
            f"{_shown(url)} is not the address of a store; "
            "use sqlite:///path/to/runs.db or postgresql+psycopg://user@host/database."
        ) from error
    except ModuleNotFoundError as error:
        raise StoreUnavailable(
            f"A store at {_shown(url)} needs the Python module {error.name}, which is not installed; install it, "
            "or use a file: sqlite:///path/to/runs.db"
        ) from error
    try:
        _prepare_tables(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        raise _unavailable(engine, error) from error
    except StoreUnavailable:
        engine.dispose()
        raise
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction, which the end of the block commits and an error rolls back.

    Raises:
        StoreUnavailable: the database refuses something.
    """
    try:
        with Session(engine) as session, session.begin():
            yield session
    except SQLAlchemyError as error:
        raise _unavailable(engine, error) from error


def _unavailable(engine: Engine, error: SQLAlchemyError) -> StoreUnavailable:
    """The sentence for a person whose store just failed with ``error``."""
    reason = " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".?")
    if engine.url.get_backend_name() != "sqlite":
        advice = "Check that the database server runs, and the address, user and password."
    elif "locked" in reason:
        advice = "Another process is writing for too long: stop it, or try again."
    elif "not a database" in reason:
        advice = "Some other file lies there: move it away, or choose another place for the store."
    else:
        advice = "Check that the file and its folder can be written and the disk is not full, or choose another place."
    return StoreUnavailable(f"The store at {_shown(engine.url)} cannot be used: {reason}. {advice}")


def _shown(url: str | URL) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return repr(url)


def _sqlite_engine(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise StoreUnavailable(
            "An SQLite database in memory cannot be shared between processes; name a file: sqlite:///path/to/runs.db"
        )
    path = Path(url.database or "").expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {path.parent} for the store cannot be created ({error.strerror}); choose another place."
        ) from error
    engine = create_engine(
        url.set(database=str(path)),
        json_serializer=_compact_json,
        # The driver begins no transactions of its own (isolation_level None): _begin does.
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    _enter_wal_mode(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("lower", 1, str.lower, deterministic=True)  # SQLite's own knows 26 letters


def _enter_wal_mode(connection: sqlite3.Connection) -> None:
    """Let readers and the writer work side by side. Costs nothing where the file is in this mode already.

    SQLite does not wait for its busy timeout here, so processes that open a new file at the same moment have to.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            primary_code = error.sqlite_errorcode & 0xFF
            if primary_code != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    # A transaction that reads first and then writes cannot wait for another writer, it fails at once: so those that
    # will write take the lock before they read.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_tables(engine: Engine) -> None:
    writer = engine.execution_options(**WRITES)
    try:
        with writer.begin() as connection:
            bring_up_to_date(connection)
    except (IntegrityError, ProgrammingError):
        # A database server lets two processes create or alter one table at the same moment and refuses the second,
        # after the first has committed all of it: now nothing is left to do.
        with writer.begin() as connection:
            bring_up_to_date(connection)
