"""The window: its results are recorded, and the next one is opened as intent."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from digest.adapters.store.batches import (
    BatchWork,
    are_deferred,
    read_deliveries,
    read_ids,
    write_deliveries,
)
from digest.adapters.store.people import find_people, find_suppressions, suppress
from digest.adapters.store.schema import delivery, subscriber
from digest.adapters.store.slices import slices
from digest.deliver.endings import expire_deferred, expired, suppressed, without_traces
from digest.deliver.people import hash_key, why_not_mailed
from digest.model.delivery import Delivery, Outcome, OwnedReader
from digest.model.edition import EditionState
from digest.model.subscriber import Suppression

KNOWN_IDS = select(subscriber.c.id).where(subscriber.c.id.in_(bindparam("ids", expanding=True)))


def record_results(
    connection: Connection,
    work: BatchWork,
    results: Sequence[Delivery],
    state: EditionState,
    *,
    now: datetime,
    secret: str,
) -> None:
    """Record what became of the open window, and close it. Who was not tried stays owed."""
    refuse_strangers(work, results)
    some_have_rows = work.open_owed < len(work.window)
    before = read_deliveries(connection, work, work.window) if some_have_rows else {}
    tried = {one.subscriber_id for one in results}
    untried = [number for number in work.window if number not in tried]
    known = find_known(connection, work.window)
    rows = [one if one.subscriber_id in known else without_traces(one) for one in results]
    if state is EditionState.EXPIRED:
        rows = [expire_deferred(one) for one in rows]
        rows += [expired(number, before.get(number), now=now) for number in untried]
    else:
        work.again = (*(one for one in untried if one not in before), *work.again)
    write_deliveries(connection, work, rows, before)
    work.window, work.open_owed = (), 0
    suppress_refused(connection, results, secret=secret)


def refuse_strangers(work: BatchWork, results: Sequence[Delivery]) -> None:
    """Accept one result for each reader of the open window, and none for others."""
    numbers = [one.subscriber_id for one in results]
    if len(set(numbers)) != len(numbers) or not set(numbers) <= set(work.window):
        raise ValueError(f"results {numbers} do not fit the open window {list(work.window)}")


def find_known(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Tell who of these was not forgotten."""
    known: set[int] = set()
    for some in slices(ids):
        known.update(connection.scalars(KNOWN_IDS, {"ids": some}))
    return known


def suppress_refused(connection: Connection, results: Sequence[Delivery], *, secret: str) -> None:
    """Suppress the addresses that a result says are no good."""
    refused = {one.subscriber_id: one for one in results if one.suppress}
    for number, person in find_people(connection, list(refused)).items():
        one = refused[number]
        if one.suppress:
            entry = Suppression(
                key_hash=hash_key(person.key, secret=secret),
                reason=one.suppress,
                at=one.at,
                detail=one.reply,
            )
            suppress(connection, entry, person)


def open_next(
    connection: Connection, work: BatchWork, *, size: int, now: datetime, secret: str
) -> list[OwnedReader]:
    """Put the next readers into the window; who may no longer be mailed is recorded as such."""
    fresh = read_ids(connection, work)[work.position :] if work.position < work.size else ()
    due = find_due(connection, work, now=now)
    owed = (*work.again, *fresh)
    queue = (*owed, *due)
    readers: list[OwnedReader] = []
    taken = 0
    while len(readers) < size and taken < len(queue):
        some = queue[taken : taken + size - len(readers)]
        before = read_deliveries(connection, work, [one for one in some if one in due])
        readers += screen(connection, work, some, before, now=now, secret=secret)
        taken += len(some)
    consumed = min(taken, len(owed))
    work.position += max(0, consumed - len(work.again))
    work.again = work.again[consumed:]
    work.window = tuple(one.subscriber.id for one in readers)
    work.open_owed = sum(1 for number in work.window if number not in due)
    return readers


def find_due(connection: Connection, work: BatchWork, *, now: datetime) -> dict[int, None]:
    """Number the deferred who are due, in order, but for those deferred in this very claim."""
    if not work.counts[Outcome.DEFERRED.value]:
        return {}
    query = (
        select(delivery.c.subscriber_id)
        .where(are_deferred(work.edition_id, [work.number]))
        .where(delivery.c.next_attempt <= now, delivery.c.epoch < work.epoch)
        .order_by(delivery.c.next_attempt, delivery.c.subscriber_id)
    )
    return dict.fromkeys(connection.scalars(query))


def screen(
    connection: Connection,
    work: BatchWork,
    ids: Sequence[int],
    before: Mapping[int, Delivery],
    *,
    now: datetime,
    secret: str,
) -> list[OwnedReader]:
    """Keep those who may still be mailed; record the others as suppressed.

    Args:
        connection: In a transaction that writes.
        work: The batch of all these readers.
        ids: Readers who are next.
        before: The rows of those of them who were deferred.
        now: The present moment.
        secret: Key of the hashes by which suppressed addresses are known.
    """
    people = find_people(connection, ids)
    keys = [person.key for person in people.values()]
    suppressions = find_suppressions(connection, keys, secret=secret)
    readers: list[OwnedReader] = []
    refused: list[Delivery] = []
    for number in ids:
        person, row = people.get(number), before.get(number)
        suppression = suppressions.get(person.key) if person else None
        reason = why_not_mailed(person, suppression)
        if person and not reason:
            readers.append(OwnedReader(subscriber=person, attempts=row.attempts if row else 0))
        else:
            refused.append(suppressed(number, row, reason=reason, now=now))
    write_deliveries(connection, work, refused, before)
    return readers
