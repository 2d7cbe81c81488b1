"""People of whom another program says that they have left, in the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from digest.adapters.store.many import find_many
from digest.adapters.store.people import PEOPLE, find_suppressions, people_with_lists
from digest.adapters.store.schema import subscriber, subscriber_event, suppression
from digest.deliver.leaving import READERS, SAID_YES, make_suppression, stays
from digest.deliver.people import STATE_AFTER, hash_key
from digest.model.subscriber import Leaver, Subscriber, Suppression

YES = (
    select(subscriber_event.c.subscriber_id, func.max(subscriber_event.c.at).label("at"))
    .where(subscriber_event.c.kind.in_(SAID_YES))
    .group_by(subscriber_event.c.subscriber_id)
)
ADD = insert(suppression)
NOTE = insert(subscriber_event)
FOLLOW = (
    update(subscriber)
    .where(subscriber.c.id == bindparam("number"))
    .values(state=bindparam("after"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What becomes of some people of whom another program says that they have left.

    Attributes:
        counts: How many "left", were "suppressed" before, and "unchanged" as they said yes since;
            and of those who left, how many readers are "unsubscribed".
        gone: Who left, each with the person behind the address; None when it is nobody's.
    """

    counts: Counter[str]
    gone: list[tuple[Suppression, Subscriber | None]]


def judge_some(
    connection: Connection, leavers: Sequence[Leaver], *, secret: str, now: datetime
) -> Judged:
    """Tell which of these addresses are never mailed from now on; nothing is written."""
    judged = Judged(counts=Counter(), gone=[])
    keys = [one.key for one in leavers]
    known = set(find_suppressions(connection, keys, secret=secret))
    people = find_by_key(connection, keys)
    yes = find_yes(connection, people)
    for one in leavers:
        person = people.get(one.key)
        if one.key in known:
            judged.counts["suppressed"] += 1
        elif person and stays(person, one, said_yes=yes.get(person.id)):
            judged.counts["unchanged"] += 1
        else:
            judged.counts["left"] += 1
            judged.counts["unsubscribed"] += bool(person and person.state in READERS)
            known.add(one.key)
            entry = make_suppression(one, hash_key(one.key, secret=secret), now=now)
            judged.gone.append((entry, person))
    return judged


def keep_gone(
    connection: Connection, gone: Sequence[tuple[Suppression, Subscriber | None]]
) -> None:
    """Never mail these addresses again; the state of the person behind each follows.

    None of them is suppressed yet. There may be many: they are written together.
    """
    rows = [
        {"key_hash": one.key_hash, "reason": one.reason.value, "at": one.at, "detail": one.detail}
        for one, _ in gone
    ]
    changes = [
        (entry, person, STATE_AFTER.get(entry.reason))
        for entry, person in gone
        if person and STATE_AFTER.get(entry.reason) is not person.state
    ]
    events = [
        {
            "subscriber_id": person.id,
            "at": entry.at,
            "kind": state.value if state else "suppressed",
            "detail": entry.detail,
        }
        for entry, person, state in changes
    ]
    states = [{"number": person.id, "after": state.value} for _, person, state in changes if state]
    for statement, values in ((ADD, rows), (FOLLOW, states), (NOTE, events)):
        if values:
            connection.execute(statement, values)


def find_by_key(connection: Connection, keys: Sequence[str]) -> dict[str, Subscriber]:
    """Read those of these people who are known, by address key."""
    rows = find_many(connection, PEOPLE, subscriber.c.key, list(dict.fromkeys(keys)))
    return {one.key: one for one in people_with_lists(connection, rows)}


def find_yes(connection: Connection, people: dict[str, Subscriber]) -> dict[int, datetime]:
    """Read when people last said here, by themselves, that they want to be mailed."""
    numbers = [one.id for one in people.values()]
    rows = find_many(connection, YES, subscriber_event.c.subscriber_id, numbers)
    return {row.subscriber_id: row.at for row in rows}
