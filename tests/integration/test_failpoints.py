"""A send that dies at each of its steps, one after the other, over both stores.

It dies within this process; tests/e2e/test_every_step.py kills real ones. Here a step is every call
of the ledger, before and after its transaction, and every message, before and after the relay has
it. Whoever has died does nothing more: not even what `finally` would do.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.app.sending_desk import NOW, SECRET, SEND_BY, SLUG, HandClock, make_lock

from digest.adapters.memory import MemoryStore
from digest.adapters.store import open_store
from digest.app.send import SendReport, send_owed
from digest.model.delivery import Outcome, Phase, Reply
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.message import Lock, Message
from digest.model.subscriber import Subscriber

READERS = 7
A_BATCH = 4
A_WINDOW = 2
TAKEN = Reply(phase=Phase.FINAL, code=250, enhanced="2.0.0", text="2.0.0 taken")


class Killed(BaseException):
    """The process is gone."""


@dataclass(slots=True)
class Life:
    """Counts the steps of a run and ends it at one of them.

    Attributes:
        ends_at: The step at which it ends; 0 lives on.
        steps: Those made so far.
    """

    ends_at: int = 0
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.ends_at and self.steps >= self.ends_at:
            raise Killed


@dataclass(slots=True)
class MortalLedger:
    """A ledger whose caller may die before and after each transaction."""

    ledger: Any
    life: Life

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if "size" in options:
                room = A_WINDOW - len(options["keep"])
                options["size"] = max(0, min(options["size"], room))
            self.life.step()
            result = getattr(self.ledger, name)(*arguments, **options)
            self.life.step()
            return result

        return call


@dataclass(slots=True)
class MortalRelay:
    """A relay whose caller may die before it has a message, and before its reply is heard."""

    life: Life
    taken: list[Message]

    usable = True
    announced = None

    def sessions(self) -> int:
        return 2

    async def open(self) -> "MortalRelay":
        self.life.step()
        return self

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        del following
        self.life.step()
        self.taken.append(message)
        await asyncio.sleep(0)
        self.life.step()
        return TAKEN

    async def close(self) -> None:
        """Close nothing."""


@dataclass(slots=True)
class MortalDesk:
    """A planned edition, and the runs that try to send it."""

    open: Callable[[], Any]
    lock: Lock
    taken: list[Message] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def run(self, ends_at: int = 0) -> SendReport | None:
        """Send once; None for a run that died."""
        life = Life(ends_at)
        owner = f"run {len(self.gone)}"
        store = self.open()
        try:
            return asyncio.run(
                send_owed(
                    self.lock,
                    ledger=MortalLedger(store.ledger, life),
                    relay=MortalRelay(life, self.taken),
                    clock=HandClock(),
                    secret=SECRET,
                    owner=owner,
                    send_by=SEND_BY,
                    dead=self.gone.__contains__,
                )
            )
        except Killed:
            return None
        finally:
            self.gone.add(owner)
            store.close()

    def addresses(self, outcome: Outcome) -> set[str]:
        store = self.open()
        rows = store.ledger.deliveries(SLUG, [outcome])
        assert all(row.delivery.message_id for row in rows)
        store.close()
        return {row.email for row in rows}


def plan(store: Any, lock: Lock) -> None:
    emails = [f"reader{number}@example.org" for number in range(READERS)]
    people = [Subscriber(key=email, email=email) for email in emails]
    store.subscribers.import_subscribers(people, now=NOW)
    record = EditionRecord(
        slug=SLUG,
        number=lock.number,
        state=EditionState.DRAFTED,
        window=Window(start=NOW - timedelta(days=1), end=NOW),
        draft_hash="",
        send_by=SEND_BY,
    )
    store.editions.save_draft(record)
    store.ledger.plan(lock, now=NOW, send_by=SEND_BY)


def memory_desks(on_unknown: str) -> Iterator[MortalDesk]:
    lock = make_lock(on_unknown=on_unknown)
    while True:
        store = MemoryStore(secret=SECRET, readers_a_batch=A_BATCH)
        plan(store, lock)
        yield MortalDesk(open=lambda store=store: store, lock=lock)  # type: ignore[misc]


def sqlite_desks(on_unknown: str, folder: Path) -> Iterator[MortalDesk]:
    lock = make_lock(on_unknown=on_unknown)
    path = folder / "digest.db"

    def open_again() -> Any:
        return open_store(f"sqlite:///{path}", secret=SECRET, readers_a_batch=A_BATCH)

    store = open_again()
    plan(store, lock)
    store.close()
    planned = path.read_bytes()
    while True:
        for old in folder.glob("digest.db*"):
            old.unlink()
        path.write_bytes(planned)
        yield MortalDesk(open=open_again, lock=lock)


def check_books(desk: MortalDesk, report: SendReport, deaths: int, on_unknown: str) -> None:
    copies = Counter(message.recipient for message in desk.taken)
    accepted, unknown = desk.addresses(Outcome.ACCEPTED), desk.addresses(Outcome.UNKNOWN)
    assert report.books.balanced
    assert (report.books.owed, report.books.deferred) == (0, 0)
    assert report.state is EditionState.DONE
    assert len(accepted | unknown) == READERS, "somebody is lost"
    assert accepted <= set(copies), "accepted, but the relay has nothing"
    assert set(copies) - accepted <= unknown, "a doubt without a name"
    again = {address for address, count in copies.items() if count > 1}
    if on_unknown == "hold":
        assert not again, "a second copy"
        assert len(unknown) <= A_WINDOW * deaths
    else:
        assert not unknown
        assert len(again) <= A_WINDOW * deaths
        assert len({(one.recipient, one.message_id, one.data) for one in desk.taken}) == READERS


def die_everywhere(desks: Iterator[MortalDesk], on_unknown: str) -> int:
    """Let a run die at each of its steps and another finish; tell how many steps there are."""
    ends_at = 0
    while True:
        ends_at += 1
        desk = next(desks)
        first = desk.run(ends_at)
        last = desk.run()
        assert last is not None
        check_books(desk, last, 1, on_unknown)
        if first is not None:
            return ends_at - 1


@pytest.mark.parametrize("on_unknown", ["hold", "retry"])
def test_a_run_may_die_at_any_step(on_unknown: str) -> None:
    steps = die_everywhere(memory_desks(on_unknown), on_unknown)

    assert steps > 2 * READERS


@pytest.mark.long
@pytest.mark.parametrize("on_unknown", ["hold", "retry"])
def test_a_run_over_a_database_may_die_at_any_step(on_unknown: str, tmp_path: Path) -> None:
    steps = die_everywhere(sqlite_desks(on_unknown, tmp_path), on_unknown)

    assert steps > 2 * READERS


@pytest.mark.parametrize("on_unknown", ["hold", "retry"])
def test_its_successor_may_die_at_any_step_too(on_unknown: str) -> None:
    desks = memory_desks(on_unknown)
    for first in range(1, 60, 4):
        for second in range(1, 60, 5):
            desk = next(desks)
            desk.run(first)
            desk.run(second)
            last = desk.run()
            assert last is not None
            check_books(desk, last, 2, on_unknown)
