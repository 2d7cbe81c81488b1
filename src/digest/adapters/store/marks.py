"""Marks on a database: the version of its tables, or that it is being moved, or was.

A database that is moved has a word in the place of the version, which is greater than every number:
so earlier versions of the program refuse it as well. The one that is left is frozen besides, by
triggers, so that nobody writes it who had opened it before; and whoever cannot write sends nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
    update,
)

from digest.adapters.store.columns import Instant
from digest.adapters.store.schema import metadata
from digest.errors import StoreError

MOVING, MOVED = "moving", "moved"
WRITES = ("INSERT", "UPDATE", "DELETE")

marks = MetaData()
# Alembic's own table, named here so that Alembic is imported only when there is work for it.
version_table = Table("alembic_version", marks, Column("version_num", String(32)))
# One row, in both databases of a move; in the new one it is gone when the move has ended.
move_table = Table(
    "move",
    marks,
    Column("token", String(32), primary_key=True),
    Column("version", String(32), nullable=False),
    Column("origin", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("publication", Text, nullable=False),
    Column("begun", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A move that has begun.

    Attributes:
        token: No other move has it.
        version: Of the tables, in both databases.
        origin, target: The databases, as people know them.
        address: The target's URL, without a password.
        publication: Its id, for people.
        begun: When, aware.
    """

    token: str
    version: str
    origin: str
    target: str
    address: str
    publication: str
    begun: datetime


def find_version(connection: Connection, name: str) -> str:
    """Tell what stands in the place of the version; empty for a new database.

    Raises:
        StoreError: The tables are not ours at all.
    """
    tables = inspect(connection).get_table_names()
    if version_table.name in tables:
        return connection.scalar(select(version_table.c.version_num)) or ""
    if tables:
        raise StoreError(
            f"{name} is a database of another program.", "Name another one in DIGEST_DATABASE."
        )
    return ""


def find_mark(connection: Connection) -> Mark | None:
    """Read the mark of a move; None where there is none."""
    if not inspect(connection).has_table(move_table.name):
        return None
    row = connection.execute(select(move_table)).first()
    return row_to_mark(row) if row else None


def row_to_mark(row: Row[tuple[object, ...]]) -> Mark:
    """Read a mark from its row."""
    return Mark(**row._mapping)  # noqa: SLF001 - the row's public view by name


def set_mark(connection: Connection, mark: Mark) -> None:
    """Keep everybody from a database in which a move has begun, from now on."""
    move_table.create(connection, checkfirst=True)
    connection.execute(delete(move_table))
    connection.execute(
        insert(move_table),
        {column.name: getattr(mark, column.name) for column in move_table.columns},
    )
    set_version(connection, MOVING)


def lift_mark(connection: Connection, version: str) -> None:
    """Let everybody in again."""
    move_table.drop(connection, checkfirst=True)
    set_version(connection, version)


def set_version(connection: Connection, version: str) -> None:
    """Write what stands in the place of the version."""
    connection.execute(update(version_table).values(version_num=version))


def freeze(connection: Connection) -> None:
    """Let nobody write the rows of an SQLite file, not even who opened it long ago."""
    for table in metadata.sorted_tables:
        for write in WRITES:
            connection.exec_driver_sql(
                f'CREATE TRIGGER IF NOT EXISTS "{name_trigger(table, write)}"'
                f' BEFORE {write} ON "{table.name}"'
                " BEGIN SELECT RAISE(ABORT, 'moved'); END"
            )


def thaw(connection: Connection) -> None:
    """Let the rows be written again."""
    for table in metadata.sorted_tables:
        for write in WRITES:
            connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{name_trigger(table, write)}"')


def name_trigger(table: Table, write: str) -> str:
    """Name the trigger that refuses a kind of write."""
    return f"moved_{table.name}_{write.lower()}"


def refuse_marked(connection: Connection, name: str, found: str) -> StoreError:
    """Say why a database is opened by nobody: it was moved away, or is being moved.

    Args:
        connection: To it.
        name: What people know it by.
        found: MOVING or MOVED.
    """
    mark = find_mark(connection)
    if mark is None:
        return StoreError(f"{name} was moved to another database.", "Name that in DIGEST_DATABASE.")
    if found == MOVED:
        return StoreError(
            f"{name} was moved to {mark.target} (begun {mark.begun:%Y-%m-%d %H:%M} UTC), and takes "
            "nothing more.",
            f"Write into .env, with its password: DIGEST_DATABASE={mark.address}",
        )
    if connection.dialect.name == "sqlite":
        return StoreError(
            f"{name} is being moved to {mark.target} since {mark.begun:%Y-%m-%d %H:%M} UTC.",
            f"Wait for it, or go on with it: digest db move {mark.address}      Give it up: "
            f"digest db move --give-up {mark.address}",
        )
    return StoreError(
        f"{name} is being filled from {mark.origin} since {mark.begun:%Y-%m-%d %H:%M} UTC.",
        f"Wait for it, or go on with it where {mark.origin} is: digest db move {mark.address}",
    )
