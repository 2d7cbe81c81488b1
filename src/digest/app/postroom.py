"""Send single batches of whatever edition, as a worker does: the ledger decides, a job only asks.

What an edition is sent with stays open from one batch to the next, as it does in one run.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest.app.edition_pass import Pass
from digest.app.open_editions import OpenEditions, unheard
from digest.app.ports import Clock, Stores
from digest.app.send import why_hopeless
from digest.errors import DigestError, EditionBusy, EditionError, RenderError, StoreError
from digest.model.edition import BEING_SENT, EditionRecord, EditionState

# A worker whose relay is away takes nothing for so long; the last one again and again.
RESTS = (timedelta(seconds=5), timedelta(seconds=15), timedelta(seconds=60))
# An edition that nobody can send is looked at again after so long, and a domain left alone as well.
PATIENCE = timedelta(seconds=60)
# While it rests it lets go of a job after so long, for another worker to take.
BOUNCE_SECONDS = 0.5


@dataclass(slots=True, kw_only=True)
class Postroom:
    """Where a worker's batches are sent.

    Attributes:
        stores: The database.
        clock: Tells the present moment, as the database has it.
        editions: What they are sent with.
        lease: How long a batch is held without a sign of life.
        stopping: Whether the worker was asked to end.
        tell: Told of trouble that is this worker's own; empty once it is over.
        blame: Told, once, of trouble that is an edition's own and would be any worker's.
        doing: What is being sent, as "SLUG 12".
        sent: Readers who were settled or deferred, of batches that were given back.
        resting_until: Until then nothing is taken.
    """

    stores: Stores
    clock: Clock
    editions: OpenEditions
    lease: timedelta
    stopping: Callable[[], bool]
    tell: Callable[[str], None] = unheard
    blame: Callable[[str], None] = unheard
    doing: list[str] = field(default_factory=list)
    sent: int = 0
    resting_until: datetime | None = None
    _setbacks: int = 0
    _jobs: set[asyncio.Task[object]] = field(default_factory=set)
    _at_work: dict[int, tuple[Pass, int]] = field(default_factory=dict)
    _blamed: set[str] = field(default_factory=set)

    @property
    def is_resting(self) -> bool:
        """Whether nothing is taken now."""
        return self.resting_until is not None and self.clock.now() < self.resting_until

    @property
    def served(self) -> int:
        """Count the readers who were settled or deferred, those of batches in hand too."""
        at_work = list(self._at_work.values())
        return self.sent + sum(work.run.tried - before for work, before in at_work)

    async def send_batch(self, slug: str, number: int) -> datetime | None:
        """Send what is owed of a batch now.

        Returns:
            When the same is to be asked for again, aware; None when nothing is left to do, or when
            what is left has to be asked for by somebody else: a halted edition is resumed.

        Raises:
            StoreError: Results could not be written, or nothing could be read. What this process
                held is another's once its lease has passed.
        """
        if self.stopping():
            return self.clock.now()
        if self.is_resting:
            await asyncio.sleep(BOUNCE_SECONDS)
            return self.clock.now()
        record = await asyncio.to_thread(self._find, slug)
        if record is None or not self._may_be_sent(record):
            return None
        job = asyncio.current_task()
        if job:
            self._jobs.add(job)
        try:
            return await self._send(record, number)
        except StoreError:
            raise
        except DigestError as error:
            return self._cope(error)
        finally:
            self._jobs.discard(job) if job else None

    def break_off(self) -> None:
        """Break off what is in flight; who is not known to have got it stays in doubt."""
        for task in self._jobs:
            task.cancel()

    def _find(self, slug: str) -> EditionRecord | None:
        return self.stores.editions.edition(slug, with_decisions=False)

    def _may_be_sent(self, record: EditionRecord) -> bool:
        return record.state in BEING_SENT and self.clock.now() < record.send_by

    async def _send(self, record: EditionRecord, number: int) -> datetime | None:
        """Take a batch and send it."""
        slug = record.slug
        edition = await self.editions.enter(record)
        shown = f"{slug} {number}"
        self.doing.append(shown)
        try:
            work, opened = await self.editions.take(edition, record)
            before, sound = work.run.tried, False
            self._at_work[id(work)] = (work, before)
            try:
                again = await self._carry_out(work, number)
                sound = work.halt.going
            finally:
                del self._at_work[id(work)]
                self.sent += work.run.tried - before
                edition.sent += work.run.tried - before
                await self.editions.put_down(edition, work, opened, sound=sound)
            return again
        finally:
            self.doing.remove(shown)
            edition.users -= 1

    async def _carry_out(self, work: Pass, number: int) -> datetime | None:
        """Send a batch, and tell when it is to be asked for again."""
        try:
            batch = await work.claim(number)
        except EditionBusy:
            # Its owner may be dead; then it is ours as soon as its lease has passed.
            return self.clock.now() + self.lease / 2
        if batch:
            try:
                await work.run.send(batch)
            except EditionBusy:
                return self.clock.now() + self.lease
        return await self._look_back(work, number, served=batch is not None)

    async def _look_back(self, work: Pass, number: int, *, served: bool) -> datetime | None:
        """Draw the consequences for the edition, and tell when the batch has somebody due."""
        slug, ledger, halt = work.lock.slug, self.stores.ledger, work.halt
        paused = work.lanes.domains.paused()

        def settle() -> EditionState:
            state = ledger.settle(slug, now=self.clock.now())
            why = why_hopeless(halt, paused, ledger.progress(slug))
            if why and state is EditionState.SENDING:
                state = ledger.set_state(slug, EditionState.HALTED)
            return state

        state = await work.clerk.do(settle)
        if isinstance(halt.trouble, StoreError):
            raise halt.trouble
        if halt.trouble:
            return self._cope(halt.trouble)
        if served:
            # Who found nothing to send knows nothing of the relay.
            self._setbacks, self.resting_until = 0, None
            self.tell("")
        if state not in BEING_SENT:
            return None
        if self.stopping():
            return self.clock.now()
        due = await work.clerk.do(lambda: ledger.next_due(slug, number))
        # Whoever is due of a domain that is left alone would be passed over again and again.
        return max(due, self.clock.now() + PATIENCE) if due and paused else due

    def _cope(self, error: DigestError) -> datetime:
        """Tell whose trouble it is, and when the batch may be asked for again."""
        # Such as a mail that is too large for the relay: other editions are not.
        is_its_own = isinstance(error, (EditionError, RenderError))
        return self._blame(error) if is_its_own else self._rest(error)

    def _rest(self, error: DigestError) -> datetime:
        """Take nothing for a while; others may have the batch at once."""
        self.tell(f"{error.message} {error.hint}".strip())
        if not self.is_resting:
            # Jobs that run side by side meet the same trouble, which is one setback.
            span = RESTS[min(self._setbacks, len(RESTS) - 1)]
            self._setbacks += 1
            self.resting_until = self.clock.now() + span
        return self.clock.now()

    def _blame(self, error: DigestError) -> datetime:
        """Leave an edition alone for a while that cannot be sent; other editions go on."""
        if error.message not in self._blamed:
            self._blamed.add(error.message)
            self.blame(f"{error.message} {error.hint}".strip())
        return self.clock.now() + PATIENCE

    async def tidy(self, *, everything: bool = False) -> None:
        """Close what nobody has used for some seconds, or everything that nobody uses."""
        await self.editions.tidy(everything=everything)
