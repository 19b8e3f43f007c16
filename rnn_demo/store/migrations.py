"""The version of the tables: bringing those that an earlier version of this program made up to date."""

from sqlalchemy import Connection, insert, inspect, select, text, update

from rnn_demo.errors import StoreUnavailable
from rnn_demo.store.tables import Base, RunRow, SchemaRow

# Table, column and its type, by the version that has it first. Version 1 said nowhere that it was.
_NEW_COLUMNS = {2: (("runs", "name", "VARCHAR(60) DEFAULT '' NOT NULL"),)}

VERSION = max(_NEW_COLUMNS)
"""The version of the tables of this program."""


def bring_up_to_date(connection: Connection) -> None:
    """Create the tables where there are none, and take older ones to this version, in the connection's transaction.

    Raises:
        StoreUnavailable: a newer version made them, or one so old that this one does not know them any more.
    """
    version = _version(connection)
    if version > VERSION:
        raise StoreUnavailable(
            f"The store at {_shown(connection)} was made by a newer version of this program: its tables are of version "
            f"{version}, and this program knows those up to {VERSION}. Update the program, or choose another place for "
            "the store."
        )
    Base.metadata.create_all(connection)
    for later in range(version + 1, VERSION + 1):
        for table, column, kind in _NEW_COLUMNS[later]:
            if column not in _columns(connection, table):  # else only the row with the version has been lost
                connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))
    if missing := _missing_column(connection):
        raise StoreUnavailable(
            f"The store at {_shown(connection)} was made by another version of this program: it has no {missing}. "
            "Move it away, or choose another place for the store."
        )
    if connection.execute(update(SchemaRow).values(version=VERSION)).rowcount == 0:
        connection.execute(insert(SchemaRow).values(version=VERSION))


def _version(connection: Connection) -> int:
    """The version of the tables that are there; that of this program where there are none yet."""
    there = inspect(connection).get_table_names()
    if SchemaRow.__tablename__ in there:
        return connection.scalar(select(SchemaRow.version)) or 1
    return 1 if RunRow.__tablename__ in there else VERSION


def _missing_column(connection: Connection) -> str | None:
    """A column that the tables of this version have and those in the database have not."""
    for name, table in Base.metadata.tables.items():
        if missing := set(table.columns.keys()) - _columns(connection, name):
            return f"{name}.{min(missing)}"
    return None


def _columns(connection: Connection, table: str) -> set[str]:
    return {column["name"] for column in inspect(connection).get_columns(table)}


def _shown(connection: Connection) -> str:
    return connection.engine.url.render_as_string(hide_password=True)
