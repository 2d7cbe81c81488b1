"""Random runs, crashes and changes of mind: nobody twice, nobody missed, each doubt counted."""

import shutil
import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.integration.store.examples import (
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECRET,
    SLUG,
    AnyStore,
    accepted,
    add_people,
    deferred,
    ids,
    plan,
    rejected,
    send_all,
    unknown,
)

from digest.adapters.memory import MemoryStore
from digest.adapters.store import open_store
from digest.errors import EditionBusy
from digest.model.delivery import Batch, Delivery, Outcome
from digest.model.edition import EditionState
from digest.model.subscriber import (
    Frequency,
    Preferences,
    SubscriberState,
    SuppressionReason,
)

READERS = 14
LARGEST_WINDOW = 4
FATES = ("accepted", "deferred", "soon", "rejected", "suppress", "unknown", "untried", "keep")
slots = st.integers(0, 2)


class Run:
    """One process that sends: what it holds, and whom it has in flight."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.batch: Batch | None = None
        self.window: list[int] = []


class LedgerMachine(RuleBasedStateMachine):
    """Several runs over one edition, any of which may die at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.store = self.open()
        plan(self.store, readers=READERS)
        self.now = NOW
        self.named = 0
        self.joined = READERS
        self.runs = [self.new_run() for _ in range(3)]
        self.gone: set[str] = set()
        self.final: dict[int, Outcome] = {}
        self.due: dict[int, datetime] = {}
        self.claims_of_deferral: dict[int, Batch] = {}
        self.returned: set[int] = set()
        self.most_doubts = 0
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.unwilling: set[str] = set()

    def open(self) -> AnyStore:
        return MemoryStore(secret=SECRET, readers_a_batch=5)

    def new_run(self) -> Run:
        self.named += 1
        return Run(f"run {self.named}")

    def in_flight(self) -> set[int]:
        return {number for run in self.runs for number in run.window}

    def is_dead(self, owner: str) -> bool:
        return owner in self.gone

    @rule(slot=slots)
    def claim(self, slot: int) -> None:
        self.take(self.runs[slot])

    def take(self, run: Run) -> None:
        if run.batch:
            return
        try:
            run.batch = self.store.ledger.claim(
                SLUG,
                owner=run.owner,
                now=self.now,
                lease=LEASE,
                on_unknown="hold",
                dead=self.is_dead,
            )
        except EditionBusy:
            return

    @rule(
        slot=slots,
        size=st.integers(0, LARGEST_WINDOW),
        fates=st.lists(st.sampled_from(FATES), min_size=LARGEST_WINDOW, max_size=LARGEST_WINDOW),
    )
    def turn_over(self, slot: int, size: int, fates: list[str]) -> None:
        run = self.runs[slot]
        # Most runs would else have nothing to turn over.
        self.take(run)
        if run.batch is None:
            return
        met = list(zip(run.window, fates, strict=False))
        keep = [number for number, fate in met if fate == "keep"]
        keep += run.window[len(fates) :]
        results = [
            self.result(number, fate) for number, fate in met if fate not in ("untried", "keep")
        ]
        try:
            window = self.store.ledger.open_window(
                run.batch, results, size=size, now=self.now, lease=LEASE, keep=keep
            )
        except EditionBusy:
            self.lose(run)
            return
        run.window = keep
        for one in results:
            self.note(run.batch, one)
        assert len(window.readers) <= size
        if window.state is not EditionState.SENDING:
            assert window.readers == ()
        for number in ids(window):
            self.expect_return(run.batch, number)
        for reader in window.readers:
            person = reader.subscriber
            assert person.sections == self.chosen.get(person.key, ()), "as they are now"
            assert person.key not in self.unwilling
        run.window = [*keep, *ids(window)]

    def result(self, number: int, fate: str) -> Delivery:
        match fate:
            case "accepted":
                return accepted(number, now=self.now)
            case "deferred":
                return deferred(number, now=self.now)
            case "soon":
                return deferred(number, now=self.now, wait=timedelta(seconds=1))
            case "suppress":
                return rejected(number, now=self.now, suppress=SuppressionReason.BOUNCED)
            case "rejected":
                return rejected(number, now=self.now)
            case _:
                return unknown(number, now=self.now)

    def note(self, batch: Batch, one: Delivery) -> None:
        self.due.pop(one.subscriber_id, None)
        if one.next_attempt:
            self.due[one.subscriber_id] = one.next_attempt
            self.claims_of_deferral[one.subscriber_id] = batch
        else:
            self.final[one.subscriber_id] = one.outcome
            if one.outcome is Outcome.UNKNOWN:
                self.most_doubts += 1

    def expect_return(self, batch: Batch, number: int) -> None:
        assert number not in self.final, "a second copy"
        assert number not in self.in_flight(), "in flight twice"
        if number in self.due:
            assert self.due[number] <= self.now, "too early"
            assert self.claims_of_deferral[number] != batch, "twice in one claim"
        self.returned.add(number)

    def lose(self, run: Run) -> None:
        """Who is in flight when a run dies or is fenced off is in doubt, and nobody else."""
        self.final |= dict.fromkeys(run.window, Outcome.UNKNOWN)
        self.most_doubts += len(run.window)
        self.gone.add(run.owner)
        self.runs[self.runs.index(run)] = self.new_run()

    @rule(slot=slots)
    def release(self, slot: int) -> None:
        run = self.runs[slot]
        if run.batch and not run.window:
            self.store.ledger.release(run.batch)
            run.batch = None

    @rule(slot=slots)
    def beat(self, slot: int) -> None:
        run = self.runs[slot]
        if run.batch:
            try:
                self.store.ledger.heartbeat(run.batch, now=self.now, lease=LEASE)
            except EditionBusy:
                self.lose(run)

    @rule(slot=slots)
    def crash(self, slot: int) -> None:
        self.lose(self.runs[slot])

    @rule(span=st.sampled_from([timedelta(seconds=1), LEASE, 6 * MINUTE]))
    def wait(self, span: timedelta) -> None:
        self.now += span

    @rule(number=st.integers(0, READERS - 1))
    def unsubscribe(self, number: int) -> None:
        key = f"reader{number}@example.org"
        self.store.subscribers.set_state(key, SubscriberState.UNSUBSCRIBED, now=self.now)

    @rule(number=st.integers(0, READERS - 1))
    def forget(self, number: int) -> None:
        self.store.subscribers.forget(f"reader{number}@example.org", now=self.now)

    @rule(
        number=st.integers(0, READERS - 1),
        sections=st.sampled_from([(), ("sport",), ("sport", "politics")]),
        frequency=st.sampled_from([*Frequency, Frequency.DAILY]),
        is_paused=st.sampled_from([False, False, True]),
    )
    def choose(
        self, number: int, sections: tuple[str, ...], frequency: Frequency, *, is_paused: bool
    ) -> None:
        person = self.store.subscribers.subscriber(f"reader{number}@example.org")
        wished = Preferences(sections=sections, frequency=frequency, is_paused=is_paused)
        if person and self.store.subscribers.set_preferences(
            person.id, wished, open_lists=(), now=self.now
        ):
            self.chosen[person.key] = sections
            stays = frequency is Frequency.DAILY and not is_paused
            (self.unwilling.discard if stays else self.unwilling.add)(person.key)

    @rule(state=st.sampled_from([EditionState.HALTED, EditionState.SENDING]))
    def halt_or_go_on(self, state: EditionState) -> None:
        self.store.ledger.set_state(SLUG, state)

    @rule()
    def join(self) -> None:
        self.joined += 1
        add_people(self.store, self.joined)
        self.store.ledger.include_new(SLUG, now=self.now)

    @invariant()
    def books_balance(self) -> None:
        books = self.store.ledger.books(SLUG)
        assert books.balanced
        assert books == self.store.ledger.progress(SLUG)
        # A run that was taken over learns of it later; its window is in doubt from that moment.
        assert books.unknown <= self.most_doubts + len(self.in_flight())

    def teardown(self) -> None:
        try:
            self.finish()
        finally:
            self.store.close()

    def finish(self) -> None:
        """Whatever has happened: a last run settles everybody."""
        for run in list(self.runs):
            self.lose(run)
        self.store.ledger.set_state(SLUG, EditionState.SENDING)
        later = self.now + HOUR
        sent = send_all(self.store, "the last run", now=later, size=3).readers
        assert len(sent) == len(set(sent))
        assert not set(sent) & set(self.final)
        books = self.store.ledger.books(SLUG)
        assert books.balanced
        assert (books.owed, books.deferred) == (0, 0)
        assert books.unknown == sum(1 for one in self.final.values() if one is Outcome.UNKNOWN)
        assert books.planned == len(sent) + len(self.final) + books.suppressed
        assert self.store.ledger.settle(SLUG, now=later) is EditionState.DONE


@cache
def empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_store(f"sqlite:///{path}", secret=SECRET).close()
        return path.read_bytes()


class SqliteLedgerMachine(LedgerMachine):
    """The same over a database, which a dead process leaves as it was."""

    def open(self) -> AnyStore:
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "digest.db"
        path.write_bytes(empty_database())
        return open_store(f"sqlite:///{path}", secret=SECRET, readers_a_batch=5)

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(self.folder)


def often(examples: int) -> Any:
    return settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


TestMemoryLedger = LedgerMachine.TestCase
TestMemoryLedger.settings = often(120)
TestSqliteLedger = SqliteLedgerMachine.TestCase
TestSqliteLedger.settings = often(12)
