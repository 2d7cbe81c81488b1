"""Send single batches of whatever edition, as a worker does: the ledger decides, a job only asks.

What an edition is sent with stays open from one batch to the next, as it does in one run.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest.app.edition_pass import Pass, open_pass
from digest.app.halt import Halt
from digest.app.ports import Clock, Relay, Signer, Stores
from digest.app.send import refuse_bad_books, try_doubts_again, why_hopeless
from digest.deliver.endings import nobody_is_dead
from digest.deliver.limits import Limits, Pace, keep_alone
from digest.deliver.tokens import LinkKeys
from digest.errors import (
    ConfigError,
    DigestError,
    EditionBusy,
    EditionError,
    RenderError,
    StoreError,
)
from digest.model.edition import EditionRecord, EditionState
from digest.model.message import Lock
from digest.model.worker import SendingOrder
from digest.text.words import count_of

BEING_SENT = (EditionState.PLANNED, EditionState.SENDING)
# A pass that has nothing to do is closed after so long, for relays do not like idle sessions.
IDLE_SECONDS = 5.0
# What an edition is sent with may be changed meanwhile; it is heard of so soon.
LOOK_SECONDS = 10.0
# A domain that asked for patience has had it by then.
OLDEST_SECONDS = 300.0
# A worker whose relay is away takes nothing for so long; the last one again and again.
RESTS = (timedelta(seconds=5), timedelta(seconds=15), timedelta(seconds=60))
# An edition that nobody can send is looked at again after so long, and a domain left alone as well.
PATIENCE = timedelta(seconds=60)
# While it rests it lets go of a job after so long, for another worker to take.
BOUNCE_SECONDS = 0.5


def unheard(_line: str) -> None:
    """Nobody is there to be told."""


@dataclass(slots=True, kw_only=True)
class OpenEdition:
    """An edition that this process sends batches of.

    Attributes:
        lock: What is sent.
        order: What it is sent with.
        signer: Signs its messages; None leaves them unsigned.
        idle: Passes that nobody uses, each with the moment of the loop's clock at which it was put
            down, and that at which it was opened.
        users: Jobs that work on it.
        sent: Readers of it who were settled or deferred here.
        looked: When its order was read last, by the loop's clock.
        retired: Signers by keys that were changed since, which may still be at work.
    """

    lock: Lock
    order: SendingOrder
    signer: Signer | None
    idle: list[tuple[Pass, float, float]] = field(default_factory=list)
    users: int = 0
    sent: int = 0
    looked: float = float("inf")
    retired: list[Signer | None] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Postroom:
    """Everything that a worker sends with.

    Attributes:
        stores: The database.
        relay: Takes the messages.
        clock: Tells the present moment, as the database has it.
        secret: Makes Message-IDs.
        name_owner: Makes a name that nobody ever had.
        make_signer: Makes what signs by an order's keys; None for an order without any.
        lease: How long a batch is held without a sign of life.
        stopping: Whether the worker was asked to end.
        dead: Tells of an owner's name whether that process has certainly ended.
        keep_pace: Makes a pace of limits; see `open_paces`.
        log: Told what is begun and ended.
        tell: Told of trouble that is this worker's own; empty once it is over.
        blame: Told, once, of trouble that is an edition's own and would be any worker's.
        doing: What is being sent, as "SLUG 12".
        sent: Readers who were settled or deferred, of batches that were given back.
        resting_until: Until then nothing is taken.
    """

    stores: Stores
    relay: Relay
    clock: Clock
    secret: str
    name_owner: Callable[[], str]
    make_signer: Callable[[SendingOrder], Signer | None]
    lease: timedelta
    stopping: Callable[[], bool]
    dead: Callable[[str], bool] = nobody_is_dead
    keep_pace: Callable[[Limits], Pace] = keep_alone
    log: Callable[[str], None] = unheard
    tell: Callable[[str], None] = unheard
    blame: Callable[[str], None] = unheard
    doing: list[str] = field(default_factory=list)
    sent: int = 0
    resting_until: datetime | None = None
    _setbacks: int = 0
    _jobs: set[asyncio.Task[object]] = field(default_factory=set)
    _at_work: dict[int, tuple[Pass, int]] = field(default_factory=dict)
    _checked: set[str] = field(default_factory=set)
    _blamed: set[str] = field(default_factory=set)
    _tried_again: set[str] = field(default_factory=set)
    _open: dict[str, OpenEdition] = field(default_factory=dict)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

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
        edition = await self._enter(record)
        shown = f"{slug} {number}"
        self.doing.append(shown)
        try:
            work, opened = await self._take(edition, record)
            before, sound = work.run.tried, False
            self._at_work[id(work)] = (work, before)
            try:
                again = await self._carry_out(work, number)
                sound = work.halt.going
            finally:
                del self._at_work[id(work)]
                self.sent += work.run.tried - before
                edition.sent += work.run.tried - before
                await self._put_down(edition, work, opened, sound=sound)
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

    async def _enter(self, record: EditionRecord) -> OpenEdition:
        """Open an edition, or take the one that is open.

        Raises:
            EditionError: It has no lock, or nobody has said what it is sent with.
        """
        async with self._opening:
            found = self._open.get(record.slug)
            if found and self._now() - found.looked > LOOK_SECONDS:
                await self._look_again(record.slug, found)
            if found is None:
                found = await asyncio.to_thread(self._read, record.slug)
                found.looked = self._now()
                self._open[record.slug] = found
                self.log(f"Sending {record.slug}.")
            found.users += 1
            return found

    async def _look_again(self, slug: str, edition: OpenEdition) -> None:
        """See whether somebody has changed what an edition is sent with, such as its limits."""
        edition.looked = self._now()
        order = await asyncio.to_thread(self.stores.orders.order, slug)
        if order is None or order == edition.order:
            return
        if (order.dkim_domain, order.dkim_keys) != (
            edition.order.dkim_domain,
            edition.order.dkim_keys,
        ):
            edition.retired.append(edition.signer)
            edition.signer = self.make_signer(order)
        edition.order = order
        idle, edition.idle = edition.idle, []
        for work, _, _ in idle:
            await work.close()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    def _read(self, slug: str) -> OpenEdition:
        lock = self.stores.editions.lock(slug)
        try:
            order = self.stores.orders.order(slug)
            if slug not in self._checked:
                refuse_bad_books(slug, self.stores.ledger)
        except StoreError as error:
            # The wrong secret, or a damaged database: to be told, and not to be tried at once.
            raise ConfigError(error.message, error.hint) from error
        self._checked.add(slug)
        if lock is None or order is None:
            raise EditionError(
                f"{slug} has no sending order in the database.",
                f"Write it from the publication's folder: digest send {slug}",
            )
        # Once, and not whenever somebody deferred is due: who loses the line each time would get a
        # copy each time.
        if slug not in self._tried_again and try_doubts_again(lock, self.stores.ledger, self.clock):
            self._tried_again.add(slug)
        return OpenEdition(lock=lock, order=order, signer=self.make_signer(order))

    async def _take(self, edition: OpenEdition, record: EditionRecord) -> tuple[Pass, float]:
        """Take a pass that nobody uses, or open one; tell when it was opened as well."""
        if edition.idle:
            work, _, opened = edition.idle.pop()
            work.halt.send_by = record.send_by
            return work, opened
        halt = Halt(
            clock=self.clock, send_by=record.send_by, stopping=self.stopping, lease=self.lease
        )
        order = edition.order
        work = await asyncio.to_thread(
            open_pass,
            edition.lock,
            ledger=self.stores.ledger,
            relay=self.relay,
            halt=halt,
            secret=self.secret,
            links=LinkKeys(signing=order.link_key),
            owner=self.name_owner(),
            signer=edition.signer,
            pace=self.keep_pace(Limits(total=order.rate, domains=dict(order.domain_rates))),
            dead=self.dead,
            insists=True,
        )
        return work, asyncio.get_running_loop().time()

    async def _put_down(
        self, edition: OpenEdition, work: Pass, opened: float, *, sound: bool
    ) -> None:
        """Keep a pass for the next batch, unless something has ended it."""
        now = asyncio.get_running_loop().time()
        if sound and now - opened < OLDEST_SECONDS:
            edition.idle.append((work, now, opened))
        else:
            await work.close()

    async def tidy(self, *, everything: bool = False) -> None:
        """Close what nobody has used for some seconds, or everything that nobody uses."""
        now = asyncio.get_running_loop().time()
        async with self._opening:
            for slug, edition in list(self._open.items()):
                old = [one for one in edition.idle if everything or now - one[1] > IDLE_SECONDS]
                edition.idle = [one for one in edition.idle if one not in old]
                for work, _, _ in old:
                    await work.close()
                if not edition.users and not edition.idle:
                    del self._open[slug]
                    self.log(f"No more of {slug} for now; {count_of(edition.sent, 'reader')}.")
                    for signer in (edition.signer, *edition.retired):
                        if signer:
                            await signer.close()
