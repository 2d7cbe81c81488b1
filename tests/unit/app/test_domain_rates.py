"""Limits of single domains: their readers wait, and nobody else waits for them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

import pytest
from tests.unit.app.sending_desk import SECRET, SEND_BY, SLUG, SendingDesk, make_lock, plan_for
from tests.unit.app.test_lanes import MarkingSigner

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_ledger import MemoryLedger
from digest.adapters.memory_relay import MemoryRelay
from digest.app.edition_pass import open_pass
from digest.app.halt import Halt
from digest.app.send import LEASE
from digest.app.waiting import Parked
from digest.deliver.audience import address_key
from digest.deliver.limits import Limits, Pace, keep_alone
from digest.model.delivery import Batch, Delivery, OpenWindow, Outcome
from digest.model.subscriber import Subscriber

SLOW, OTHER = "slow.example.org", "example.org"


def plan_mixed(readers: int, *, slow: int, domain: str = SLOW) -> SendingDesk:
    """Plan for readers of whom `slow` in ten are at a domain, evenly mixed."""
    store = MemoryStore(secret=SECRET)
    people = [
        Subscriber(key=address_key(email) or "", email=email, name=f"Reader {number}")
        for number in range(readers)
        for email in [f"reader{number}@{domain if number % 10 < slow else OTHER}"]
    ]
    lock = make_lock()
    plan_for(store, people, lock)
    return SendingDesk(store=store, lock=lock)


def slowly(*domains: str, rate: float) -> Pace:
    return keep_alone(Limits(domains=dict.fromkeys(domains, rate)))


@dataclass(slots=True)
class CountingLedger:
    """Counts the turn-overs of a memory ledger."""

    ledger: MemoryLedger
    turns: int = 0
    entered: int = 0

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
        self.turns += 1
        opened = self.ledger.open_window(batch, results, size=size, now=now, lease=lease, keep=keep)
        self.entered += len(opened.readers)
        return opened

    def __getattr__(self, name: str) -> object:
        return getattr(self.ledger, name)


@dataclass(slots=True)
class Stopping:
    """Stops a run once so many others have got theirs, or when that would never be."""

    relay: MemoryRelay
    others: int
    until: float = field(default_factory=lambda: monotonic() + 60)

    def __call__(self) -> bool:
        sent = sum(one.recipient.endswith("@" + OTHER) for one in self.relay.taken)
        return sent >= self.others or monotonic() > self.until


@pytest.mark.parametrize(("slow", "signed"), [(3, False), (3, True), (9, False)])
def test_readers_at_a_slow_domain_do_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, slow: int, *, signed: bool
) -> None:
    # They need not even wait for the next heartbeat.
    monkeypatch.setattr("digest.app.sending.HEARTBEAT_SECONDS", 60.0)
    desk, relay = plan_mixed(400, slow=slow), MemoryRelay(sessions=4, pipelining=True)
    others = 400 - 40 * slow

    # Ends as soon as the others have theirs; one slow reader leaves at once and none after.
    report = asyncio.run(
        desk.send(
            relay,
            pace=slowly(SLOW, rate=0.001),
            stopping=Stopping(relay, others),
            signer=MarkingSigner() if signed else None,
        )
    )

    assert report.books.accepted == others + 1
    assert report.books.owed == 40 * slow - 1
    assert report.books.balanced
    assert report.books.unknown == 0


def test_readers_of_a_slow_domain_get_theirs_at_its_pace_each_once() -> None:
    desk, relay = plan_mixed(100, slow=3), MemoryRelay(sessions=4, pipelining=True)
    began = monotonic()

    report = asyncio.run(desk.send(relay, pace=slowly(SLOW, rate=100.0)))

    assert monotonic() - began >= 0.28
    assert report.books.accepted == 100
    got = [one.recipient for one in relay.taken]
    assert len(set(got)) == len(got) == 100


def test_a_batch_of_slow_readers_alone_does_not_turn_over_and_over() -> None:
    desk, relay = plan_mixed(150, slow=10), MemoryRelay(sessions=4)
    ledger = CountingLedger(desk.store.ledger)

    report = asyncio.run(desk.send(relay, ledger=ledger, pace=slowly(SLOW, rate=200.0)))

    assert report.books.accepted == 150
    # Each reader makes room for another once at most, half a window or more at a time.
    assert ledger.turns <= 45
    assert ledger.entered <= 2 * 150


def test_readers_of_two_slow_domains_do_not_wait_for_each_other() -> None:
    store = MemoryStore(secret=SECRET)
    stuck = "stuck.example.org"
    people = [
        Subscriber(key=address_key(email) or "", email=email)
        for number in range(100)
        for email in [f"reader{number}@{SLOW if number % 2 == 0 else stuck}"]
    ]
    lock = make_lock()
    plan_for(store, people, lock)
    desk, relay = SendingDesk(store=store, lock=lock), MemoryRelay(sessions=2)
    pace = keep_alone(Limits(domains={stuck: 0.001, SLOW: 40.0}))
    until = monotonic() + 60

    def stopping() -> bool:
        return len(relay.taken) == 51 or monotonic() > until

    report = asyncio.run(desk.send(relay, pace=pace, stopping=stopping))

    assert sum(one.recipient.endswith(f"@{SLOW}") for one in relay.taken) == 50
    assert report.books.owed == 49
    assert report.books.unknown == 0


def test_a_run_that_ends_forgets_whom_it_parked() -> None:
    desk, relay = plan_mixed(30, slow=10), MemoryRelay(sessions=2)

    async def run() -> Parked:
        halt = Halt(
            clock=desk.clock, send_by=SEND_BY, stopping=lambda: bool(relay.taken), lease=LEASE
        )
        work = open_pass(
            desk.lock,
            ledger=desk.store.ledger,
            relay=relay,
            halt=halt,
            secret=SECRET,
            links=None,
            owner="run 1",
            signer=None,
            pace=slowly(SLOW, rate=0.001),
        )
        await work.send_due()
        await work.close()
        return work.lanes.parked

    # Another batch of the same pass would send to them, who may be in another's window by then.
    assert len(asyncio.run(run())) == 0
    assert desk.store.ledger.books(SLUG).owed == 29


def test_a_domain_is_known_however_the_address_is_written() -> None:
    desk, relay = plan_mixed(20, slow=5, domain="BÜCHER.example"), MemoryRelay(sessions=2)

    report = asyncio.run(
        desk.send(
            relay,
            pace=slowly("xn--bcher-kva.example", rate=0.001),
            stopping=Stopping(relay, 10),
        )
    )

    assert report.books.accepted == 11
    assert desk.rows(Outcome.UNKNOWN) == {}
    assert report.slug == SLUG
