"""A publication with something in every table, and a move of it, also as a process to be killed.

Usage: python -m tests.integration.store.moved ORIGIN TARGET CHUNK
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    LargeBinary,
    Select,
    Table,
    TypeDecorator,
    func,
    insert,
    select,
)
from tests.integration.store.examples import (
    CONSENT,
    MINUTE,
    NOW,
    SECRET,
    accepted,
    deferred,
    held,
    ids,
    make_article,
    make_person,
    make_record,
    plan,
    rejected,
    turn,
)

from digest.adapters.store import Store, copying, open_store
from digest.adapters.store.columns import Ids, Instant, Json, Lines, PackedJson
from digest.adapters.store.database import Database
from digest.adapters.store.moving import opened_move
from digest.adapters.store.schema import delivery, metadata
from digest.model.database import MovePlan
from digest.model.delivery import Outcome
from digest.model.subscriber import SuppressionReason

PUBLICATION = "the-daily"
FORGOTTEN = "reader6@example.org"
Told = Callable[[str, int], None]


def fill(path: Path) -> None:
    """Fill a publication: through its ports what an ordinary day brings, and the rest by hand."""
    store = open_store(f"sqlite:///{path}", secret=SECRET, readers_a_batch=3)
    live_through_a_day(store)
    meet_relays(store)
    with store.database.writing() as connection:
        for table in metadata.sorted_tables:
            if not connection.execute(count(table)).scalar_one():
                connection.execute(insert(table), [invent(table, number) for number in (1, 2)])
    store.close()


def live_through_a_day(store: Store) -> None:
    """Collect, plan, send to some, forget one, and be broken off in an open window."""
    words = "Zażółć gęślą jaźń, \ttab, \\backslash\\ and\nline; \U0001f4e8 \\N \\."
    articles = [make_article(headline=f"{words}\0"), make_article("second")]
    store.articles.save_articles(articles, now=NOW)
    people = [
        make_person(f"reader{number}", name=words, consent=CONSENT, lists=("daily", "Ünïcode"))
        for number in range(8)
    ]
    store.subscribers.import_subscribers(people, now=NOW)
    plan(store)
    store.editions.save_draft(make_record("the-daily-2026-11-24"))
    batch = held(store)
    first = ids(turn(store, batch, size=3))
    results = [accepted(first[0]), deferred(first[1]), rejected(first[2])]
    turn(store, batch, results, size=0)
    store.ledger.release(batch)
    turn(store, held(store), size=2)
    store.subscribers.suppress("gone@example.org", SuppressionReason.MANUAL, now=NOW)
    store.subscribers.forget(FORGOTTEN, now=NOW + MINUTE)
    # The last number of all is gone as well, and may still not be given to anybody else.
    store.subscribers.import_subscribers([make_person("last")], now=NOW)
    store.subscribers.forget("last@example.org", now=NOW)


def meet_relays(store: Store) -> None:
    """Note deliveries with every kind of word that a server stores in another way."""
    replies = ("", "2.0.0 Ok: queued as 4F2A", "OK id=1", "ok", "\x01\x02", "\x08", "é", "2.6.0 ")
    with store.database.writing() as connection:
        for number, reply in enumerate(replies, 1):
            row = invent(delivery, 2) | {
                "subscriber_id": number,
                "outcome": list(Outcome)[number % len(Outcome)].value,
                "reply": reply,
                "enhanced": (None, "2.0.0", "5.1.1")[number % 3],
                "message_id": ("", "=", f"<{number}@example.org>")[number % 3],
            }
            connection.execute(insert(delivery), row)


def invent(table: Table, number: int) -> dict[str, Any]:
    """Make up a row; what refers to another table refers to its first rows."""
    return {
        column.name: number if column.foreign_keys else value_of(column, number)
        for column in table.columns
        if column.identity is None
    }


def value_of(column: Column[Any], number: int) -> Any:
    """Make up a value of a column's type."""
    kinds: list[tuple[type, Any]] = [
        (Instant, NOW + timedelta(microseconds=number)),
        (Ids, (number, number + 7, 3)),
        (PackedJson, {"ö": [number, None]}),
        (Json, ["ü", number]),
        (Lines, ("one", f"two {number}")),
        (LargeBinary, bytes(range(256)) * number),
        (Boolean, number > 1),
        (Float, number / 3),
        (BigInteger, number),
        (Integer, number),
    ]
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    assert not isinstance(column.type, TypeDecorator) or column.type.impl_instance.python_type
    return f"{column.name[:3]} {number}"


def count(table: Table) -> Select[Any]:
    return select(func.count()).select_from(table)


def read_all(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Read every row of every table as our types read it."""
    with database.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).all()
            ]
            for table in metadata.sorted_tables
        }


def move(origin: str, target: str, told: Told = lambda _name, _done: None) -> MovePlan:
    """Move as `digest db move` does."""
    with (
        opened_move(
            origin,
            target,
            publication=PUBLICATION,
            now=NOW + MINUTE,
            patience=timedelta(seconds=2),
        ) as moving,
        moving.alone(),
    ):
        todo = moving.look()
        if not todo.is_over:
            mark = moving.begin()
            moving.copy(lambda done, _: told("copy", done), total=todo.rows)
            moving.compare(lambda done, _: told("compare", done), total=todo.rows)
            moving.finish(mark)
        return todo


if __name__ == "__main__":
    copying.CHUNK = int(sys.argv[3])

    def tell(name: str, done: int) -> None:
        sys.stdout.write(f"{name} {done}\n")
        sys.stdout.flush()

    move(sys.argv[1], sys.argv[2], tell)
