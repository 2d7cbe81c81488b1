"""Many values in one statement: each row once, whatever the size of the list."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select, bindparam, delete, func, select
from tests.integration.store.examples import NOW, SECRET

from digest.adapters.store import open_store
from digest.adapters.store.many import (
    MOST,
    convert_all,
    delete_many,
    find_many,
    find_plain,
    insert_rows,
    room,
)
from digest.adapters.store.people import READERS, SUPPRESSED
from digest.adapters.store.schema import delivery, suppression

SIZES = [0, 1, 2, 15, 16, 17, MOST - 1, MOST, MOST + 1, 2 * MOST + 3]
OF_EDITION = select(delivery.c.subscriber_id).where(delivery.c.edition_id == bindparam("edition"))
ERASE = delete(delivery).where(delivery.c.edition_id == bindparam("edition"))


@pytest.fixture
def connection(database: Path) -> Iterator[Connection]:
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    with store.database.writing() as connection:
        yield connection
    store.close()


def fill(connection: Connection, count: int) -> None:
    later = NOW + timedelta(microseconds=7)
    rows = [
        (
            edition,
            number,
            3,
            4,
            "deferred",
            "<a@b>",
            450,
            None,
            "half \ud83d pair",
            NOW,
            2,
            later,
            6,
        )
        for edition in (1, 2)
        for number in range(count)
    ]
    insert_rows(connection, delivery, rows)


@pytest.mark.parametrize("size", SIZES)
def test_exactly_the_rows_with_one_of_the_values_are_found(
    connection: Connection, size: int
) -> None:
    fill(connection, 3 * MOST)
    wanted = list(range(1, 2 * size, 2))[:size]

    rows = find_many(connection, OF_EDITION, delivery.c.subscriber_id, wanted, edition=1)

    found = [row.subscriber_id for row in rows]
    assert sorted(found) == [number for number in wanted if number < 3 * MOST]


@pytest.mark.parametrize("size", SIZES)
def test_plain_rows_are_found_as_others_are(connection: Connection, size: int) -> None:
    fill(connection, 2 * MOST)
    query = select(delivery.c.subscriber_id, delivery.c.reply)
    wanted = range(7, 7 + size)

    rows = find_plain(connection, query, delivery.c.subscriber_id, wanted)

    usual = find_many(connection, query, delivery.c.subscriber_id, wanted)
    assert sorted(map(tuple, rows)) == sorted(map(tuple, usual))


@pytest.mark.parametrize("query", [READERS, SUPPRESSED], ids=["readers", "suppressed"])
def test_nothing_that_is_read_plainly_has_to_be_converted(
    connection: Connection, query: Select[Any]
) -> None:
    kinds = [column.type.dialect_impl(connection.dialect) for column in query.selected_columns]

    assert [kind.result_processor(connection.dialect, None) for kind in kinds] == [None] * len(
        kinds
    )


@pytest.mark.parametrize("size", SIZES)
def test_exactly_the_rows_with_one_of_the_values_are_deleted(
    connection: Connection, size: int
) -> None:
    fill(connection, 2 * MOST + 10)

    delete_many(connection, ERASE, delivery.c.subscriber_id, range(5, 5 + size), edition=2)

    left = connection.scalar(select(func.count()).select_from(delivery))
    assert left == 2 * (2 * MOST + 10) - size


def test_a_row_comes_back_as_it_was_written(connection: Connection) -> None:
    fill(connection, 1)

    row = connection.execute(select(delivery).where(delivery.c.edition_id == 2)).one()

    later = NOW + timedelta(microseconds=7)
    assert tuple(row) == (
        2, 0, 3, 4, "deferred", "<a@b>", 450, None, "half ? pair", NOW, 2, later, 6,
    )  # fmt: skip


def test_no_rows_write_nothing(connection: Connection) -> None:
    insert_rows(connection, delivery, [])

    assert connection.scalar(select(func.count()).select_from(delivery)) == 0


def test_few_statements_are_enough_for_all_sizes() -> None:
    rooms = {room(range(size)) for size in range(1, MOST + 1)}

    assert max(rooms) == MOST
    assert len(rooms) <= 32
    assert all(room(range(size)) >= size for size in range(1, MOST + 1))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_row_whose_unique_value_is_there_is_left_out(connection: Connection, count: int) -> None:
    suppressed = [(f"{number:064x}", "manual", NOW, "") for number in range(count)]
    unique = suppression.c.key_hash
    assert insert_rows(connection, suppression, suppressed, unless=unique) == count

    later = [(f"{number:064x}", "bounced", NOW, "later") for number in range(7)]
    assert insert_rows(connection, suppression, later, unless=unique) == 7 - count

    rows = connection.execute(select(suppression.c.reason).order_by(suppression.c.key_hash))
    assert [row.reason for row in rows] == ["manual"] * count + ["bounced"] * (7 - count)


@pytest.mark.parametrize("values", [[3], [3, 3, 3], [3, 4, 3], [None, None], [None, 3, None]])
def test_a_column_is_converted_the_same_when_its_values_are(values: list[int | None]) -> None:
    def convert(value: int | None) -> str:
        return f"<{value}>"

    assert convert_all(convert, values) == [convert(value) for value in values]
