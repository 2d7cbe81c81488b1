"""People of whom another program says that they have left, in the database."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from digest.adapters.store.many import find_many
from digest.adapters.store.people import (
    PEOPLE,
    find_suppressions,
    people_with_lists,
    suppress,
)
from digest.adapters.store.schema import subscriber, subscriber_event, suppression
from digest.deliver.leaving import SAID_YES, make_suppression, stays
from digest.deliver.people import hash_key
from digest.model.subscriber import Leaver, Subscriber

YES = (
    select(subscriber_event.c.subscriber_id, func.max(subscriber_event.c.at).label("at"))
    .where(subscriber_event.c.kind.in_(SAID_YES))
    .group_by(subscriber_event.c.subscriber_id)
)


def note_some(
    connection: Connection, leavers: Sequence[Leaver], *, secret: str, now: datetime
) -> Counter[str]:
    """Never mail these addresses again, in the transaction of this connection.

    Returns:
        How many were "left", "suppressed" before, and "unchanged" as they said yes since.
    """
    counts = Counter[str]()
    keys = [one.key for one in leavers]
    known = set(find_suppressions(connection, keys, secret=secret))
    people = find_by_key(connection, keys)
    yes = find_yes(connection, people)
    rows = []
    for one in leavers:
        person = people.get(one.key)
        if one.key in known:
            counts["suppressed"] += 1
        elif person and stays(person, one, said_yes=yes.get(person.id)):
            counts["unchanged"] += 1
        else:
            entry = make_suppression(one, hash_key(one.key, secret=secret), now=now)
            counts["left"] += 1
            known.add(one.key)
            if person:
                suppress(connection, entry, person)
            else:
                rows.append(
                    {
                        "key_hash": entry.key_hash,
                        "reason": entry.reason.value,
                        "at": entry.at,
                        "detail": entry.detail,
                    }
                )
    if rows:
        connection.execute(insert(suppression), rows)
    return counts


def find_by_key(connection: Connection, keys: Sequence[str]) -> dict[str, Subscriber]:
    """Read those of these people who are known, by address key."""
    rows = find_many(connection, PEOPLE, subscriber.c.key, list(dict.fromkeys(keys)))
    return {one.key: one for one in people_with_lists(connection, rows)}


def find_yes(connection: Connection, people: dict[str, Subscriber]) -> dict[int, datetime]:
    """Read when people last said here, by themselves, that they want to be mailed."""
    numbers = [one.id for one in people.values()]
    rows = find_many(connection, YES, subscriber_event.c.subscriber_id, numbers)
    return {row.subscriber_id: row.at for row in rows}
