"""Who was sent what, in the database. Every method that writes is one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache, partial
from time import sleep
from typing import Any

from sqlalchemy import Connection, Row

from digest.adapters.store import closing, counting
from digest.adapters.store.batches import BatchWork, read_ids, renew_lease, save_batch
from digest.adapters.store.claims import (
    Claimant,
    hold,
    number_unfinished,
    set_state,
    take_batch,
)
from digest.adapters.store.copies import Copies
from digest.adapters.store.database import Database
from digest.adapters.store.editions import OPEN, find_edition, find_lock
from digest.adapters.store.planning import add_new_readers, find_audience, plan
from digest.adapters.store.preferring import end_pauses
from digest.adapters.store.wanted import find_origins
from digest.adapters.store.windows import Held, Turn, add_readers, record_results
from digest.deliver.endings import name_copy, nobody_is_dead
from digest.deliver.segment_parser import read_again
from digest.errors import EditionBusy, EditionError
from digest.model.delivery import (
    Batch,
    Books,
    Delivery,
    OpenWindow,
    Outcome,
    OwnedReader,
    ReaderDelivery,
)
from digest.model.edition import OVER, EditionState
from digest.model.message import Lock
from digest.model.publication import OnUnknown

BREATH = 0.005  # seconds between two transactions in a row, for others who wait for the lock


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
        # The lists of the batches that are held, which never change.
        self._frozen: dict[Batch, tuple[int, ...]] = {}
        # The editions behind a round-up, which never change once it is planned.
        self._origins: dict[str, dict[int, str]] = {}
        # What Message-IDs are made of, which never changes either.
        self._made_of: dict[int, tuple[str, str, str] | None] = {}

    def plan(self, lock: Lock, *, now: datetime, send_by: datetime) -> Books:
        """Freeze the lock and its audience; the edition is then PLANNED.

        Raises:
            EditionError: Nothing is drafted under this slug.
            EditionBusy: It is planned already.
        """
        with self._database.writing() as connection:
            readers = plan(connection, lock, now=now, send_by=send_by, size=self._readers_a_batch)
        return Books(planned=readers, owed=readers)

    def claim(  # noqa: PLR0913 - what a claim is made of
        self,
        slug: str,
        *,
        owner: str,
        now: datetime,
        lease: timedelta,
        on_unknown: str,
        dead: Callable[[str], bool] = nobody_is_dead,
        number: int | None = None,
    ) -> Batch | None:
        """Take a batch that has somebody to try now; sets a planned edition SENDING.

        With a number that one is tried, and no other.

        Raises:
            EditionBusy: What is left is held by another, living owner.
        """
        with self._changing(slug) as (connection, sent):
            claimant = Claimant(
                owner=owner,
                now=now,
                moment=self._database.moment(connection, now),
                lease=lease,
                retry=on_unknown == OnUnknown.RETRY.value,
                is_dead=cache(dead),
                name_copy=self._names(connection, slug),
            )
            batch, held = take_batch(connection, sent, claimant, number)
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
        keep: Sequence[int] = (),
    ) -> OpenWindow:
        """Record results, add readers to the window as intent, renew the lease, check the fence.

        Raises:
            EditionBusy: Another owner has taken the batch; nothing was recorded.
            StoreError: Nothing was recorded, and nothing may be sent.
        """
        with self._database.writing_apart() as connection:
            held = self._hold(connection, batch)
            turn = Turn(
                connection=connection,
                held=held,
                now=now,
                secret=self._secret,
                copies=self._copies_of(connection),
                origins=self._origins_of(connection, batch, held.kind),
            )
            record_results(turn, results, keep)
            readers: list[OwnedReader] = []
            if held.state is EditionState.SENDING and size:
                readers = add_readers(turn, self._frozen_ids(connection, batch, held.work), size)
            held.work.lease_until = self._database.moment(connection, now) + lease
            save_batch(connection, held.work)
        return OpenWindow(state=held.state, readers=tuple(readers), fresh=held.work.fresh)

    def heartbeat(self, batch: Batch, *, now: datetime, lease: timedelta) -> EditionState:
        """Renew the lease and tell the edition's state.

        Raises:
            EditionBusy: Another owner has taken the batch.
        """
        with self._database.writing_apart() as connection:
            held = self._hold(connection, batch)
            until = self._database.moment(connection, now) + lease
            renew_lease(connection, held.work, until=until)
        return held.state

    def release(self, batch: Batch) -> None:
        """Give a batch back at once. When fenced off, nothing happens."""
        with self._database.writing_apart() as connection:
            try:
                work = self._hold(connection, batch).work
            except EditionBusy:
                return
            work.owner = work.lease_until = None
            save_batch(connection, work)
        self._frozen.pop(batch, None)

    def settle(self, slug: str, *, now: datetime) -> EditionState:
        """Set DONE when nobody is owed or deferred any more; tell the state."""
        with self._changing(slug) as (connection, sent):
            return closing.settle(connection, sent, now=now)

    def expire(self, slug: str, *, now: datetime) -> Books:
        """Record everybody owed or deferred as expired; the edition is then EXPIRED.

        Batch by batch, so that nobody else waits for long; what is broken off in the middle
        balances, and the next call goes on with it.
        """
        batch: int | None = 0
        while batch is not None:
            with self._changing(slug) as (connection, sent):
                batch = closing.expire_some(connection, sent, after=batch, now=now)
            sleep(BREATH)
        with self._changing(slug) as (connection, sent):
            closing.expire_rest(connection, sent, self._names(connection, slug), now=now)
        return self.books(slug)

    def retry_unknown(self, slug: str, *, now: datetime) -> int:
        """Make every unknown delivery due again, as deferred until `now`; tell how many.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        with self._changing(slug) as (connection, sent):
            return closing.retry_unknown(connection, sent, now=now)

    def include_new(self, slug: str, *, now: datetime, rehearse: bool = False) -> int:
        """Add everybody who would be planned now and is not yet; tell how many.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        with self._changing(slug) as (connection, sent):
            closing.refuse_expired(sent)
            trial = connection.begin_nested()
            end_pauses(connection, now=now)
            audience = find_audience(
                connection,
                sent.lists or (),
                segment=read_again(sent.segment, now=now),
                kind=sent.kind,
            )
            count = add_new_readers(
                connection, sent.id, audience, size=self._readers_a_batch, secret=self._secret
            )
            closing.open_again(connection, sent, count)
            if rehearse:
                trial.rollback()
            else:
                trial.commit()
        return count

    def set_state(self, slug: str, state: EditionState) -> EditionState:
        """Change the state, for halting and going on; what is over stays so. Tell the state."""
        with self._changing(slug) as (connection, sent):
            if EditionState(sent.state) in OVER:
                return EditionState(sent.state)
            set_state(connection, sent.id, state)
        return state

    def set_send_by(self, slug: str, send_by: datetime) -> None:
        """Change the moment, aware, after which nothing of an edition is begun.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        with self._changing(slug) as (connection, sent):
            closing.set_send_by(connection, sent, send_by)

    def books(self, slug: str) -> Books:
        """Count every row; not to be called for each message. All nought before planning."""
        with self._database.reading() as connection:
            return counting.count_rows(connection, slug)

    def progress(self, slug: str) -> Books:
        """Sum the counters that each batch keeps: quick, for a progress bar."""
        with self._database.reading() as connection:
            return counting.sum_counters(connection, slug)

    def next_due(self, slug: str, number: int | None = None) -> datetime | None:
        """The earliest next attempt of the deferred, of one batch or of all; None for nobody."""
        with self._database.reading() as connection:
            return counting.find_next_due(connection, slug, number)

    def unfinished(self, slug: str) -> list[int]:
        """Number the batches with anybody owed, deferred or in flight, in order."""
        with self._database.reading() as connection:
            sent = find_edition(connection, slug)
            return number_unfinished(connection, sent.id) if sent else []

    def suppressed_for(self, slug: str) -> dict[str, int]:
        """Why readers were suppressed, and how many for each reason, those of the most first."""
        with self._database.reading() as connection:
            return counting.count_reasons(connection, slug, Outcome.SUPPRESSED)

    def deliveries(self, slug: str, outcomes: Sequence[Outcome]) -> list[ReaderDelivery]:
        """Rows of the given outcomes, with the readers' addresses, by address."""
        with self._database.reading() as connection:
            return counting.list_rows(connection, slug, outcomes, self._copies_of(connection))

    def _names(self, connection: Connection, slug: str) -> Callable[[int], str]:
        """Make Message-IDs of an edition's copies; reads its lock only when one is wanted."""
        lock = cache(partial(find_lock, connection, slug))

        def name(number: int) -> str:
            frozen = lock()
            return name_copy(frozen, number, secret=self._secret) if frozen else ""

        return name

    def _hold(self, connection: Connection, batch: Batch) -> Held:
        """Read a batch that is still ours.

        Raises:
            EditionBusy: It is not.
        """
        try:
            return hold(connection, batch)
        except EditionBusy:
            self._frozen.pop(batch, None)
            raise

    def _copies_of(self, connection: Connection) -> Copies:
        """Know the Message-IDs of editions' copies."""
        return Copies(connection=connection, secret=self._secret, known=self._made_of)

    def _origins_of(self, connection: Connection, batch: Batch, kind: str) -> dict[int, str]:
        """Read which editions told a round-up's stories before, once."""
        if batch.edition not in self._origins:
            self._origins[batch.edition] = find_origins(connection, batch.edition, kind)
        return self._origins[batch.edition]

    def _frozen_ids(self, connection: Connection, batch: Batch, work: BatchWork) -> tuple[int, ...]:
        """Read the list of a batch that is ours, once."""
        if batch not in self._frozen:
            self._frozen[batch] = read_ids(connection, work)
        return self._frozen[batch]

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
