"""The editions that a worker sends batches of, open from one batch to the next, as in one run."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from digest.app.edition_pass import Pass, open_pass
from digest.app.halt import Halt
from digest.app.ports import Clock, Relay, Signer, Stores
from digest.app.send import refuse_bad_books, try_doubts_again
from digest.deliver.endings import nobody_is_dead
from digest.deliver.limits import Limits, Pace, keep_alone
from digest.deliver.tokens import LinkKeys
from digest.errors import ConfigError, EditionError, StoreError
from digest.model.edition import EditionRecord
from digest.model.message import Lock
from digest.model.worker import SendingOrder
from digest.text.words import count_of

# A pass that has nothing to do is closed after so long, for relays do not like idle sessions.
IDLE_SECONDS = 5.0
# What an edition is sent with may be changed meanwhile; it is heard of so soon.
LOOK_SECONDS = 10.0
# A domain that asked for patience has had it by then.
OLDEST_SECONDS = 300.0


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
class OpenEditions:
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
    _checked: set[str] = field(default_factory=set)
    _tried_again: set[str] = field(default_factory=set)
    _open: dict[str, OpenEdition] = field(default_factory=dict)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def enter(self, record: EditionRecord) -> OpenEdition:
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

    async def take(self, edition: OpenEdition, record: EditionRecord) -> tuple[Pass, float]:
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

    async def put_down(
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
