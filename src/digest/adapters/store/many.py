"""Many values or many rows in one statement, which is put together once and not each time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Insert,
    Row,
    Select,
    Table,
    any_,
    bindparam,
    insert,
)
from sqlalchemy.dialects import postgresql, sqlite

from digest.adapters.store.slices import slices
from digest.adapters.store.streaming import WORTHWHILE, can_stream, stream_rows

MOST = 512
STEP = 16  # a few more values than are needed cost less than one statement for each number
Narrowed = TypeVar("Narrowed", Select[Any], Delete)
LIST = "one_of"
NAMES = tuple(f"one_of_{number}" for number in range(MOST))


def find_many(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[Any],
    values: Sequence[Any],
    **others: int,
) -> list[Row[Any]]:
    """Read the rows in which a column has one of these values.

    Args:
        connection: In a transaction.
        query: Asks for the rows; one object that lives as long as the program.
        column: Of the query's tables.
        values: May be many, or none.
        others: What else the query has to be given.
    """
    rows: list[Row[Any]] = []
    for some in slices(values, MOST):
        if takes_lists(connection.dialect):
            given = {LIST: list(some), **others}
            rows += connection.execute(among_list(query, column), given).all()
        else:
            given = {**name(some), **others}
            rows += connection.execute(among(query, column, room(some)), given).all()
    return rows


def find_plain(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], values: Sequence[Any]
) -> list[Row[Any]]:
    """Read rows as `find_many` does, quicker, when no value has to be converted.

    SQLAlchemy words the statement; it is only spared to give each value a name and to look for
    what might have to be done with it.
    """
    rows: list[Row[Any]] = []
    is_list = takes_lists(connection.dialect)
    for some in slices(values, MOST):
        size = 0 if is_list else room(some)
        text = word_query(query, column, size, connection.dialect)
        rest = (some[-1],) * (size - len(some))
        given = (list(some),) if is_list else (*some, *rest)
        rows += connection.exec_driver_sql(text, given).all()
    return rows


def delete_many(
    connection: Connection,
    statement: Delete,
    column: ColumnElement[Any],
    values: Sequence[Any],
    **others: int,
) -> None:
    """Delete the rows in which a column has one of these values; see `find_many`."""
    for some in slices(values, MOST):
        if takes_lists(connection.dialect):
            connection.execute(among_list(statement, column), {LIST: list(some), **others})
        else:
            connection.execute(among(statement, column, room(some)), {**name(some), **others})


def takes_lists(dialect: Dialect) -> bool:
    """Whether a list is a single parameter: a driver reads a text with a hundred of them anew."""
    return dialect.name == postgresql.dialect.name


def room(values: Sequence[Any]) -> int:
    """Choose one of few sizes that takes so many values."""
    return -(-len(values) // STEP) * STEP


def name(values: Sequence[Any]) -> dict[str, Any]:
    """Name values as the statement does; what is left of its room holds the last one again."""
    filled = chain(values, repeat(values[-1], room(values) - len(values)))
    return dict(zip(NAMES, filled, strict=False))


@cache
def among(statement: Narrowed, column: ColumnElement[Any], size: int) -> Narrowed:
    """Narrow a statement to rows in which a column has one of `size` values.

    Lists that SQLAlchemy expands by itself are written into the text anew for each execution.
    """
    return statement.where(column.in_([bindparam(one) for one in NAMES[:size]]))


@cache
def among_list(statement: Narrowed, column: ColumnElement[Any]) -> Narrowed:
    """Narrow a statement to rows in which a column has one of a list's values."""
    kind = postgresql.ARRAY(column.type)
    return statement.where(column == any_(bindparam(LIST, type_=kind)))


@lru_cache(maxsize=256)
def word_query(query: Select[Any], column: ColumnElement[Any], size: int, dialect: Dialect) -> str:
    """Word a query for a kind of database; the values stay parameters.

    Args:
        query: Asks for the rows.
        column: Has one of the values.
        size: How many values; nought for one list of them.
        dialect: Of the database.
    """
    chosen = among(query, column, size) if size else among_list(query, column)
    return str(chosen.compile(dialect=dialect))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedInsert:
    """The text of an INSERT, and how values become what the driver takes, by their place."""

    text: str
    conversions: tuple[tuple[int, Callable[[Any], Any]], ...]


def insert_rows(
    connection: Connection,
    table: Table,
    rows: Iterable[tuple[Any, ...]],
    *,
    unless: Column[Any] | None = None,
) -> int:
    """Insert rows whose values stand in the order of the table's columns; tell how many.

    A column that numbers itself has no value among them.

    SQLAlchemy words the statement and knows the conversions; it is only spared to take each row
    for a new set of parameters, which costs more than all the rest of a transaction.

    Args:
        connection: In a transaction that writes.
        table: Where they go.
        rows: May be many, or none.
        unless: A unique column; a row whose value is there already is left out.
    """
    prepared = prepare_insert(table, connection.dialect, unless)
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if not columns:
        return 0
    for place, convert in prepared.conversions:
        columns[place] = convert_all(convert, columns[place])
    ready = list(zip(*columns, strict=True))
    if unless is None and len(ready) >= WORTHWHILE and can_stream(connection):
        stream_rows(connection, table, ready)
        return len(ready)
    return connection.exec_driver_sql(prepared.text, ready).rowcount


def convert_all(convert: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    """Convert the values of a column; once is enough for one that is the same in every row."""
    first = values[0]
    if values[-1] == first and values.count(first) == len(values):
        return [convert(first)] * len(values)
    return list(map(convert, values))


@lru_cache(maxsize=16)
def prepare_insert(
    table: Table, dialect: Dialect, unless: Column[Any] | None = None
) -> PreparedInsert:
    """Word an INSERT for a kind of database."""
    statement: Insert = insert(table)
    if unless is not None:
        kind = postgresql if dialect.name == postgresql.dialect.name else sqlite
        statement = kind.insert(table).on_conflict_do_nothing(index_elements=[unless])
    columns = [column for column in table.columns if column.identity is None]
    names = [column.name for column in columns]
    kinds = (column.type.dialect_impl(dialect) for column in columns)
    conversions = (kind.bind_processor(dialect) for kind in kinds)
    return PreparedInsert(
        text=str(statement.compile(dialect=dialect, column_keys=names)),
        conversions=tuple((at, one) for at, one in enumerate(conversions) if one),
    )
