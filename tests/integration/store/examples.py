"""Invented articles, people and editions, and the shape that every store has."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from digest.app.cluster_ports import OrderStore, PaceStore, WorkerStore
from digest.app.ports import (
    ArticleStore,
    EditionStore,
    Ledger,
    ProposalStore,
    StoryTies,
    SubscriberStore,
    WishStore,
)
from digest.app.reader_ports import LetterStore, RecordStore, ReturnStore, SignUpStore
from digest.model.article import Article, Precision, Sighting
from digest.model.delivery import Batch, Books, Delivery, OpenWindow, Outcome
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.message import Lock, Rendered
from digest.model.subscriber import Consent, Subscriber, SuppressionReason

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
SEND_BY = NOW + timedelta(hours=5)
LEASE = timedelta(seconds=15)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECRET = "the secret of a small paper in Varrow"
SLUG = "the-daily-2026-11-23"


class AnyStore(Protocol):
    """What a store in memory and a database have in common."""

    @property
    def articles(self) -> ArticleStore: ...
    @property
    def editions(self) -> EditionStore: ...
    @property
    def subscribers(self) -> SubscriberStore: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def wishes(self) -> WishStore: ...
    @property
    def proposals(self) -> ProposalStore: ...
    @property
    def ties(self) -> StoryTies: ...
    @property
    def returns(self) -> ReturnStore: ...
    @property
    def sign_ups(self) -> SignUpStore: ...
    @property
    def letters(self) -> LetterStore: ...
    @property
    def records(self) -> RecordStore: ...
    @property
    def paces(self) -> PaceStore: ...
    @property
    def workers(self) -> WorkerStore: ...
    @property
    def orders(self) -> OrderStore: ...
    def close(self) -> None: ...


Maker = Callable[..., AnyStore]


def make_article(slug: str = "harbour-levy", **changes: Any) -> Article:
    url = f"https://post.example.org/{slug}"
    fields: dict[str, Any] = {
        "url": url,
        "headline": "Ministers shelve the harbour levy after a night of talks",
        "source": "Varrow Post",
        "lede": "The government has shelved its planned levy on container ports.",
        "body": "The government has shelved its planned levy on container ports.\n\nA vote is off.",
        "published": NOW - HOUR,
        "precision": Precision.MINUTE,
        "first_seen": NOW,
        "sightings": (Sighting(name="Varrow Post", url=url),),
    }
    return Article(**fields | changes)


def make_person(local_part: str, **changes: Any) -> Subscriber:
    address = f"{local_part}@example.org"
    return Subscriber(**{"key": address, "email": address} | changes)


def make_record(slug: str = SLUG, **changes: Any) -> EditionRecord:
    fields: dict[str, Any] = {
        "slug": slug,
        "number": 214,
        "state": EditionState.DRAFTED,
        "window": Window(start=NOW - 24 * HOUR, end=NOW),
        "draft_hash": "d" * 64,
        "send_by": SEND_BY,
    }
    return EditionRecord(**fields | changes)


def make_lock(slug: str = SLUG, **changes: Any) -> Lock:
    fields: dict[str, Any] = {
        "slug": slug,
        "number": 214,
        "content_hash": "c" * 64,
        "date": NOW,
        "publication_id": "the-daily",
        "publication_name": "The Daily",
        "sender": "The Daily <daily@example.org>",
        "reply_to": None,
        "site": "",
        "bounce_address": "bounces@example.org",
        "unsubscribe_address": "leave@example.org",
        "public_url": "",
        "on_unknown": "hold",
        "lists": (),
        "rendered": (Rendered(language="en", subject="s", html="h", text="t", sentinels=()),),
        "articles": ("https://post.example.org/harbour-levy",),
    }
    return Lock(**fields | changes)


def add_people(store: AnyStore, count: int, **changes: Any) -> list[str]:
    """Subscribe reader0, reader1 …; tell their address keys."""
    people = [make_person(f"reader{number}", **changes) for number in range(count)]
    store.subscribers.import_subscribers(people, now=NOW)
    return [person.key for person in people]


def plan(store: AnyStore, *, readers: int = 0, slug: str = SLUG, **changes: Any) -> None:
    """Draft and plan an edition, for everybody or for so many new readers."""
    if readers:
        add_people(store, readers)
    store.editions.save_draft(make_record(slug))
    store.ledger.plan(make_lock(slug, **changes), now=NOW, send_by=SEND_BY)


def claim(
    store: AnyStore, owner: str = "run 1", *, slug: str = SLUG, **changes: Any
) -> Batch | None:
    fields: dict[str, Any] = {"owner": owner, "now": NOW, "lease": LEASE, "on_unknown": "hold"}
    return store.ledger.claim(slug, **fields | changes)


def held(store: AnyStore, owner: str = "run 1", *, slug: str = SLUG, **changes: Any) -> Batch:
    batch = claim(store, owner, slug=slug, **changes)
    assert batch is not None
    return batch


def turn(
    store: AnyStore,
    batch: Batch,
    results: Iterable[Delivery] = (),
    *,
    keep: Iterable[int] = (),
    size: int = 10,
    now: datetime = NOW,
) -> OpenWindow:
    return store.ledger.open_window(
        batch, tuple(results), size=size, now=now, lease=LEASE, keep=tuple(keep)
    )


def books(store: AnyStore, slug: str = SLUG) -> Books:
    """The books, which must always balance, and agree with the counters."""
    counted = store.ledger.books(slug)
    assert counted.balanced
    assert store.ledger.progress(slug) == counted
    return counted


def state(store: AnyStore) -> EditionState:
    record = store.editions.edition(SLUG)
    assert record is not None
    return record.state


def ids(window: OpenWindow) -> list[int]:
    return [reader.subscriber.id for reader in window.readers]


def accepted(number: int, *, now: datetime = NOW) -> Delivery:
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.ACCEPTED,
        message_id=f"<{number}@example.org>",
        code=250,
        enhanced="2.0.0",
        reply="2.0.0 taken as 4F2A",
        at=now,
        attempts=1,
    )


def deferred(
    number: int, *, now: datetime = NOW, wait: timedelta = 5 * MINUTE, attempts: int = 1
) -> Delivery:
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.DEFERRED,
        message_id=f"<{number}@example.org>",
        code=450,
        enhanced="4.2.1",
        reply="4.2.1 come back later",
        at=now,
        attempts=attempts,
        next_attempt=now + wait,
    )


def rejected(
    number: int, *, now: datetime = NOW, suppress: SuppressionReason | None = None
) -> Delivery:
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.REJECTED,
        message_id=f"<{number}@example.org>",
        code=550,
        enhanced="5.1.1",
        reply="5.1.1 no such user",
        at=now,
        attempts=1,
        suppress=suppress,
    )


def full(number: int, *, now: datetime = NOW) -> Delivery:
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.REJECTED,
        message_id=f"<{number}@example.org>",
        code=552,
        enhanced="5.2.2",
        reply="5.2.2 over quota",
        at=now,
        attempts=1,
        full=True,
    )


def unknown(number: int, *, now: datetime = NOW) -> Delivery:
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.UNKNOWN,
        message_id=f"<{number}@example.org>",
        reply="lost after the dot",
        at=now,
        attempts=1,
    )


CONSENT = Consent(at=NOW - 24 * HOUR, source="import readers.csv", proof="paper form 12")


@dataclass(frozen=True, slots=True)
class Sent:
    """How a simple run over a whole edition went."""

    readers: list[int]
    batches: int


def send_all(
    store: AnyStore,
    owner: str = "run 1",
    *,
    slug: str = SLUG,
    now: datetime = NOW,
    size: int = 10,
) -> Sent:
    """Send to everybody who may be tried now; all are accepted."""
    sent: list[int] = []
    batches = 0
    while batch := claim(store, owner, slug=slug, now=now):
        batches += 1
        window = turn(store, batch, size=size, now=now)
        while window.readers:
            sent += ids(window)
            results = [accepted(number, now=now) for number in ids(window)]
            window = turn(store, batch, results, size=size, now=now)
        store.ledger.release(batch)
    return Sent(readers=sent, batches=batches)
