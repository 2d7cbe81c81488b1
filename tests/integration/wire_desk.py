"""What the proofs over the wire share: a planned edition in SQLite, runs of it, and its books."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.unit.app.sending_desk import NOW, SECRET, SEND_BY, make_lock, plan_for

from digest.adapters.smtp import Limits, SmtpRelay
from digest.adapters.store import open_store
from digest.app.send import SendReport, send_owed
from digest.deliver.audience import address_key
from digest.model.delivery import Delivery, Outcome
from digest.model.edition import EditionState
from digest.model.message import Lock
from digest.model.subscriber import Subscriber

A_BATCH = 8
# No run of a few readers takes so long, however busy the machine is.
STUCK_SECONDS = 60
MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE | re.IGNORECASE)
PATIENT = Limits(connect=20, command=20, data=20, block=20, final=20, goodbye=0.5)
Copy = tuple[str, bytes]


@dataclass(slots=True)
class JumpingClock:
    """Runs with the world, and jumps over every wait."""

    began: float = field(default_factory=time.monotonic)
    jumped: timedelta = timedelta()

    def now(self) -> datetime:
        return NOW + self.jumped + timedelta(seconds=time.monotonic() - self.began)

    async def sleep(self, span: timedelta) -> None:
        self.jumped += span
        await asyncio.sleep(0.001)


@dataclass(frozen=True, slots=True)
class PlannedEdition:
    """A planned edition as the bytes of its database, to be copied for each trial.

    Attributes:
        lock: What is sent.
        emails: To whom.
        database: The file.
    """

    lock: Lock
    emails: tuple[str, ...]
    database: bytes

    def open(self, path: Path) -> "WireDesk":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.database)
        store = open_store(f"sqlite:///{path}", secret=SECRET, readers_a_batch=A_BATCH)
        return WireDesk(store=store, lock=self.lock, emails=frozenset(self.emails))


@dataclass(slots=True)
class WireDesk:
    """One trial: an edition in a database of its own, and the runs that send it."""

    store: Any
    lock: Lock
    emails: frozenset[str]
    clock: JumpingClock = field(default_factory=JumpingClock)
    runs: int = 0

    async def send(self, relay: SmtpRelay) -> SendReport:
        """One run, as `digest send` makes it."""
        self.runs += 1
        async with asyncio.timeout(STUCK_SECONDS):
            return await send_owed(
                self.lock,
                ledger=self.store.ledger,
                relay=relay,
                clock=self.clock,
                secret=SECRET,
                owner=f"run {self.runs}",
                send_by=SEND_BY,
                dead=lambda owner: owner != f"run {self.runs}",
            )

    async def finish(self, relay: SmtpRelay, most: int = 3) -> SendReport:
        """Send the rest, as an editor does who lifts a halt and comes back when readers are due."""
        report: SendReport | None = None
        for _ in range(most):
            due = self.store.ledger.next_due(self.lock.slug)
            if due:
                self.clock.jumped += max(due - self.clock.now(), timedelta())
                # Those deferred together are spread over a quarter of their wait.
                self.clock.jumped += timedelta(minutes=30)
            if self.store.editions.edition(self.lock.slug).state is EditionState.HALTED:
                self.store.ledger.set_state(self.lock.slug, EditionState.SENDING)
            report = await self.send(relay)
            if report.state is EditionState.DONE:
                return report
        raise AssertionError(f"not finished after {most} healthy runs: {report}")

    def rows(self, *outcomes: Outcome) -> dict[str, Delivery]:
        found = self.store.ledger.deliveries(self.lock.slug, outcomes)
        rows = {one.email: one.delivery for one in found}
        assert len(rows) == len(found), "two rows of one reader"
        return rows

    def check_honest(self, taken: Iterable[Copy]) -> None:
        """Hold the ledger against what relays have taken.

        Args:
            taken: Recipient and content of every message that a relay did not refuse after its dot,
                whether its answer was heard or not.
        """
        taken = list(taken)
        books = self.store.ledger.books(self.lock.slug)
        assert books.balanced, books
        assert books.planned == len(self.emails), "somebody is lost"
        copies = Counter(recipient for recipient, _ in taken)
        accepted, unknown = self.rows(Outcome.ACCEPTED), self.rows(Outcome.UNKNOWN)
        assert copies.keys() <= self.emails, "a recipient that nobody planned"
        assert accepted.keys() <= copies.keys(), "accepted, but no relay has it"
        assert copies.keys() <= accepted.keys() | unknown.keys(), "a relay has it, unknown to us"
        assert not [one for one, count in copies.items() if count > 1], "a second copy"
        known = accepted | unknown
        for recipient, content in taken:
            named = MESSAGE_ID.search(content)
            assert named is not None
            assert named[1].decode() == known[recipient].message_id, "another reader's copy"

    def check_finished(self) -> None:
        """Nobody is left without an answer."""
        books = self.store.ledger.books(self.lock.slug)
        assert books.balanced, books
        assert (books.owed, books.deferred, books.expired) == (0, 0, 0), books
        settled = (Outcome.ACCEPTED, Outcome.UNKNOWN, Outcome.REJECTED, Outcome.SUPPRESSED)
        assert self.rows(*settled).keys() == self.emails


def plan_edition(
    folder: Path, people: int | Sequence[Subscriber], lock: Lock | None = None
) -> PlannedEdition:
    """Plan an edition once, for many trials."""
    if isinstance(people, int):
        emails = [f"reader{number}@example.org" for number in range(people)]
        people = [
            Subscriber(key=address_key(email) or "", email=email, name=f"Reader {number}")
            for number, email in enumerate(emails)
        ]
    lock = lock or make_lock()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "planned.db"
    store = open_store(f"sqlite:///{path}", secret=SECRET, readers_a_batch=A_BATCH)
    plan_for(store, people, lock)
    store.close()
    return PlannedEdition(
        lock=lock, emails=tuple(one.email for one in people), database=path.read_bytes()
    )


def large_lock(size: int) -> Lock:
    """An edition whose messages have about so many bytes."""
    lock = make_lock()
    filler = "<p>filler filler filler filler filler filler</p>\n" * (size // 50)
    rendered = replace(lock.rendered[0], html=lock.rendered[0].html + filler)
    return replace(lock, rendered=(rendered,))
