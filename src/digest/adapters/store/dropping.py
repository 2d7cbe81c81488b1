"""Drop the deliveries of editions that ended long ago; what stays is how many there were of each.

On a server an edition's deliveries are a table of their own and go with it, in no time. In a file
they are deleted a piece at a time, between which others write. From the first moment on the edition
is marked, and its books are told from the counters of its batches: a run that is broken off is
simply run again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import sleep

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from digest.adapters.store.columns import PLAIN
from digest.adapters.store.database import Database
from digest.adapters.store.partitions import drop_partition, has_partitions
from digest.adapters.store.schema import batch_readers, delivery, delivery_event, edition
from digest.adapters.store.traces import note_erasure
from digest.model.edition import OVER
from digest.model.record import RECORDS_ARE_NEEDED

PAUSE_SECONDS = 0.11
ROWS_AT_ONCE = 2000
ENDS = tuple(state.value for state in OVER)
NOBODY = literal(PLAIN, LargeBinary)  # an empty list of readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropping:
    """The deliveries of editions that ended before a moment.

    Attributes:
        database: Where they lie.
        before: Of editions that ended earlier they go.
        now: The present moment.
    """

    database: Database
    before: datetime
    now: datetime

    def count(self) -> int:
        """Count the deliveries that would go."""
        with self.database.reading() as connection:
            return count_deliveries(connection, self._find(connection))

    def erase(self) -> int:
        """Drop them; tell how many there were."""
        with self.database.reading() as connection:
            numbers = self._find(connection)
        return sum(self._drop(number) for number in numbers)

    def _find(self, connection: Connection) -> Sequence[int]:
        """Number the editions that ended long ago and have their deliveries still, or some."""
        before = min(self.before, self.now - RECORDS_ARE_NEEDED)
        query = select(edition.c.id).where(
            edition.c.state.in_(ENDS), edition.c.finished_at < before
        )
        waiting: ColumnElement[bool] = edition.c.dropped_at.is_(None)
        if not has_partitions(connection):
            waiting = or_(waiting, exists().where(delivery.c.edition_id == edition.c.id))
        return connection.scalars(query.where(waiting).order_by(edition.c.id)).all()

    def _drop(self, number: int) -> int:
        """Drop the deliveries of one edition."""
        total = 0
        while True:
            with self.database.writing() as connection:
                if number not in self._find(connection):
                    return total  # they are gone, or somebody has opened it again
                self._mark(connection, number)
                if has_partitions(connection):
                    total += count_deliveries(connection, [number])
                    drop_partition(connection, number)
                else:
                    total += delete_some(connection, number)
                note_erasure(connection)
            sleep(PAUSE_SECONDS)

    def _mark(self, connection: Connection, number: int) -> None:
        """Note that the edition's deliveries are gone, and forget whom it was planned for."""
        fresh = edition.c.dropped_at.is_(None)
        marked = update(edition).where(edition.c.id == number, fresh).values(dropped_at=self.now)
        if not connection.execute(marked).rowcount:
            return
        events = delete(delivery_event).where(delivery_event.c.edition_id == number)
        readers = update(batch_readers).where(batch_readers.c.edition_id == number)
        connection.execute(events)
        connection.execute(readers.values(ids=NOBODY))


def count_deliveries(connection: Connection, numbers: Sequence[int]) -> int:
    """Count the deliveries of some editions."""
    rows = (select(func.count()).where(delivery.c.edition_id == one) for one in numbers)
    return sum(connection.execute(query).scalar_one() for query in rows)


def delete_some(connection: Connection, number: int) -> int:
    """Delete the first deliveries of an edition; tell how many."""
    of_edition = delivery.c.edition_id == number
    ids = select(delivery.c.subscriber_id).where(of_edition).order_by(delivery.c.subscriber_id)
    last = connection.scalars(ids.limit(ROWS_AT_ONCE)).all()
    if not last:
        return 0
    gone = delete(delivery).where(of_edition, delivery.c.subscriber_id <= last[-1])
    return connection.execute(gone).rowcount
