"""Copy rows from a file of SQLite to a PostgreSQL server, in the order of their keys.

Values go as they are stored: our types store them alike in both, so that rows which are stored
alike are read alike. Some columns of the ledger are shorter on a server (`short_columns`), and the
letter zero, which no server takes in a text, becomes a "?".
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    func,
    inspect,
    literal,
    select,
    tuple_,
    union,
)
from sqlalchemy.types import TypeDecorator

from digest.adapters.store.columns import NUL, UNKNOWN_LETTER
from digest.adapters.store.database import Database
from digest.adapters.store.editions import OPEN
from digest.adapters.store.partitions import make_partition
from digest.adapters.store.postgres_failures import explain_server
from digest.adapters.store.schema import delivery, edition, metadata
from digest.adapters.store.short_columns import to_server
from digest.adapters.store.slices import slices
from digest.model.database import MovedTable

# Rows in one transaction of the target.
CHUNK = 10_000
# Rows that are held at once; an article may have a hundred kilobytes.
AT_ONCE = 250
# Tables that are made in one transaction, each of which takes some of the server's locks.
TABLES_AT_ONCE = 50

Values = Sequence[Any]
Part = ColumnElement[bool] | None


def count_rows(connection: Connection) -> Iterator[MovedTable]:
    """Count the rows of every table, in the order of their foreign keys."""
    for table in metadata.sorted_tables:
        yield MovedTable(name=table.name, rows=connection.execute(count_all(table)).scalar_one())


def copy_table(connection: Connection, target: Database, table: Table) -> Iterator[int]:
    """Copy the rows of a table that are not there yet, in transactions of some thousand.

    Args:
        connection: To the file, whose rows nobody changes meanwhile.
        target: Where rows come in by the order of their keys, and by nobody else.
        table: The table.

    Yields:
        How many rows more are there; first those of earlier runs.
    """
    with target.reading() as there:
        count = there.execute(count_all(table)).scalar_one()
        last = find_last(there, table) if count else None
    yield count
    while True:
        with target.writing() as there:
            count, last = copy_chunk(connection, there, table, after=last, name=target.name)
        yield count
        if count < CHUNK:
            return


def copy_chunk(
    ours: Connection, theirs: Connection, table: Table, *, after: Values | None, name: str
) -> tuple[int, Values | None]:
    """Copy the rows that come next after a key; tell how many, and the key of the last."""
    count, last = 0, after
    driver: Any = theirs.connection.driver_connection
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with (
        server_errors(name),
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream,
    ):
        for rows in read_rows(ours, table, after=after, most=CHUNK):
            for row in rows:
                stream.write_row(row)
            count += len(rows)
            last = [rows[-1][place] for place in key_places(table)]
    return count, last


def read_rows(
    connection: Connection,
    table: Table,
    *,
    after: Values | None = None,
    most: int | None = None,
    part: Part = None,
) -> Iterator[list[Values]]:
    """Read rows of the file as the target takes them, in key order, some at a time."""
    query = ask(table, part)
    if after is not None:
        query = query.where(tuple_(*table.primary_key.columns) > tuple_(*map(literal, after)))
    if most is not None:
        query = query.limit(most)
    # One row can hold a hundred kilobytes, so that no more is read than is asked for.
    with connection.exec_driver_sql(*word(connection, query)) as found:
        for rows in found.partitions(AT_ONCE):
            yield land(table, rows)


def ask(table: Table, part: Part = None) -> Select[Any]:
    """Ask for the rows of a table, or of a part of it, in key order."""
    query = select(*table.columns).order_by(*table.primary_key.columns)
    return query if part is None else query.where(part)


def count_all(table: Table) -> Select[Any]:
    """Ask how many rows a table has."""
    return select(func.count()).select_from(table)


def word(connection: Connection, query: Select[Any]) -> tuple[str, tuple[Any, ...]]:
    """Word a query that reads values as they are stored."""
    words: Any = query.compile(dialect=connection.dialect)
    return words.string, tuple(words.params[name] for name in words.positiontup)


def land(table: Table, rows: Sequence[Values]) -> list[Values]:
    """Write stored values as the server stores them, without the letter zero in texts."""
    if changes := changed_places(table):
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for at, change in changes:
            columns[at] = list(map(change, columns[at]))
        rows = list(zip(*columns, strict=True))
    places = text_places(table)
    if not places or not any(NUL in (row[at] or "") for row in rows for at in places):
        return list(rows)
    return [
        tuple(
            value.replace(NUL, UNKNOWN_LETTER) if at in places and value else value
            for at, value in enumerate(row)
        )
        for row in rows
    ]


def prepare_target(connection: Connection, target: Database) -> None:
    """Make room for the deliveries of every edition that the file has."""
    planned = select(edition.c.id).where(
        edition.c.state.not_in(OPEN), edition.c.dropped_at.is_(None)
    )
    numbers = connection.scalars(union(planned, select(delivery.c.edition_id).distinct())).all()
    for some in slices(sorted(numbers), TABLES_AT_ONCE):
        with target.writing() as there:
            for number in some:
                make_partition(there, number)


def set_numbers(ours: Connection, target: Database) -> None:
    """Let numbers go on after the greatest that was ever given, also to a row that is gone."""
    given: dict[str, int] = {}
    if inspect(ours).has_table("sqlite_sequence"):
        rows = ours.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
        given = {row.name: row.seq for row in rows}
    with target.writing() as theirs:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if column.identity is None:
                    continue
                greatest = theirs.scalar(select(func.max(column))) or 0
                greatest = max(greatest, given.get(table.name, 0))
                if greatest:
                    sequence = func.pg_get_serial_sequence(f'"{table.name}"', column.name)
                    theirs.execute(select(func.setval(sequence, greatest)))


def find_last(connection: Connection, table: Table) -> Values | None:
    """Find the greatest key of a table."""
    keys = list(table.primary_key.columns)
    query = select(*keys).order_by(*(key.desc() for key in keys)).limit(1)
    row = connection.exec_driver_sql(*word(connection, query)).first()
    return list(row) if row else None


@cache
def key_places(table: Table) -> tuple[int, ...]:
    """Tell where in a row its key stands."""
    columns = list(table.columns)
    return tuple(columns.index(key) for key in table.primary_key.columns)


@cache
def text_places(table: Table) -> tuple[int, ...]:
    """Tell where in a row texts stand."""
    return tuple(at for at, column in enumerate(table.columns) if is_text(column))


@cache
def changed_places(table: Table) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Tell where in a row stands what a server stores otherwise, and how."""
    kinds = ((at, to_server(column.type)) for at, column in enumerate(table.columns))
    return tuple((at, change) for at, change in kinds if change)


def is_text(column: Column[Any]) -> bool:
    """Whether a column is stored as a text."""
    kind = column.type
    return isinstance(kind.impl_instance if isinstance(kind, TypeDecorator) else kind, String)


@contextmanager
def server_errors(name: str) -> Iterator[None]:
    """Turn what the driver raises in the middle of a COPY into a StoreError.

    Raises:
        StoreError: The server cannot be used.
    """
    from psycopg import Error

    try:
        yield
    except Error as error:
        told = explain_server(error.sqlstate, name, str(error))
        if told is None:
            raise
        raise told from error
