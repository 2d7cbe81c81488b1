"""A batch while a transaction works on it, and the rows it writes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal,
    select,
    update,
)

from digest.adapters.store.columns import EPOCH
from digest.adapters.store.delivery_rows import COUNTED, deliveries_to_rows, row_to_delivery
from digest.adapters.store.many import delete_many, find_many, insert_rows
from digest.adapters.store.schema import batch, batch_readers, delivery
from digest.model.delivery import Delivery, Outcome

# Used for every window: put together once, for that takes longer than asking.
FROZEN_IDS = select(batch_readers.c.ids).where(
    batch_readers.c.edition_id == bindparam("in_edition"),
    batch_readers.c.number == bindparam("has_number"),
)
CHANGED_BATCH = update(batch).where(
    batch.c.edition_id == bindparam("in_edition"), batch.c.number == bindparam("has_number")
)
RENEWED = CHANGED_BATCH.values(lease_until=bindparam("lease_until"))
OF_EDITION = delivery.c.edition_id == bindparam("in_edition")
DELIVERIES = select(delivery).where(OF_EDITION)
REPLACED = delete(delivery).where(OF_EDITION)
OUTCOME = list(delivery.columns).index(delivery.c.outcome)


@dataclass(slots=True, kw_only=True)
class BatchWork:
    """A batch's row, changed in memory and written back with `save_batch`.

    Attributes:
        edition_id: The edition's number in the store.
        number: The batch's number, from 1.
        size: Readers in it.
        position: How many of its frozen list were ever put into a window.
        again: Readers who were put into a window and not tried.
        window: Readers who may be in flight.
        open_owed: How many of those have no row yet.
        owner: Who holds it; None when nobody does.
        epoch: Grows with each claim.
        lease_until: When `owner` loses it without a sign of life.
        counts: Rows by outcome.
    """

    edition_id: int
    number: int
    size: int
    position: int
    again: tuple[int, ...]
    window: tuple[int, ...]
    open_owed: int
    owner: str | None
    epoch: int
    lease_until: datetime | None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def owed(self) -> int:
        """Readers without a row: never tried, to be tried again, or in the open window."""
        return self.fresh + len(self.again) + self.open_owed

    @property
    def fresh(self) -> int:
        """Readers who were never put into a window."""
        return self.size - self.position


def row_to_work(row: Row[Any]) -> BatchWork:
    """Read a batch's row."""
    return BatchWork(
        edition_id=row.edition_id,
        number=row.number,
        size=row.size,
        position=row.position,
        again=row.again,
        window=row.open_window,
        open_owed=row.open_owed,
        owner=row.owner,
        epoch=row.epoch,
        lease_until=row.lease_until,
        counts=Counter({name: getattr(row, name) for name in COUNTED}),
    )


def read_batches(connection: Connection, edition_id: int) -> list[BatchWork]:
    """Read all batches of an edition, in order."""
    query = select(batch).where(batch.c.edition_id == edition_id).order_by(batch.c.number)
    return [row_to_work(row) for row in connection.execute(query)]


def read_ids(connection: Connection, work: BatchWork) -> tuple[int, ...]:
    """Read the frozen list of a batch."""
    place = {"in_edition": work.edition_id, "has_number": work.number}
    ids: tuple[int, ...] = connection.execute(FROZEN_IDS, place).scalar_one()
    return ids


def save_batch(connection: Connection, work: BatchWork) -> None:
    """Write a batch's row, and from when on somebody of it is to be tried."""
    row = {
        "in_edition": work.edition_id,
        "has_number": work.number,
        "position": work.position,
        "again": work.again,
        "open_window": work.window,
        "open_owed": work.open_owed,
        "owner": work.owner,
        "epoch": work.epoch,
        "lease_until": work.lease_until,
        "due": tell_due(connection, work),
    }
    connection.execute(CHANGED_BATCH, row | {name: work.counts[name] for name in COUNTED})


def tell_due(connection: Connection, work: BatchWork) -> datetime | None:
    """Tell from when on somebody of a batch is to be tried; None when nobody is left.

    What is held counts as due at once, so that whoever waits for it is told, and so that it is
    found when its owner has died.
    """
    if work.fresh or work.again or work.window:
        return EPOCH
    if not work.counts[Outcome.DEFERRED.value]:
        return None
    return EPOCH if work.owner else find_next(connection, work.edition_id, work.number)


def find_next(connection: Connection, edition_id: int, number: int) -> datetime | None:
    """Tell the earliest next attempt of a batch; None when nobody of it is deferred."""
    place = {"in_edition": edition_id, "has_number": number}
    due: datetime | None = connection.scalar(NEXT, place)
    return due


def renew_lease(connection: Connection, work: BatchWork, *, until: datetime) -> None:
    """Write how long a batch is held, and nothing else."""
    place = {"in_edition": work.edition_id, "has_number": work.number}
    connection.execute(RENEWED, place | {"lease_until": until})


def are_deferred(
    edition_id: int | BindParameter[int],
    batches: Sequence[int] | Select[tuple[int]] | BindParameter[int],
) -> ColumnElement[bool]:
    """Ask for the deferred rows of some batches, in a way that their partial index is used.

    For that the outcome must stand in the statement itself and not be a parameter, and the
    moment of the next attempt must be asked for, although every deferred row has one.
    """
    return and_(
        delivery.c.edition_id == edition_id,
        delivery.c.batch == batches
        if isinstance(batches, BindParameter)
        else delivery.c.batch.in_(batches),
        delivery.c.outcome == literal(Outcome.DEFERRED.value, literal_execute=True),
        delivery.c.next_attempt >= EPOCH,
    )


NEXT = select(func.min(delivery.c.next_attempt)).where(
    are_deferred(bindparam("in_edition"), bindparam("has_number"))
)


def read_deliveries(
    connection: Connection, work: BatchWork, ids: Sequence[int]
) -> dict[int, Delivery]:
    """Read the rows that these readers have."""
    column = delivery.c.subscriber_id
    rows = find_many(connection, DELIVERIES, column, ids, in_edition=work.edition_id)
    return {row.subscriber_id: row_to_delivery(row) for row in rows}


def write_deliveries(
    connection: Connection,
    work: BatchWork,
    deliveries: Sequence[Delivery],
    before: Mapping[int, Delivery],
    *,
    made: Collection[int] = (),
) -> None:
    """Write rows, in place of those that these readers have, and count them in `work`.

    Args:
        connection: In a transaction that writes.
        work: The batch of all these readers.
        deliveries: What is to be written; each reader once.
        before: Every row that one of these readers has.
        made: Readers whose Message-IDs are written as MADE.
    """
    if before:
        replaced = [one.subscriber_id for one in deliveries if one.subscriber_id in before]
        column = delivery.c.subscriber_id
        delete_many(connection, REPLACED, column, replaced, in_edition=work.edition_id)
        work.counts.subtract(before[number].outcome.value for number in replaced)
    rows = deliveries_to_rows(
        deliveries, edition_id=work.edition_id, batch=work.number, epoch=work.epoch, made=made
    )
    work.counts.update(row[OUTCOME] for row in rows)
    insert_rows(connection, delivery, rows)
