"""Import many people: one transaction takes some thousand of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy import bindparam as bound

from digest.adapters.store.many import find_many, insert_rows
from digest.adapters.store.people import (
    erase_lists,
    find_suppressions,
    people_with_lists,
    person_to_row,
)
from digest.adapters.store.schema import subscriber, subscriber_list, suppression
from digest.deliver.people import merge_subscribers
from digest.model.subscriber import Subscriber, SubscriberState

UNCHANGING = ("key", "email", "state")
STATES = {state: state.value for state in SubscriberState}
ANY_SUPPRESSION = select(suppression.c.key_hash).limit(1)
LAST_NUMBER = select(func.coalesce(func.max(subscriber.c.id), 0))
KNOWN = select(subscriber).where(subscriber.c.id <= bound("last"))
ADDED = select(subscriber.c.key, subscriber.c.id).where(subscriber.c.id > bound("last"))


def import_some(
    connection: Connection,
    people: Sequence[Subscriber],
    *,
    secret: str,
    now: datetime,
    replace_lists: bool,
    since: int | None = None,
) -> Counter[str]:
    """Keep some people, in the transaction of this connection.

    Returns:
        How many were "new", "updated", "unchanged", "suppressed", and "repeated" (known by a
        number after `since`).
    """
    counts = Counter[str]()
    wanted = leave_out_suppressed(connection, people, secret=secret)
    counts["suppressed"] = len(people) - len(wanted)
    while wanted:
        # Of each address its first row; those after it meet a person who is known.
        came: dict[str, Subscriber] = {}
        later = [one for one in wanted if came.setdefault(one.key, one) is not one]
        known = add_new(connection, came, now=now)
        pairs = [
            (old, merge_subscribers(old, came[key], replace_lists=replace_lists))
            for key, old in known.items()
        ]
        changed = [(old, new) for old, new in pairs if new != old]
        change(connection, changed)
        counts["new"] += len(came) - len(known)
        counts.update(judge(old, new, since=since) for old, new in pairs)
        wanted = later
    return counts


def judge(old: Subscriber, new: Subscriber, *, since: int | None) -> str:
    """Tell what a row has changed of somebody who is known."""
    if since is not None and old.id > since:
        return "repeated"
    return "unchanged" if new == old else "updated"


def leave_out_suppressed(
    connection: Connection, people: Sequence[Subscriber], *, secret: str
) -> Sequence[Subscriber]:
    """Leave out whose address is never mailed; hashing every address is spared while none is."""
    if connection.scalar(ANY_SUPPRESSION) is None:
        return people
    suppressed = find_suppressions(connection, (one.key for one in people), secret=secret)
    return [one for one in people if one.key not in suppressed] if suppressed else people


def add_new(
    connection: Connection, people: dict[str, Subscriber], *, now: datetime
) -> dict[str, Subscriber]:
    """Add those of these people who are new, in their order, and give the others as they are.

    The database itself leaves out who is known, so that nobody is looked for in vain.

    Args:
        connection: In a transaction that writes.
        people: By address key.
        now: The present moment.
    """
    last: int = connection.execute(LAST_NUMBER).scalar_one()
    rows = [write_row(one, now) for one in people.values()]
    added = insert_rows(connection, subscriber, rows, unless=subscriber.c.key)
    known: dict[str, Subscriber] = {}
    if added < len(people):
        found = find_many(connection, KNOWN, subscriber.c.key, list(people), last=last)
        known = {one.key: one for one in people_with_lists(connection, found)}
    listed = {key: one.lists for key, one in people.items() if one.lists and key not in known}
    if listed:
        numbers = connection.execute(ADDED, {"last": last})
        write_lists(connection, {row.id: listed[row.key] for row in numbers if row.key in listed})
    return known


def write_row(one: Subscriber, now: datetime) -> tuple[Any, ...]:
    """Write a new person as a row, its values in the order of the table's columns."""
    consent = one.consent
    return (
        one.key,
        one.email,
        one.name,
        STATES[one.state],
        one.language,
        one.timezone,
        dict(one.fields) if one.fields else None,
        consent.at,
        consent.source,
        consent.proof,
        now,
        consent.source or "",
        one.frequency.value,
        one.sections,
        one.paused_until,
    )


def write_lists(connection: Connection, lists: dict[int, Sequence[str]]) -> None:
    """Write the lists of people by number, who have none so far."""
    insert_rows(
        connection,
        subscriber_list,
        [(number, at, name) for number, names in lists.items() for at, name in enumerate(names)],
    )


def change(connection: Connection, people: Sequence[tuple[Subscriber, Subscriber]]) -> None:
    """Write what is new of people who are known, given as they were and as they are."""
    rows = [
        {name: value for name, value in person_to_row(new).items() if name not in UNCHANGING}
        | {"number": new.id}
        for _, new in people
    ]
    if rows:
        connection.execute(update(subscriber).where(subscriber.c.id == bound("number")), rows)
    moved = [new for old, new in people if new.lists != old.lists]
    erase_lists(connection, [one.id for one in moved])
    write_lists(connection, {one.id: one.lists for one in moved if one.lists})
