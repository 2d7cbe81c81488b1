"""Freeze an edition and its audience."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from digest.adapters.store.columns import EPOCH
from digest.adapters.store.copies import describe_copies
from digest.adapters.store.editions import OPEN, find_edition
from digest.adapters.store.many import find_many
from digest.adapters.store.partitions import make_partition
from digest.adapters.store.preferring import end_pauses, pause_is_over
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
from digest.adapters.store.segments import condition
from digest.adapters.store.slices import slices
from digest.compose.lock import lock_to_json
from digest.deliver.people import hash_key
from digest.deliver.segment import Segment
from digest.deliver.segment_parser import read_again
from digest.errors import EditionBusy, EditionError
from digest.model.edition import DAILY, EditionState
from digest.model.message import Lock
from digest.model.subscriber import SubscriberState

PAGE = 10_000
SOME = 500
BATCHES_AT_ONCE = 20
KEYS = select(subscriber.c.id, subscriber.c.key).order_by(subscriber.c.id)


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
            f"Another run has planned {lock.slug} in the meantime.",
            f"Send what is owed of it: digest send {lock.slug}",
        )
    row = {"edition_id": known.id, "content": lock_to_json(lock)}
    connection.execute(insert(lock_table), row)
    note_told(connection, known.id, lock.articles)
    end_pauses(connection, now=now)
    make_partition(connection, known.id)
    readers = write_batches(
        connection,
        known.id,
        find_audience(
            connection, lock.lists, segment=read_again(lock.segment, now=now), kind=lock.kind
        ),
        size=size,
        after=0,
    )
    connection.execute(
        update(edition)
        .where(edition.c.id == known.id)
        .values(
            state=EditionState.PLANNED.value,
            number=lock.number,
            content_hash=lock.content_hash,
            send_by=send_by,
            planned_at=now,
            planned=readers,
            finished_at=None,
            lists=list(lock.lists),
            segment=lock.segment or None,
            kind=lock.kind,
            copies=describe_copies(lock),
        )
    )
    return readers


def note_told(connection: Connection, edition_id: int, urls: Sequence[str]) -> None:
    """Remember which articles an edition tells; one told before counts as told by this one."""
    fresh = list(dict.fromkeys(urls))
    for some in slices(fresh):
        connection.execute(delete(told).where(told.c.url.in_(some)))
    if fresh:
        connection.execute(insert(told), [{"url": url, "edition_id": edition_id} for url in fresh])


def find_audience(
    connection: Connection,
    lists: Sequence[str],
    *,
    segment: Segment | None = None,
    kind: str = DAILY,
) -> Iterator[int]:
    """Number everybody who may be mailed now, in order: all, or those on one of the lists.

    With a segment only those of them who are in it.

    They are read in pages, so that a million readers take no more memory than some thousand.
    """
    page = choose_audience(subscriber.c.id, lists, segment=segment, kind=kind).limit(PAGE)
    page = page.where(subscriber.c.id > bindparam("last"))
    last = 0
    while ids := connection.scalars(page, {"last": last}).all():
        yield from ids
        last = ids[-1]


def choose_audience(
    column: Column[Any],
    lists: Sequence[str],
    *,
    segment: Segment | None = None,
    kind: str = DAILY,
    now: datetime | None = None,
) -> Select[Any]:
    """Ask for something of everybody who may be mailed now, by number.

    Those who want the week's round-up get nothing else, and it goes to nobody else. With `now`
    those count as well whose pause has ended.
    """
    mailed = subscriber.c.state == SubscriberState.SUBSCRIBED.value
    query = (
        select(column)
        .where(or_(mailed, pause_is_over(now)) if now else mailed)
        .where(subscriber.c.frequency == kind)
        .order_by(subscriber.c.id)
    )
    if lists:
        on_one = exists().where(
            subscriber_list.c.subscriber_id == subscriber.c.id, subscriber_list.c.name.in_(lists)
        )
        query = query.where(on_one)
    return query.where(condition(segment.rule)) if segment else query


def write_batches(
    connection: Connection, edition_id: int, ids: Iterable[int], *, size: int, after: int
) -> int:
    """Freeze readers in batches whose numbers come after those that are there; tell how many."""
    waiting = iter(ids)
    readers, number = 0, after
    while page := list(islice(waiting, size * max(1, PAGE // size))):
        pieces = list(slices(page, size))
        write_page(connection, edition_id, pieces, after=number)
        readers += len(page)
        number += len(pieces)
    return readers


def write_page(
    connection: Connection, edition_id: int, pieces: Sequence[Sequence[int]], *, after: int
) -> None:
    """Write some batches, each given as its readers."""
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
    numbered = list(enumerate(pieces, after + 1))
    connection.execute(
        insert(batch_readers),
        [{"edition_id": edition_id, "number": number, "ids": piece} for number, piece in numbered],
    )
    connection.execute(
        insert(batch),
        [
            {"edition_id": edition_id, "number": number, "size": len(piece), "due": EPOCH} | nought
            for number, piece in numbered
        ],
    )


def add_new_readers(
    connection: Connection,
    edition_id: int,
    audience: Iterable[int],
    *,
    size: int,
    secret: str,
) -> int:
    """Add everybody of an audience who is not planned yet; tell how many."""
    planned = mark_planned(connection, edition_id)
    fresh = (number for number in audience if number >= len(planned) or not planned[number])
    wanted = leave_out_forgotten(connection, edition_id, fresh, secret=secret)
    last = connection.scalar(
        select(func.max(batch.c.number)).where(batch.c.edition_id == edition_id)
    )
    readers = write_batches(connection, edition_id, wanted, size=size, after=last or 0)
    more = edition.c.planned + readers
    connection.execute(update(edition).where(edition.c.id == edition_id).values(planned=more))
    return readers


def mark_planned(connection: Connection, edition_id: int) -> bytearray:
    """Mark everybody whom an edition was planned for: one byte for each number, 1 when it was."""
    marks = bytearray()
    frozen = select(batch_readers.c.ids).where(batch_readers.c.edition_id == edition_id)
    for ids in connection.scalars(frozen.execution_options(yield_per=BATCHES_AT_ONCE)):
        marks.extend(bytes(max(0, max(ids, default=0) + 1 - len(marks))))
        for number in ids:
            marks[number] = 1
    return marks


def leave_out_forgotten(
    connection: Connection, edition_id: int, ids: Iterator[int], *, secret: str
) -> Iterator[int]:
    """Leave out who was forgotten and came back, and may have got this edition before."""
    hashes = select(forgotten_delivery.c.key_hash)
    got = set(connection.scalars(hashes.where(forgotten_delivery.c.edition_id == edition_id)))
    if not got:
        yield from ids
        return
    while some := list(islice(ids, SOME)):
        for row in find_many(connection, KEYS, subscriber.c.id, some):
            if hash_key(row.key, secret=secret) not in got:
                yield row.id
