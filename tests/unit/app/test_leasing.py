"""The pace of a process: supplied in advance, by a thread that nobody waits for."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

import pytest
from tests.unit.app.sending_desk import plan_desk

from digest.adapters.clock import SystemClock
from digest.adapters.memory_pace import MemoryPace
from digest.adapters.memory_relay import MemoryRelay
from digest.app.leasing import LEASE_SECONDS, open_pace, open_paces
from digest.deliver.leases import Ask, Lease
from digest.deliver.limits import Limits, Pace
from digest.errors import StoreBusy

CLOCK = SystemClock()


@dataclass(slots=True)
class WatchedPace:
    """Limits in memory; notes who asks, and may be away or slow."""

    away: bool = False
    fault: Exception | None = None
    block: threading.Event | None = None
    began: threading.Event = field(default_factory=threading.Event)
    asked: list[list[str]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    left: list[str] = field(default_factory=list)
    kept: MemoryPace = field(default_factory=MemoryPace)

    def lease(self, holder: str, asks: Sequence[Ask], *, now: datetime) -> list[Lease]:
        self.asked.append([one.name for one in asks])
        self.threads.add(threading.get_ident())
        self.began.set()
        if self.block:
            self.block.wait(10)
        if self.fault:
            raise self.fault
        if self.away:
            raise StoreBusy("The database is away.", "")
        return self.kept.lease(holder, asks, now=now)

    def leave(self, holder: str) -> None:
        self.left.append(holder)
        if self.away:
            raise StoreBusy("The database is away.", "")


async def send_until(pace: Pace, enough: Callable[[int], bool], *, domain: str = "") -> int:
    """Depart whenever it is due, until it is enough; tell how often."""
    loop, sent = asyncio.get_running_loop(), 0
    while not enough(sent):
        now = loop.time()
        if wait := pace.wait(now) or pace.wait_for(domain, now):
            await asyncio.sleep(min(wait, 0.02))
        else:
            pace.depart(domain, now)
            sent += 1
    return sent


def test_messages_leave_by_leases_and_the_share_is_given_up_at_the_end() -> None:
    store = WatchedPace()

    async def run() -> int:
        limits = Limits(total=200.0, domains={"example.org": 1000.0})
        async with open_pace(limits, store=store, holder="run 1", clock=CLOCK) as pace:
            return await send_until(pace, lambda sent: sent == 60, domain="example.org")

    began = monotonic()
    assert asyncio.run(run()) == 60
    assert monotonic() - began >= 0.28
    assert store.left == ["run 1"]
    assert store.threads
    assert threading.get_ident() not in store.threads
    assert {name for names in store.asked for name in names} == {"total", "domain example.org"}


def test_nothing_is_asked_while_nobody_wants_to_send() -> None:
    store = WatchedPace()

    async def run() -> None:
        async with open_paces(store=store, holder="run 1", clock=CLOCK) as keep:
            pace = keep(Limits(total=10.0, domains={"example.org": 1.0}))
            await asyncio.sleep(0.05)
            assert store.asked == []
            await send_until(pace, lambda sent: sent == 1)
            await asyncio.sleep(1.5 * LEASE_SECONDS)
            assert all(names == ["total"] for names in store.asked)
            before = len(store.asked)
            await asyncio.sleep(1.5 * LEASE_SECONDS)
            assert len(store.asked) == before <= 2

    asyncio.run(run())


def test_while_the_database_is_away_no_more_leaves_than_was_leased() -> None:
    store = WatchedPace()

    async def run() -> tuple[int, int]:
        loop = asyncio.get_running_loop()
        async with open_pace(Limits(total=100.0), store=store, holder="run 1", clock=CLOCK) as pace:
            await send_until(pace, lambda sent: sent == 5)
            store.away = True
            until = loop.time() + 1.3
            without = await send_until(pace, lambda _: loop.time() > until)
            store.away = False
            return without, await send_until(pace, lambda sent: sent == 5)

    without, afterwards = asyncio.run(run())
    assert without <= 100
    assert afterwards == 5


def test_a_lease_that_takes_long_holds_up_nothing_but_what_waits_for_it() -> None:
    store = WatchedPace(block=threading.Event())

    async def run() -> None:
        async with open_pace(
            Limits(domains={"example.org": 10.0}), store=store, holder="run 1", clock=CLOCK
        ) as pace:
            loop = asyncio.get_running_loop()
            assert pace.wait_for("example.org", loop.time()) > 0
            async with asyncio.timeout(10):
                await asyncio.to_thread(store.began.wait, 10)
            assert await send_until(pace, lambda sent: sent == 50, domain="other.org") == 50
            assert store.block
            store.block.set()
            await send_until(pace, lambda sent: sent == 1, domain="example.org")

    asyncio.run(run())


def test_a_mistake_of_ours_is_told_and_does_not_hang() -> None:
    store = WatchedPace(fault=TypeError("a mistake"))

    async def run() -> None:
        async with open_pace(Limits(total=10.0), store=store, holder="run 1", clock=CLOCK) as pace:
            await send_until(pace, lambda sent: sent == 1)

    with pytest.raises(TypeError, match="a mistake"):
        asyncio.run(run())


def test_a_run_sends_by_leases_and_two_paces_of_a_process_share_a_limit() -> None:
    store = WatchedPace()
    desk, relay = plan_desk(40), MemoryRelay(sessions=3, pipelining=True)

    async def run() -> None:
        async with open_paces(store=store, holder="run 1", clock=CLOCK) as keep:
            pace, other = keep(Limits(total=200.0)), keep(Limits(total=100.0))
            assert pace.total is other.total
            assert pace.total
            assert pace.total.per_second == 100.0  # as it was told last
            await desk.send(relay, pace=pace)

    began = monotonic()
    asyncio.run(run())
    assert len(relay.taken) == 40
    assert monotonic() - began >= 0.38


def test_alone_a_process_keeps_its_limits_by_itself() -> None:
    async def run() -> None:
        async with open_paces(store=None, holder="run 1", clock=CLOCK) as keep:
            limits = Limits(total=10.0, domains={"example.org": 2.0})
            first, second = keep(limits), keep(limits)
            first.depart("example.org", 5.0)
            assert second.wait(5.0) == pytest.approx(0.1)
            assert second.wait_for("example.org", 5.0) == pytest.approx(0.5)

    asyncio.run(run())
    assert CLOCK.now().tzinfo is UTC
