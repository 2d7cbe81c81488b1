"""Import many people: one transaction takes some thousand of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy import bindparam as bound

from digest.adapters.store.people import (
    erase_lists,
    find_suppressions,
    people_with_lists,
    person_to_row,
    write_lists,
)
from digest.adapters.store.schema import subscriber
from digest.adapters.store.slices import slices
from digest.deliver.people import merge_subscribers
from digest.model.subscriber import Subscriber

UNCHANGING = ("key", "email", "state")


def import_some(
    connection: Connection,
    people: Sequence[Subscriber],
    *,
    secret: str,
    now: datetime,
    replace_lists: bool,
) -> Counter[str]:
    """Keep some people, in the transaction of this connection.

    Returns:
        How many were "new", "updated", "unchanged" and "suppressed".
    """
    counts = Counter[str]()
    suppressed = find_suppressions(connection, (one.key for one in people), secret=secret)
    before = find_by_key(connection, [one.key for one in people])
    after: dict[str, Subscriber] = {}
    for came in people:
        if came.key in suppressed:
            counts["suppressed"] += 1
            continue
        known = after.get(came.key) or before.get(came.key)
        if known is None:
            counts["new"] += 1
            after[came.key] = replace(came, id=0)
            continue
        merged = merge_subscribers(known, came, replace_lists=replace_lists)
        counts["unchanged" if merged == known else "updated"] += 1
        after[came.key] = merged
    add(connection, [one for key, one in after.items() if key not in before], now=now)
    change(connection, [(before[key], one) for key, one in after.items() if key in before])
    return counts


def find_by_key(connection: Connection, keys: Sequence[str]) -> dict[str, Subscriber]:
    """Read the people who are known already, by address key."""
    known: dict[str, Subscriber] = {}
    for some in slices(keys):
        rows = connection.execute(select(subscriber).where(subscriber.c.key.in_(some))).all()
        known.update((one.key, one) for one in people_with_lists(connection, rows))
    return known


def add(connection: Connection, people: Sequence[Subscriber], *, now: datetime) -> None:
    """Add people who are new, in their order."""
    if not people:
        return
    rows = [
        person_to_row(one) | {"added_at": now, "added_by": one.consent.source or ""}
        for one in people
    ]
    connection.execute(insert(subscriber), rows)
    write_lists(connection, {one.key: one.lists for one in people if one.lists})


def change(connection: Connection, people: Sequence[tuple[Subscriber, Subscriber]]) -> None:
    """Write what is new of people who are known, given as they were and as they are."""
    changed = [(old, new) for old, new in people if new != old]
    rows = [
        {name: value for name, value in person_to_row(new).items() if name not in UNCHANGING}
        | {"number": new.id}
        for _, new in changed
    ]
    if rows:
        connection.execute(update(subscriber).where(subscriber.c.id == bound("number")), rows)
    moved = [new for old, new in changed if new.lists != old.lists]
    erase_lists(connection, [one.id for one in moved])
    write_lists(connection, {one.key: one.lists for one in moved if one.lists})
