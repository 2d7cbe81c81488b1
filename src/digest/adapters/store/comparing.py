"""Compare every row of a file with what a server holds of it, value by value, in key order."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sqlalchemy import Connection, Table, select

from digest.adapters.store.copying import (
    AT_ONCE,
    Part,
    Values,
    ask,
    count_all,
    key_places,
    read_rows,
    word,
)
from digest.adapters.store.schema import delivery
from digest.errors import StoreError


def compare_table(
    ours: Connection, theirs: Connection, table: Table, *, name: str
) -> Iterator[int]:
    """Compare the rows of a table, each with all its values.

    Yields:
        How many rows more are the same.

    Raises:
        StoreError: One is not, or there are more on one side.
    """
    for part in parts_of(ours, table):
        for mine, other in zip_longest(
            read_rows(ours, table, part=part), read_there(theirs, table, part), fillvalue=()
        ):
            if list(mine) != list(other):
                raise refuse_difference(table, mine, other, name=name)
            yield len(mine)
    sizes = {one.execute(count_all(table)).scalar_one() for one in (ours, theirs)}
    if len(sizes) > 1:
        raise refuse_difference(table, (), (), name=name)


def parts_of(ours: Connection, table: Table) -> list[Part]:
    """Split a table into what lies together on a server, so that nothing has to be sorted there."""
    if table is not delivery:
        return [None]
    column = delivery.c.edition_id
    numbers = ours.scalars(select(column).distinct().order_by(column)).all()
    return [column == number for number in numbers]


def read_there(theirs: Connection, table: Table, part: Part) -> Iterator[Sequence[Values]]:
    """Read rows of the target as they are stored, in key order, some at a time."""
    streaming = theirs.execution_options(stream_results=True, max_row_buffer=AT_ONCE)
    with streaming.exec_driver_sql(*word(theirs, ask(table, part))) as found:
        yield from found.partitions(AT_ONCE)


def refuse_difference(
    table: Table, mine: Sequence[Values], other: Sequence[Values], *, name: str
) -> StoreError:
    """Name the first row that is not the same."""
    pairs = [(one, two) for one, two in zip_longest(mine, other) if one != two]
    which = f"there are others in {table.name}"
    if pairs:
        first, second = pairs[0]
        row = first or second or ()
        key = ", ".join(str(row[place]) for place in key_places(table))
        what = "is not the same" if first and second else "is on one side alone"
        which = f"the row of {table.name} with the key {key} {what}"
    return StoreError(
        f"{name} does not hold what it was given: {which}.",
        "Somebody else has written there. Give the move up and begin again: "
        "digest db move --give-up URL",
    )
