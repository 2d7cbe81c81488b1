"""What the tests of sending share: a planned edition in memory, and a clock that is set by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_relay import MemoryRelay
from digest.adapters.store.opening import Store as SqlStore
from digest.app.send import SendReport, send_owed
from digest.deliver.audience import address_key
from digest.model.delivery import Delivery, Outcome, Phase, Reply
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.message import Lock, PersonalContext, PersonalField, Rendered, Sentinel
from digest.model.subscriber import Subscriber

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
SEND_BY = NOW + timedelta(hours=17)
SLUG = "the-daily-2026-11-23"
SECRET = "a secret that only this test knows, long enough"
SENTINELS = tuple(
    Sentinel(field=one, context=context, token=f"x{one.value}{context.value}x")
    for one in (PersonalField.NAME, PersonalField.UNSUBSCRIBE)
    for context in PersonalContext
)


@dataclass(slots=True)
class HandClock:
    """Stands still until somebody sleeps or sets it."""

    moment: datetime = NOW
    slept: list[timedelta] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, span: timedelta) -> None:
        self.slept.append(span)
        self.moment += span


def make_lock(**changes: object) -> Lock:
    rendered = Rendered(
        language="en",
        subject="Ministers shelve the harbour levy",
        html="<p>Good morning xnamehtmlx.</p><p><a href='xunsubscribeurlx'>Leave</a></p>\n",
        text="Good morning xnametextx.\n\nLeave: xunsubscribetextx\n",
        sentinels=SENTINELS,
    )
    given: dict[str, object] = {
        "slug": SLUG,
        "number": 214,
        "content_hash": "5e" * 32,
        "date": NOW,
        "publication_id": "the-daily",
        "publication_name": "The Daily",
        "sender": "The Daily <daily@example.org>",
        "reply_to": "desk@example.org",
        "site": "https://example.org",
        "bounce_address": "bounces@example.org",
        "unsubscribe_address": "leave@example.org",
        "public_url": "",
        "on_unknown": "hold",
        "lists": (),
        "rendered": (rendered,),
        "articles": (),
    }
    return Lock(**given | changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class SendingDesk:
    """A planned edition, and ways to send it."""

    store: MemoryStore
    lock: Lock
    clock: HandClock = field(default_factory=HandClock)
    runs: int = 0

    async def send(self, relay: MemoryRelay, **changes: object) -> SendReport:
        self.runs += 1
        given: dict[str, object] = {
            "ledger": self.store.ledger,
            "relay": relay,
            "clock": self.clock,
            "secret": SECRET,
            "owner": f"run {self.runs}",
            "send_by": SEND_BY,
        }
        return await send_owed(self.lock, **given | changes)  # type: ignore[arg-type]

    def rows(self, outcome: Outcome) -> dict[str, Delivery]:
        found = self.store.ledger.deliveries(self.lock.slug, [outcome])
        return {one.email: one.delivery for one in found}


def plan_desk(readers: int = 5, *, readers_a_batch: int = 500, **changes: object) -> SendingDesk:
    """Plan an edition for reader0@example.org and the others."""
    store = MemoryStore(secret=SECRET, readers_a_batch=readers_a_batch)
    people = [
        Subscriber(key=address_key(email) or "", email=email, name=f"Reader {number}")
        for number in range(readers)
        for email in [f"reader{number}@example.org"]
    ]
    lock = make_lock(**changes)
    plan_for(store, people, lock)
    return SendingDesk(store=store, lock=lock)


def plan_for(store: MemoryStore | SqlStore, people: Iterable[Subscriber], lock: Lock) -> None:
    """Plan an edition for these people."""
    store.subscribers.import_subscribers(people, now=NOW)
    store.editions.save_draft(
        EditionRecord(
            slug=lock.slug,
            number=lock.number,
            state=EditionState.DRAFTED,
            window=Window(start=NOW - timedelta(days=1), end=NOW),
            draft_hash="",
            send_by=SEND_BY,
        )
    )
    store.ledger.plan(lock, now=NOW, send_by=SEND_BY)


def refusal(code: int, enhanced: str | None, phase: Phase = Phase.RCPT) -> Reply:
    return Reply(phase=phase, code=code, enhanced=enhanced, text=f"{enhanced or ''} no".strip())


def loss(phase: Phase) -> Reply:
    return Reply(phase=phase, code=0, text="closed by the relay")
