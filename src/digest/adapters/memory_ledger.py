"""Who was sent what, in memory."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digest.adapters.memory_batches import (
    doubt_window,
    find_due,
    is_unfinished,
    order_batches,
    record_results,
    screen,
)
from digest.adapters.memory_state import OPEN, Memory, MemoryBatch, PlannedEdition
from digest.deliver.endings import expired, nobody_is_dead
from digest.deliver.people import hash_key
from digest.deliver.segment_parser import read_again
from digest.errors import EditionBusy, EditionError, EditionExpired
from digest.model.delivery import (
    Batch,
    Books,
    Delivery,
    OpenWindow,
    Outcome,
    OwnedReader,
    ReaderDelivery,
)
from digest.model.edition import BEING_SENT, OVER, EditionState
from digest.model.message import Lock
from digest.model.publication import OnUnknown


class MemoryLedger:
    """The ledger.

    Args:
        memory: What the parts of the store share.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def plan(self, lock: Lock, *, now: datetime, send_by: datetime) -> Books:
        """Freeze the lock and its audience; the edition is then PLANNED.

        Raises:
            EditionError: Nothing is drafted under this slug.
            EditionBusy: It is planned already.
        """
        record = self._memory.records.get(lock.slug)
        if record is None:
            raise EditionError(f"There is no edition {lock.slug}.", "Draft it first: digest draft")
        if record.state not in OPEN:
            raise EditionBusy(
                f"Another run has planned {lock.slug} in the meantime.",
                f"Send what is owed of it: digest send {lock.slug}",
            )
        self._memory.end_pauses(now=now)
        ids = self._memory.audience(
            lock.lists, segment=read_again(lock.segment, now=now), kind=lock.kind
        )
        planned = PlannedEdition(lock=lock)
        planned.freeze(ids, self._memory.readers_a_batch)
        self._memory.planned[lock.slug] = planned
        self._memory.told.update(dict.fromkeys(lock.articles, lock.slug))
        self._memory.records[lock.slug] = replace(
            record,
            number=lock.number,
            state=EditionState.PLANNED,
            send_by=send_by,
            planned=len(ids),
            planned_at=now,
            finished_at=None,
            lists=lock.lists,
            segment=lock.segment,
            kind=lock.kind,
        )
        return self.books(lock.slug)

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

        Raises:
            EditionBusy: What is left is held by another, living owner.
        """
        planned = self._planned(slug)
        if self._memory.records[slug].state not in BEING_SENT:
            return None
        held = False
        for batch in order_batches(planned, number):
            if batch.owner == owner or not is_unfinished(planned, batch):
                continue
            lives = batch.owner and batch.lease_until and batch.lease_until > now
            if lives and not dead(batch.owner or ""):
                held = True
                continue
            retry = on_unknown == OnUnknown.RETRY.value
            doubt_window(planned, batch, self._memory, retry=retry, now=now)
            batch.window, batch.epoch = (), batch.epoch + 1
            if planned.owed(batch) or find_due(planned, batch, now=now):
                batch.owner, batch.lease_until = owner, now + lease
                self.set_state(slug, EditionState.SENDING)
                return Batch(edition=slug, number=batch.number, epoch=batch.epoch, owner=owner)
            batch.owner = batch.lease_until = None
        if held:
            raise EditionBusy(
                f"Another run is sending {slug} at this moment.",
                f"It goes on by itself; see how far it is: digest report {slug}",
            )
        return None

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
        """
        planned, held = self._hold(batch)
        state = self._memory.records[batch.edition].state
        record_results(planned, held, self._memory, results, keep, now=now)
        readers: list[OwnedReader] = []
        if state is EditionState.SENDING:
            queue = [*planned.owed(held), *find_due(planned, held, now=now)]
            while queue and len(readers) < size:
                readers += screen(planned, held, self._memory, queue.pop(0), now=now)
        held.window += tuple(one.subscriber.id for one in readers)
        held.again = tuple(one for one in held.again if one not in held.window)
        held.lease_until = now + lease
        return OpenWindow(state=state, readers=tuple(readers), fresh=len(planned.fresh(held)))

    def heartbeat(self, batch: Batch, *, now: datetime, lease: timedelta) -> EditionState:
        """Renew the lease and tell the edition's state.

        Raises:
            EditionBusy: Another owner has taken the batch.
        """
        _, held = self._hold(batch)
        held.lease_until = now + lease
        return self._memory.records[batch.edition].state

    def release(self, batch: Batch) -> None:
        """Give a batch back at once. When fenced off, nothing happens."""
        try:
            _, held = self._hold(batch)
        except EditionBusy:
            return
        held.owner = held.lease_until = None

    def settle(self, slug: str, *, now: datetime) -> EditionState:
        """Set DONE when nobody is owed or deferred any more; tell the state."""
        planned = self._planned(slug)
        state = self._memory.records[slug].state
        if state in OVER or any(is_unfinished(planned, batch) for batch in planned.batches):
            return state
        self._finish(slug, EditionState.DONE, now=now)
        return EditionState.DONE

    def expire(self, slug: str, *, now: datetime) -> Books:
        """Record everybody owed or deferred as expired; the edition is then EXPIRED."""
        planned = self._planned(slug)
        if self._memory.records[slug].state in OVER:
            return self.books(slug)
        for batch in planned.batches:
            waiting = [row.subscriber_id for row in planned.with_outcome(Outcome.DEFERRED, batch)]
            for number in (*planned.owed(batch), *waiting):
                if number not in batch.window:
                    row, doubted = planned.rows.get(number), planned.doubts.get(number)
                    planned.record(expired(number, row, now=now, doubted=doubted), batch)
            doubt_window(planned, batch, self._memory, retry=False, now=now)
        self._finish(slug, EditionState.EXPIRED, now=now)
        if not planned.reached_anybody():
            told = self._memory.told
            for url in [url for url, edition in told.items() if edition == slug]:
                del told[url]
        return self.books(slug)

    def retry_unknown(self, slug: str, *, now: datetime) -> int:
        """Make every unknown delivery due again, as deferred until `now`; tell how many.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        planned = self._planned(slug)
        self._refuse_expired(slug)
        doubts = planned.with_outcome(Outcome.UNKNOWN)
        for row in doubts:
            again = replace(row, outcome=Outcome.DEFERRED, next_attempt=now)
            planned.rows[row.subscriber_id] = again
            planned.doubts[row.subscriber_id] = row.reply
        self._open_again(slug, len(doubts))
        return len(doubts)

    def include_new(self, slug: str, *, now: datetime, rehearse: bool = False) -> int:
        """Add everybody who would be planned now and is not yet; tell how many.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        planned = self._planned(slug)
        self._refuse_expired(slug)
        lock = planned.lock
        segment = read_again(lock.segment, now=now)
        if not rehearse:
            self._memory.end_pauses(now=now)
        frozen = {number for batch in planned.batches for number in batch.ids}
        fresh = [
            number
            for number in self._memory.audience(lock.lists, segment=segment, kind=lock.kind)
            if number not in frozen
            and self._hash(self._memory.people[number].key) not in planned.forgotten
        ]
        if rehearse:
            return len(fresh)
        planned.freeze(fresh, self._memory.readers_a_batch)
        record = self._memory.records[slug]
        self._memory.records[slug] = replace(record, planned=record.planned + len(fresh))
        self._open_again(slug, len(fresh))
        return len(fresh)

    def set_state(self, slug: str, state: EditionState) -> EditionState:
        """Change the state, for halting and going on; what is over stays so. Tell the state."""
        self._planned(slug)
        record = self._memory.records[slug]
        if record.state in OVER:
            return record.state
        self._memory.records[slug] = replace(record, state=state)
        return state

    def set_send_by(self, slug: str, send_by: datetime) -> None:
        """Change the moment, aware, after which nothing of an edition is begun.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        self._planned(slug)
        self._refuse_expired(slug)
        self._memory.records[slug] = replace(self._memory.records[slug], send_by=send_by)

    def books(self, slug: str) -> Books:
        """Count every row. All nought before planning."""
        planned = self._memory.planned.get(slug)
        if planned is None:
            return Books()
        if planned.dropped:
            return planned.dropped
        counts = Counter(row.outcome.value for row in planned.rows.values())
        everybody = [number for batch in planned.batches for number in batch.ids]
        owed = sum(1 for number in everybody if number not in planned.rows)
        return Books(planned=self._memory.records[slug].planned, owed=owed, **counts)

    def progress(self, slug: str) -> Books:
        """Count every row; there are few."""
        return self.books(slug)

    def next_due(self, slug: str, number: int | None = None) -> datetime | None:
        """The earliest next attempt of the deferred, of one batch or of all; None for nobody."""
        planned = self._memory.planned.get(slug)
        batches = order_batches(planned, number) if planned else []
        rows = [
            row
            for batch in batches
            for row in (planned.with_outcome(Outcome.DEFERRED, batch) if planned else ())
        ]
        return min((row.next_attempt for row in rows if row.next_attempt), default=None)

    def unfinished(self, slug: str) -> list[int]:
        """Number the batches with anybody owed, deferred or in flight, in order."""
        planned = self._memory.planned.get(slug)
        batches = planned.batches if planned else []
        return [one.number for one in batches if planned and is_unfinished(planned, one)]

    def suppressed_for(self, slug: str) -> dict[str, int]:
        """Why readers were suppressed, and how many for each reason, those of the most first."""
        planned = self._memory.planned.get(slug)
        rows = planned.with_outcome(Outcome.SUPPRESSED) if planned else []
        return dict(Counter(sorted(row.reply for row in rows)).most_common())

    def deliveries(self, slug: str, outcomes: Sequence[Outcome]) -> list[ReaderDelivery]:
        """Rows of the given outcomes, with the readers' addresses, by address."""
        planned = self._memory.planned.get(slug)
        people = self._memory.people
        found = [
            ReaderDelivery(email=people[number].email if number in people else "", delivery=row)
            for number, row in sorted(planned.rows.items() if planned else ())
            if row.outcome in outcomes
        ]
        return sorted(found, key=lambda one: one.email)

    def _planned(self, slug: str) -> PlannedEdition:
        if slug not in self._memory.planned:
            raise EditionError(f"{slug} is not planned yet.", f"Send it: digest send {slug}")
        return self._memory.planned[slug]

    def _hold(self, claimed: Batch) -> tuple[PlannedEdition, MemoryBatch]:
        planned = self._planned(claimed.edition)
        held = planned.batches[claimed.number - 1]
        if (held.owner, held.epoch) != (claimed.owner, claimed.epoch):
            raise EditionBusy(
                f"Another run has taken over a part of {claimed.edition} from this one.",
                f"See how it stands: digest report {claimed.edition}",
            )
        return planned, held

    def _finish(self, slug: str, state: EditionState, *, now: datetime | None) -> None:
        record = self._memory.records[slug]
        self._memory.records[slug] = replace(record, state=state, finished_at=now)

    def _refuse_expired(self, slug: str) -> None:
        if self._memory.records[slug].state is EditionState.EXPIRED:
            raise EditionExpired(
                f"{slug} has expired: nothing more of it is sent.",
                f"See who did not get it: digest report {slug}",
            )
        if self._memory.planned[slug].dropped:
            raise EditionExpired(
                f"Of {slug} nobody knows any more who got it: nothing more of it is sent.",
                f"Its counts are kept: digest report {slug}",
            )

    def _open_again(self, slug: str, count: int) -> None:
        if count and self._memory.records[slug].state is EditionState.DONE:
            self._finish(slug, EditionState.SENDING, now=None)

    def _hash(self, key: str) -> str:
        return hash_key(key, secret=self._memory.secret)
