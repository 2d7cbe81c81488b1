"""People ↔ rows, and the few steps that several parts of the store take with them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Text, delete, insert, select, type_coerce, update

from digest.adapters.store.many import find_many, find_plain, insert_rows
from digest.adapters.store.schema import (
    subscriber,
    subscriber_event,
    subscriber_list,
    suppression,
)
from digest.adapters.store.slices import slices
from digest.deliver.people import STATE_AFTER, hash_keys
from digest.model.subscriber import (
    Consent,
    Frequency,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)

PEOPLE = select(subscriber)
LISTS = select(subscriber_list).order_by(
    subscriber_list.c.subscriber_id, subscriber_list.c.position
)
SUPPRESSIONS = select(suppression)
SUPPRESSED = select(suppression.c.key_hash)
# What a mail is made of, and whether it may be sent.
READERS = select(
    subscriber.c.id,
    subscriber.c.key,
    subscriber.c.email,
    subscriber.c.name,
    subscriber.c.state,
    subscriber.c.language,
    subscriber.c.timezone,
    subscriber.c.frequency,
    type_coerce(subscriber.c.sections, Text).label("sections"),
)
STATES = {state.value: state for state in SubscriberState}
FREQUENCIES = {frequency.value: frequency for frequency in Frequency}


def person_to_row(person: Subscriber) -> dict[str, Any]:
    """Write what is known of a person, without number and lists."""
    return {
        "key": person.key,
        "email": person.email,
        "name": person.name,
        "state": person.state.value,
        "language": person.language,
        "timezone": person.timezone,
        "fields": dict(person.fields),
        "consent_at": person.consent.at,
        "consent_source": person.consent.source,
        "consent_proof": person.consent.proof,
        "frequency": person.frequency.value,
        "sections": person.sections,
        "paused_until": person.paused_until,
    }


def row_to_person(row: Row[Any], lists: Sequence[str] = ()) -> Subscriber:
    """Read a person."""
    return Subscriber(
        id=row.id,
        key=row.key,
        email=row.email,
        name=row.name,
        state=SubscriberState(row.state),
        language=row.language,
        timezone=row.timezone,
        lists=tuple(lists),
        fields=tuple(row.fields.items()) if row.fields else (),
        consent=Consent(at=row.consent_at, source=row.consent_source, proof=row.consent_proof),
        frequency=Frequency(row.frequency),
        sections=row.sections,
        paused_until=row.paused_until,
    )


def row_to_suppression(row: Row[Any]) -> Suppression:
    """Read why an address is not mailed."""
    return Suppression(
        key_hash=row.key_hash,
        reason=SuppressionReason(row.reason),
        at=row.at,
        detail=row.detail,
    )


def people_with_lists(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Subscriber]:
    """Read people, each with the lists they are on."""
    lists = read_lists(connection, [row.id for row in rows])
    return (row_to_person(row, lists.get(row.id, ())) for row in rows)


def find_person(connection: Connection, key: str) -> Subscriber | None:
    """Read one person by address key."""
    rows = connection.execute(select(subscriber).where(subscriber.c.key == key)).all()
    return next(people_with_lists(connection, rows), None)


def find_people(connection: Connection, ids: Sequence[int]) -> dict[int, Subscriber]:
    """Read people by number; those who were forgotten are missing."""
    rows = find_many(connection, PEOPLE, subscriber.c.id, ids)
    return {person.id: person for person in people_with_lists(connection, rows)}


def find_readers(connection: Connection, ids: Sequence[int]) -> dict[int, Subscriber]:
    """Read of people what a mail needs: neither lists nor fields nor consent."""
    rows: list[Any] = find_plain(connection, READERS, subscriber.c.id, ids)
    people: dict[int, Subscriber] = {}
    for number, key, email, name, state, language, timezone, frequency, sections in rows:
        people[number] = Subscriber(
            id=number,
            key=key,
            email=email,
            name=name,
            state=STATES[state],
            language=language,
            timezone=timezone,
            frequency=FREQUENCIES[frequency],
            sections=tuple(sections.split("\n")) if sections else (),
        )
    return people


def read_lists(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """Read the lists that people are on."""
    lists: dict[int, list[str]] = {}
    for row in find_many(connection, LISTS, subscriber_list.c.subscriber_id, ids):
        lists.setdefault(row.subscriber_id, []).append(row.name)
    return lists


def find_suppressions(
    connection: Connection, keys: Iterable[str], *, secret: str
) -> dict[str, Suppression]:
    """Read which of these addresses are never mailed, by address key."""
    hashes = hash_keys(keys, secret=secret)
    found = find_plain(connection, SUPPRESSED, suppression.c.key_hash, list(hashes))
    suppressed = [row.key_hash for row in found]
    rows = find_many(connection, SUPPRESSIONS, suppression.c.key_hash, suppressed)
    return {hashes[row.key_hash]: row_to_suppression(row) for row in rows}


def note_event(
    connection: Connection, subscriber_id: int, kind: str, *, now: datetime, detail: str = ""
) -> None:
    """Keep what happened to a person."""
    row = {"subscriber_id": subscriber_id, "at": now, "kind": kind, "detail": detail}
    connection.execute(insert(subscriber_event), row)


def change_state(
    connection: Connection,
    person: Subscriber,
    state: SubscriberState,
    *,
    now: datetime,
    detail: str,
) -> None:
    """Change a person's state and note it; nothing happens when they are in it already."""
    if person.state is state:
        return
    query = update(subscriber).where(subscriber.c.id == person.id)
    connection.execute(query.values(state=state.value))
    note_event(connection, person.id, state.value, now=now, detail=detail)


def suppress(connection: Connection, entry: Suppression, person: Subscriber | None) -> None:
    """Never mail an address again; the state of the person behind it follows.

    Args:
        connection: In a transaction that writes.
        entry: What is kept, unless the address is suppressed already.
        person: Whose address it is; None when it is nobody's.
    """
    row = (entry.key_hash, entry.reason.value, entry.at, entry.detail)
    insert_rows(connection, suppression, [row], unless=suppression.c.key_hash)
    if person is None:
        return
    state = STATE_AFTER.get(entry.reason)
    if state is None:
        note_event(connection, person.id, "suppressed", now=entry.at, detail=entry.detail)
    else:
        change_state(connection, person, state, now=entry.at, detail=entry.detail)


def erase_lists(connection: Connection, ids: Sequence[int]) -> None:
    """Take people off all lists."""
    for some in slices(ids):
        query = delete(subscriber_list).where(subscriber_list.c.subscriber_id.in_(some))
        connection.execute(query)
