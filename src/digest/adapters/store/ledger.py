"""Who was sent what, in the database. Every method that writes is one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, Row, update

from digest.adapters.store import closing, counting
from digest.adapters.store.batches import save_batch
from digest.adapters.store.claims import Claimant, hold, set_state, take_batch
from digest.adapters.store.database import Database
from digest.adapters.store.editions import OPEN, find_edition, find_lock
from digest.adapters.store.planning import add_new_readers, plan
from digest.adapters.store.schema import batch as batch_table
from digest.adapters.store.windows import open_next, record_results
from digest.deliver.endings import name_copy
from digest.errors import EditionBusy, EditionError
from digest.model.delivery import Batch, Books, Delivery, OpenWindow, Outcome, ReaderDelivery
from digest.model.edition import EditionState
from digest.model.message import Lock
from digest.model.publication import OnUnknown


def nobody_is_dead(_owner: str) -> bool:
    """Know of no owner that it has died: its lease has to pass."""
    return False


class SqlLedger:
    """The ledger.

    Args:
        database: Where it lies.
        secret: Key of the hashes by which suppressed addresses are known.
        readers_a_batch: Most readers in one batch.
    """

    def __init__(self, database: Database, *, secret: str, readers_a_batch: int) -> None:
        self._database = database
        self._secret = secret
        self._readers_a_batch = readers_a_batch

    def plan(self, lock: Lock, *, now: datetime, send_by: datetime) -> Books:
        """Freeze the lock and its audience; the edition is then PLANNED.

        Raises:
            EditionError: Nothing is drafted under this slug.
            EditionBusy: It is planned already.
        """
        with self._database.writing() as connection:
            readers = plan(connection, lock, now=now, send_by=send_by, size=self._readers_a_batch)
        return Books(planned=readers, owed=readers)

    def claim(
        self,
        slug: str,
        *,
        owner: str,
        now: datetime,
        lease: timedelta,
        on_unknown: str,
        dead: Callable[[str], bool] = nobody_is_dead,
    ) -> Batch | None:
        """Take a batch that has somebody to try now; sets a planned edition SENDING.

        Raises:
            EditionBusy: What is left is held by another, living owner.
        """
        with self._changing(slug) as (connection, sent):
            claimant = Claimant(
                owner=owner,
                now=now,
                lease=lease,
                retry=on_unknown == OnUnknown.RETRY.value,
                is_dead=cache(dead),
                name_copy=self._names(connection, slug),
            )
            batch, held = take_batch(connection, sent, claimant)
        # Only now, so that what was taken over from the dead is kept.
        if held:
            raise EditionBusy(
                f"Another run is sending {slug} at this moment.",
                f"It goes on by itself; see how far it is: digest report {slug}",
            )
        return batch

    def open_window(
        self,
        batch: Batch,
        results: Sequence[Delivery],
        *,
        size: int,
        now: datetime,
        lease: timedelta,
    ) -> OpenWindow:
        """Record results, open the next window as intent, renew the lease, check fence and state.

        Raises:
            EditionBusy: Another owner has taken the batch; nothing was recorded.
            StoreError: Nothing was recorded, and nothing may be sent.
        """
        with self._database.writing() as connection:
            work, state = hold(connection, batch)
            record_results(connection, work, results, state, now=now, secret=self._secret)
            readers = (
                open_next(connection, work, size=size, now=now, secret=self._secret)
                if state is EditionState.SENDING
                else []
            )
            work.lease_until = now + lease
            save_batch(connection, work)
        return OpenWindow(state=state, readers=tuple(readers))

    def heartbeat(self, batch: Batch, *, now: datetime, lease: timedelta) -> EditionState:
        """Renew the lease and tell the edition's state.

        Raises:
            EditionBusy: Another owner has taken the batch.
        """
        with self._database.writing() as connection:
            work, state = hold(connection, batch)
            query = update(batch_table).where(
                batch_table.c.edition_id == work.edition_id, batch_table.c.number == work.number
            )
            connection.execute(query.values(lease_until=now + lease))
        return state

    def release(self, batch: Batch) -> None:
        """Give a batch back at once. When fenced off, nothing happens."""
        with self._database.writing() as connection:
            try:
                work, _ = hold(connection, batch)
            except EditionBusy:
                return
            work.owner = work.lease_until = None
            save_batch(connection, work)

    def settle(self, slug: str, *, now: datetime) -> EditionState:
        """Set DONE when nobody is owed or deferred any more; tell the state."""
        with self._changing(slug) as (connection, sent):
            return closing.settle(connection, sent, now=now)

    def expire(self, slug: str, *, now: datetime) -> Books:
        """Record everybody owed or deferred as expired; the edition is then EXPIRED."""
        with self._changing(slug) as (connection, sent):
            closing.expire(connection, sent, self._names(connection, slug), now=now)
            return counting.count_rows(connection, slug)

    def retry_unknown(self, slug: str, *, now: datetime) -> int:
        """Make every unknown delivery due again, as deferred until `now`; tell how many.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        with self._changing(slug) as (connection, sent):
            return closing.retry_unknown(connection, sent, now=now)

    def include_new(self, slug: str, *, now: datetime) -> int:
        """Add everybody who would be planned now and is not yet; tell how many.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        del now
        with self._changing(slug) as (connection, sent):
            closing.refuse_expired(sent)
            lists = sent.lists or ()
            count = add_new_readers(
                connection, sent.id, lists, size=self._readers_a_batch, secret=self._secret
            )
            closing.open_again(connection, sent, count)
        return count

    def set_state(self, slug: str, state: EditionState) -> None:
        """Change the state, for halting and going on."""
        with self._changing(slug) as (connection, sent):
            set_state(connection, sent.id, state)

    def books(self, slug: str) -> Books:
        """Count every row; not to be called for each message. All nought before planning."""
        with self._database.reading() as connection:
            return counting.count_rows(connection, slug)

    def progress(self, slug: str) -> Books:
        """Sum the counters that each batch keeps: quick, for a progress bar."""
        with self._database.reading() as connection:
            return counting.sum_counters(connection, slug)

    def next_due(self, slug: str) -> datetime | None:
        """The earliest next attempt of the deferred; None when nobody is deferred."""
        with self._database.reading() as connection:
            return counting.find_next_due(connection, slug)

    def deliveries(self, slug: str, outcomes: Sequence[Outcome]) -> list[ReaderDelivery]:
        """Rows of the given outcomes, with the readers' addresses, by address."""
        with self._database.reading() as connection:
            return counting.list_rows(connection, slug, outcomes)

    def _names(self, connection: Connection, slug: str) -> Callable[[int], str]:
        """Make Message-IDs of an edition's copies; reads its lock only when one is wanted."""
        lock = cache(partial(find_lock, connection, slug))

        def name(number: int) -> str:
            frozen = lock()
            return name_copy(frozen, number, secret=self._secret) if frozen else ""

        return name

    @contextmanager
    def _changing(self, slug: str) -> Iterator[tuple[Connection, Row[Any]]]:
        """Write to an edition that was planned.

        Raises:
            EditionError: It was not.
        """
        with self._database.writing() as connection:
            sent = find_edition(connection, slug)
            if sent is None or sent.state in OPEN:
                raise EditionError(f"{slug} is not planned yet.", f"Send it: digest send {slug}")
            yield connection, sent
