"""What the tests of the archive share: sent editions in a store, and the archive over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tests.unit.render.examples import EDITION, PUBLICATION, sources

from digest.adapters.archive_files import read_archive_templates, read_archive_words
from digest.adapters.memory import MemoryStore
from digest.adapters.memory_render import MemoryRenderer
from digest.adapters.store.opening import Store as SqlStore
from digest.app.archive import Archive, open_archive
from digest.app.check import CheckReport
from digest.app.plan import make_lock
from digest.app.ports import Stores
from digest.compose.draft import write_edition
from digest.deliver.audience import address_key
from digest.model.delivery import Delivery, Outcome
from digest.model.edition import Edition, EditionRecord, EditionState, Window
from digest.model.message import Lock, Rendered
from digest.model.publication import Publication
from digest.model.subscriber import Subscriber
from digest.render.message import render_edition
from digest.render.opening import OpenTheme, open_theme

PAGES = "https://news.example.org"
LEASE = timedelta(minutes=5)


def stores_of(store: MemoryStore | SqlStore) -> Stores:
    return Stores(**{part.name: getattr(store, part.name) for part in fields(Stores)})


@lru_cache(maxsize=1)
def files() -> tuple[dict[str, str], dict[str, Any]]:
    return read_archive_templates(), read_archive_words()


@lru_cache(maxsize=4)
def opened(theme: str) -> OpenTheme:
    return open_theme(theme, sources())


@lru_cache(maxsize=1)
def renderer() -> MemoryRenderer:
    return MemoryRenderer(sources())


def lock_of(
    edition: Edition,
    *others: Edition,
    publication: Publication = PUBLICATION,
    public_url: str = PAGES,
    with_sources: bool = True,
) -> Lock:
    """Lock an edition as `send` does, and the same edition in other languages."""
    theme = opened(publication.theme)
    moment = datetime.fromisoformat(f"{edition.slug[-10:]}T04:30:00+00:00")

    def rendered(one: Edition) -> Rendered:
        return render_edition(
            one,
            publication,
            theme=theme,
            content_hash=f"{one.language}5f" * 8,
            public_url=public_url,
        )

    first = rendered(edition)
    checked = CheckReport(
        slug=edition.slug,
        path="",
        edition=edition,
        rendered=first,
        content_hash="5f" * 32,
    )
    lock = make_lock(checked, publication, record=None, lists=(), public_url=public_url, now=moment)
    texts = tuple(write_edition(one, zone="Europe/Brussels") for one in (edition, *others))
    return replace(
        lock,
        rendered=(first, *(rendered(one) for one in others)),
        sources=texts if with_sources else (),
    )


def again(lock: Lock, day: str, number: int = 1) -> Lock:
    """The same lock for another day, without rendering anything again."""

    def moved(text: str) -> str:
        return text.replace(lock.slug, slug).replace(
            f"number = {lock.number}", f"number = {number}"
        )

    slug = f"the-daily-{day}"
    return replace(
        lock,
        slug=slug,
        number=number,
        date=datetime.fromisoformat(f"{day}T05:30:00+01:00"),
        rendered=tuple(replace(one, html=moved(one.html)) for one in lock.rendered),
        sources=tuple(moved(one) for one in lock.sources),
    )


def edition_of(day: str, number: int = 214, **changes: Any) -> Edition:
    return replace(EDITION, slug=f"the-daily-{day}", number=number, **changes)


def draft(store: MemoryStore | SqlStore, lock: Lock) -> None:
    """Keep the draft of an edition."""
    end = lock.date.astimezone(UTC)
    store.editions.save_draft(
        EditionRecord(
            slug=lock.slug,
            number=lock.number,
            state=EditionState.DRAFTED,
            window=Window(start=end - timedelta(days=1), end=end),
            draft_hash="",
            send_by=end + timedelta(hours=17),
        )
    )


def plan(store: MemoryStore | SqlStore, lock: Lock, *, email: str = "ana@example.org") -> None:
    """Plan an edition for one reader."""
    person = Subscriber(key=address_key(email) or "", email=email, name="Ana Ruiz")
    store.subscribers.import_subscribers([person], now=lock.date)
    draft(store, lock)
    store.ledger.plan(lock, now=lock.date, send_by=lock.date + timedelta(hours=17))


def send(store: MemoryStore | SqlStore, lock: Lock, *, outcome: Outcome = Outcome.ACCEPTED) -> None:
    """Send an edition to its one reader, or fail to."""
    plan(store, lock)
    batch = store.ledger.claim(
        lock.slug, owner="run 1", now=lock.date, lease=LEASE, on_unknown="hold"
    )
    assert batch is not None
    window = store.ledger.open_window(batch, [], size=10, now=lock.date, lease=LEASE)
    results = [
        Delivery(
            subscriber_id=one.subscriber.id,
            outcome=outcome,
            message_id="<1@example.org>",
            code=250,
            at=lock.date,
            attempts=1,
        )
        for one in window.readers
    ]
    store.ledger.open_window(batch, results, size=0, now=lock.date, lease=LEASE)
    store.ledger.release(batch)
    store.ledger.settle(lock.slug, now=lock.date)


def archive_of(
    store: MemoryStore | SqlStore,
    publication: Publication = PUBLICATION,
    *,
    public_url: str = PAGES,
) -> Archive:
    return open_archive(
        publication,
        stores=stores_of(store),
        renderer=renderer(),
        files=files(),
        public_url=public_url,
    )


def days_before(last: str, count: int) -> list[str]:
    """Name days up to one, the first one first."""
    end = date.fromisoformat(last)
    return [(end - timedelta(days=back)).isoformat() for back in reversed(range(count))]


@dataclass(slots=True)
class MemorySite:
    """A site's folder in memory that counts what is written."""

    files: dict[str, bytes] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)

    def is_empty(self) -> bool:
        return not self.files

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def write(self, name: str, data: bytes) -> None:
        self.files[name] = data
        self.writes.append(name)

    def remove(self, name: str) -> None:
        self.files.pop(name, None)

    def alone(self) -> Any:
        from contextlib import nullcontext

        return nullcontext()

    @property
    def texts(self) -> Mapping[str, str]:
        return {name: data.decode() for name, data in self.files.items()}
