"""The end of an edition: done, expired, or opened again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, literal, select, update

from digest.adapters.store.batches import (
    BatchWork,
    are_deferred,
    read_batches,
    read_deliveries,
    read_ids,
    save_batch,
    write_deliveries,
)
from digest.adapters.store.claims import find_after, find_unfinished, is_unfinished
from digest.adapters.store.doubts import find_doubts
from digest.adapters.store.schema import delivery, delivery_event, edition, told
from digest.deliver.endings import doubt, expired
from digest.errors import EditionExpired
from digest.model.delivery import Outcome
from digest.model.edition import OVER, EditionState


def settle(connection: Connection, sent: Row[Any], *, now: datetime) -> EditionState:
    """Set an edition done when nobody is owed, deferred or in flight; tell its state."""
    state = EditionState(sent.state)
    if state in OVER or is_unfinished(connection, sent.id):
        return state
    finish(connection, sent.id, EditionState.DONE, now=now)
    return EditionState.DONE


def finish(
    connection: Connection, edition_id: int, state: EditionState, *, now: datetime | None
) -> None:
    """Set the state and the moment of an edition's end; None takes it back."""
    query = update(edition).where(edition.c.id == edition_id)
    connection.execute(query.values(state=state.value, finished_at=now))


def expire_some(connection: Connection, sent: Row[Any], *, after: int, now: datetime) -> int | None:
    """Record who is owed or deferred of one batch, but for its open window, as expired.

    Args:
        connection: In a transaction that writes.
        sent: The edition.
        after: The batch before the one that is next; 0 at first.
        now: The present moment.

    Returns:
        The batch; None when there is nobody left.
    """
    if EditionState(sent.state) in OVER:
        return None
    while work := find_after(connection, sent.id, after):
        if work.again or work.fresh or has_deferred(work):
            expire_batch(connection, work, now=now)
            save_batch(connection, work)
            return work.number
        after = work.number
    return None


def expire_rest(
    connection: Connection, sent: Row[Any], name_copy: Callable[[int], str], *, now: datetime
) -> None:
    """Record everybody who is left, and the end; a done edition stays as it is.

    An open window is a doubt until its owner speaks.
    """
    if EditionState(sent.state) in OVER:
        return
    for work in find_unfinished(connection, sent.id):
        expire_batch(connection, work, now=now)
        doubt_window(connection, work, name_copy, now=now)
        save_batch(connection, work)
    finish(connection, sent.id, EditionState.EXPIRED, now=now)
    works = read_batches(connection, sent.id)
    if not any(work.counts["accepted"] + work.counts["unknown"] for work in works):
        connection.execute(delete(told).where(told.c.edition_id == sent.id))


def has_deferred(work: BatchWork) -> bool:
    """Whether anybody of a batch may be deferred and not in flight."""
    in_flight = len(work.window) - work.open_owed
    return work.counts[Outcome.DEFERRED.value] > in_flight


def expire_batch(connection: Connection, work: BatchWork, *, now: datetime) -> None:
    """Record who is left of a batch, but for its open window."""
    in_flight = set(work.window)
    waiting = [one for one in find_deferred(connection, work) if one not in in_flight]
    rows = read_deliveries(connection, work, waiting)
    doubts = find_doubts(connection, work.edition_id, waiting)
    untried = work.again
    if work.position < work.size:
        untried += read_ids(connection, work)[work.position :]
    ends = [expired(number, None, now=now) for number in untried]
    ends += [
        expired(number, rows[number], now=now, doubted=doubts.get(number)) for number in waiting
    ]
    write_deliveries(connection, work, ends, rows)
    work.position, work.again = work.size, ()


def doubt_window(
    connection: Connection, work: BatchWork, name_copy: Callable[[int], str], *, now: datetime
) -> None:
    """Record that nobody knows of those in flight; they stay in the window."""
    rows = read_deliveries(connection, work, work.window)
    doubts = [
        doubt(number, rows.get(number), message_id=name_copy(number), now=now)
        for number in work.window
    ]
    write_deliveries(connection, work, doubts, rows)
    work.open_owed = 0


def find_deferred(connection: Connection, work: BatchWork) -> list[int]:
    """Number the deferred of a batch."""
    if not work.counts[Outcome.DEFERRED.value]:
        return []
    query = select(delivery.c.subscriber_id)
    rows = query.where(are_deferred(work.edition_id, [work.number]))
    return list(connection.scalars(rows.order_by(delivery.c.subscriber_id)))


def retry_unknown(connection: Connection, sent: Row[Any], *, now: datetime) -> int:
    """Make every unknown delivery due again; tell how many.

    Raises:
        EditionExpired: Nothing of it is sent any more.
    """
    refuse_expired(sent)
    doubted = (delivery.c.edition_id == sent.id) & (delivery.c.outcome == Outcome.UNKNOWN.value)
    events = select(
        delivery.c.edition_id,
        delivery.c.subscriber_id,
        delivery.c.at,
        literal(Outcome.UNKNOWN.value),
        delivery.c.reply,
    ).where(doubted)
    columns = ["edition_id", "subscriber_id", "at", "kind", "detail"]
    connection.execute(insert(delivery_event).from_select(columns, events))
    changed = update(delivery).where(doubted)
    connection.execute(changed.values(outcome=Outcome.DEFERRED.value, next_attempt=now))
    count = 0
    for work in read_batches(connection, sent.id):
        unknown = work.counts["unknown"]
        if unknown:
            count += unknown
            work.counts.update(deferred=unknown)
            work.counts["unknown"] = 0
            save_batch(connection, work)
    open_again(connection, sent, count)
    return count


def set_send_by(connection: Connection, sent: Row[Any], send_by: datetime) -> None:
    """Change the moment after which nothing is begun.

    Raises:
        EditionExpired: Nothing of it is sent any more.
    """
    refuse_expired(sent)
    connection.execute(update(edition).where(edition.c.id == sent.id).values(send_by=send_by))


def refuse_expired(sent: Row[Any]) -> None:
    """Send nothing more of an edition whose time has passed, or whose deliveries were dropped.

    Raises:
        EditionExpired: They have.
    """
    if EditionState(sent.state) is EditionState.EXPIRED:
        raise EditionExpired(
            f"{sent.slug} has expired: nothing more of it is sent.",
            f"See who did not get it: digest report {sent.slug}",
        )
    if sent.dropped_at:
        raise EditionExpired(
            f"Of {sent.slug} nobody knows any more who got it: nothing more of it is sent.",
            f"Its counts are kept: digest report {sent.slug}",
        )


def open_again(connection: Connection, sent: Row[Any], count: int) -> None:
    """Go on with a done edition that somebody is owed of again."""
    if count and EditionState(sent.state) is EditionState.DONE:
        finish(connection, sent.id, EditionState.SENDING, now=None)
