"""The pace of a process: its own, or its part of what several machines keep together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from digest.app.clerk import Clerk
from digest.app.cluster_ports import PaceStore
from digest.app.ports import Clock
from digest.deliver.leased_rate import LeasedRate
from digest.deliver.limits import Limits, Pace
from digest.deliver.rate import Rate
from digest.errors import DigestError

# Leases come in so often, each well before the last one is used up.
LEASE_SECONDS = 0.25


@asynccontextmanager
async def open_pace(
    limits: Limits, *, store: PaceStore | None, holder: str, clock: Clock
) -> AsyncIterator[Pace]:
    """Keep to limits until the block ends; see `open_paces`."""
    async with open_paces(store=store, holder=holder, clock=clock) as keep:
        yield keep(limits)


@asynccontextmanager
async def open_paces(
    *, store: PaceStore | None, holder: str, clock: Clock
) -> AsyncIterator[Callable[[Limits], Pace]]:
    """Keep to any limits until the block ends: once in a process, however much it sends at once.

    What is given makes a pace of limits. Paces of one process share their timetables; a limit
    that has changed since is kept as it was told last.

    Args:
        store: Where several machines keep limits together; None where this process is alone.
        holder: A name that no other process ever has.
        clock: Tells the present moment, where the store has no clock of its own.
    """
    if store is None:
        yield Alone().keep
        return
    leasing = Leasing(store=store, holder=holder, clock=clock)
    async with leasing.running():
        yield leasing.keep


@dataclass(slots=True)
class Alone:
    """Limits that no other process shares."""

    _rates: dict[str, Rate] = field(default_factory=dict)

    def keep(self, limits: Limits) -> Pace:
        """Make a pace of limits."""
        return limits.pace(self._rate)

    def _rate(self, name: str, per_second: float) -> Rate:
        rate = self._rates.setdefault(name, Rate(per_second=per_second))
        rate.per_second = per_second
        return rate


@dataclass(slots=True, kw_only=True)
class Leasing:
    """Supplies timetables with leases, on a thread of its own: no loop and no window waits for it.

    While the database is away nothing comes in, and nothing is sent beyond what was leased.

    Attributes:
        store: Where the limits are kept.
        holder: A name that no other process ever has.
        clock: Tells the present moment, where the store has no clock of its own.
        rates: The timetables that there are, by the names of their limits.
    """

    store: PaceStore
    holder: str
    clock: Clock
    rates: dict[str, LeasedRate] = field(default_factory=dict)
    _clerk: Clerk = field(default_factory=Clerk)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _fault: Exception | None = None

    def keep(self, limits: Limits) -> Pace:
        """Make a pace of limits that is supplied."""
        return limits.pace(self._rate)

    def _rate(self, name: str, per_second: float) -> LeasedRate:
        fresh = LeasedRate(name=name, limit=per_second, wake=self._wanted.set, fault=self._fault)
        rate = self.rates.setdefault(name, fresh)
        rate.limit = per_second
        return rate

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Supply them until the block ends."""
        task = asyncio.create_task(self._supply())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})
            # Others learn sooner that this share is theirs; without it they learn in seconds.
            with suppress(DigestError):
                await self._clerk.do(partial(self.store.leave, self.holder))
            self._clerk.close()

    async def _supply(self) -> None:
        """Lease for whoever wants to send, again and again."""
        try:
            while await self._wanted.wait():
                self._wanted.clear()
                with suppress(DigestError):
                    await self._lease([one for one in self.rates.values() if one.touched])
                await asyncio.sleep(LEASE_SECONDS)
        except Exception as error:  # noqa: BLE001 - raised to who waits for a lease
            self._fault = error
            for one in self.rates.values():
                one.fault = error

    async def _lease(self, wanted: Sequence[LeasedRate]) -> None:
        """Lease once."""
        now = asyncio.get_running_loop().time()
        asks = [one.ask(now) for one in wanted]
        moment = self.clock.now()
        given = await self._clerk.do(partial(self.store.lease, self.holder, asks, now=moment))
        # Counted from when the answer is here, so that no place begins before its time.
        now = asyncio.get_running_loop().time()
        for one, its in zip(wanted, given, strict=True):
            one.add(its, now)
