"""Freeze an edition and its audience."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, delete, exists, func, insert, select, update

from digest.adapters.store.editions import OPEN, find_edition
from digest.adapters.store.schema import (
    batch,
    batch_readers,
    edition,
    forgotten_delivery,
    subscriber,
    subscriber_list,
    told,
)
from digest.adapters.store.schema import lock as lock_table
from digest.adapters.store.slices import slices
from digest.compose.lock import lock_to_json
from digest.deliver.people import hash_key
from digest.errors import EditionBusy, EditionError
from digest.model.edition import EditionState
from digest.model.message import Lock
from digest.model.subscriber import SubscriberState


def plan(connection: Connection, lock: Lock, *, now: datetime, send_by: datetime, size: int) -> int:
    """Freeze a drafted edition in batches of `size`; tell how many readers it has.

    Raises:
        EditionError: Nothing is drafted under this slug.
        EditionBusy: It is planned already.
    """
    known = find_edition(connection, lock.slug)
    if known is None:
        raise EditionError(f"There is no edition {lock.slug}.", "Draft it first: digest draft")
    if known.state not in OPEN:
        raise EditionBusy(
            f"{lock.slug} is {known.state}: it is planned already.",
            f"Send what is owed of it: digest send {lock.slug}",
        )
    row = {"edition_id": known.id, "content": lock_to_json(lock)}
    connection.execute(insert(lock_table), row)
    note_told(connection, known.id, lock.articles)
    ids = find_audience(connection, lock.lists)
    write_batches(connection, known.id, ids, size=size, after=0)
    connection.execute(
        update(edition)
        .where(edition.c.id == known.id)
        .values(
            state=EditionState.PLANNED.value,
            number=lock.number,
            content_hash=lock.content_hash,
            send_by=send_by,
            planned_at=now,
            planned=len(ids),
            finished_at=None,
            lists=list(lock.lists),
        )
    )
    return len(ids)


def note_told(connection: Connection, edition_id: int, urls: Sequence[str]) -> None:
    """Remember which articles an edition tells; one told before counts as told by this one."""
    fresh = list(dict.fromkeys(urls))
    for some in slices(fresh):
        connection.execute(delete(told).where(told.c.url.in_(some)))
    if fresh:
        connection.execute(insert(told), [{"url": url, "edition_id": edition_id} for url in fresh])


def find_audience(connection: Connection, lists: Sequence[str]) -> list[int]:
    """Number everybody who may be mailed now: all, or those on one of the lists."""
    return list(connection.scalars(choose_audience(subscriber.c.id, lists)))


def choose_audience(column: Column[Any], lists: Sequence[str]) -> Select[Any]:
    """Ask for something of everybody who may be mailed now, by number."""
    query = (
        select(column)
        .where(subscriber.c.state == SubscriberState.SUBSCRIBED.value)
        .order_by(subscriber.c.id)
    )
    if lists:
        on_one = exists().where(
            subscriber_list.c.subscriber_id == subscriber.c.id, subscriber_list.c.name.in_(lists)
        )
        query = query.where(on_one)
    return query


def write_batches(
    connection: Connection, edition_id: int, ids: Sequence[int], *, size: int, after: int
) -> None:
    """Freeze readers in batches whose numbers come after those that are there."""
    nought = dict.fromkeys(
        (
            "position",
            "open_owed",
            "epoch",
            "accepted",
            "deferred",
            "rejected",
            "suppressed",
            "expired",
            "unknown",
        ),
        0,
    )
    pieces = list(enumerate(slices(ids, size), after + 1))
    if not pieces:
        return
    connection.execute(
        insert(batch_readers),
        [{"edition_id": edition_id, "number": number, "ids": piece} for number, piece in pieces],
    )
    connection.execute(
        insert(batch),
        [
            {"edition_id": edition_id, "number": number, "size": len(piece)} | nought
            for number, piece in pieces
        ],
    )


def add_new_readers(
    connection: Connection, edition_id: int, lists: Sequence[str], *, size: int, secret: str
) -> int:
    """Add everybody who would be planned now and is not yet; tell how many."""
    frozen = select(batch_readers.c.ids).where(batch_readers.c.edition_id == edition_id)
    planned = {number for ids in connection.scalars(frozen) for number in ids}
    fresh = [number for number in find_audience(connection, lists) if number not in planned]
    fresh = leave_out_forgotten(connection, edition_id, fresh, secret=secret)
    last = connection.scalar(
        select(func.max(batch.c.number)).where(batch.c.edition_id == edition_id)
    )
    write_batches(connection, edition_id, fresh, size=size, after=last or 0)
    more = edition.c.planned + len(fresh)
    connection.execute(update(edition).where(edition.c.id == edition_id).values(planned=more))
    return len(fresh)


def leave_out_forgotten(
    connection: Connection, edition_id: int, ids: Sequence[int], *, secret: str
) -> list[int]:
    """Leave out who was forgotten and came back, and may have got this edition before."""
    hashes = select(forgotten_delivery.c.key_hash)
    got = set(connection.scalars(hashes.where(forgotten_delivery.c.edition_id == edition_id)))
    if not got:
        return list(ids)
    kept: list[int] = []
    for some in slices(ids):
        keys = select(subscriber.c.id, subscriber.c.key).where(subscriber.c.id.in_(some))
        kept += [
            row.id
            for row in connection.execute(keys.order_by(subscriber.c.id))
            if hash_key(row.key, secret=secret) not in got
        ]
    return kept
