"""A whole desk in memory: what the tests of drafting, checking and sending an edition share."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from tests.unit.app.sending_desk import SECRET, HandClock
from tests.unit.render.examples import sources

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_relay import MemoryRelay
from digest.adapters.memory_render import MemoryRenderer
from digest.adapters.memory_web import MemoryFolder
from digest.app.brought import Planned, Unsent
from digest.app.check import CheckReport, check_file
from digest.app.day import SendWish, bring_to_plan
from digest.app.draft import DraftReport, DraftWish, draft_edition
from digest.app.ports import Stores
from digest.app.ready import Ready
from digest.app.send import SendReport, send_owed
from digest.deliver.audience import address_key
from digest.model.article import Article, Precision, Sighting
from digest.model.edition import EditionRecord
from digest.model.publication import (
    EditionRules,
    Publication,
    SectionRule,
    Slot,
    Source,
    SourceKind,
)
from digest.model.subscriber import Subscriber

POST = "Varrow Post"
SAVED = "Saved pages"
PAGES = "https://news.example.org"
SLUG = "the-daily-2026-11-23"
FILE = f"editions/{SLUG}.md"
LOCK = f"editions/{SLUG}.lock.json"
# Half past five in Brussels.
MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SLOTS = (
    Slot(name="morning", at=time(5, 30), send_by=time(9, 30)),
    Slot(name="evening", at=time(17), send_by=time(21)),
)
PUBLICATION = Publication(
    id="the-daily",
    name="The Daily",
    strapline="Read the World Today",
    timezone="Europe/Brussels",
    site="https://daily.example.org/",
    sender="The Daily <daily@example.org>",
    address="1 Press Lane, 1000 Brussels",
    edition=EditionRules(minimum=2),
    sections=(SectionRule(name="World", limit=30),),
    sources=(
        Source(name=POST, kind=SourceKind.FEED, url="https://post.example.org/rss"),
        Source(name=SAVED, kind=SourceKind.FOLDER, url="saved"),
    ),
)
SLOTTED = replace(PUBLICATION, edition=EditionRules(minimum=1, slots=SLOTS))
TALES = (
    ("levy", "Ministers shelve the harbour levy", "Dockers cheered as the treasury gave way."),
    ("gauges", "New gauges give river towns a warning", "Sensors now watch nineteen bridges."),
    ("trams", "Night trams return to the suburbs", "Passengers can ride home after midnight."),
    ("kiln", "Last glassworks relights its kiln", "Three sisters bought the old workshop."),
    ("bees", "Beekeepers count a mild winter", "Only one hive in twelve was lost to mites."),
    ("chess", "A schoolgirl wins the island chess cup", "She gave up her queen on move nine."),
)


@lru_cache(maxsize=1)
def renderer() -> MemoryRenderer:
    return MemoryRenderer(sources())


def made_up(number: int, count: int) -> list[str]:
    """Words that no other number has."""
    digest = sha256(str(number).encode()).hexdigest() * 4
    return [f"n{number}{digest[4 * at : 4 * at + 4]}" for at in range(count)]


def article(name: str | int, published: datetime | None = None, **changes: Any) -> Article:
    """One of the tales by its name, or any number of articles that are unlike each other."""
    if isinstance(name, int):
        words = " ".join(made_up(name, 12))
        slug, headline, text = str(name), f"Report {words[:30]}", f"The town of {words} voted."
    else:
        [(slug, headline, text)] = [one for one in TALES if one[0] == name]
    url = f"https://post.example.org/{slug}"
    fields: dict[str, Any] = {
        "url": url,
        "headline": headline,
        "source": POST,
        "lede": text,
        "body": text,
        "published": published,
        "precision": Precision.MINUTE if published else None,
        "first_seen": published or MORNING,
        "sightings": (Sighting(name=changes.get("source", POST), url=url),),
    }
    return Article(**fields | changes)


@dataclass(slots=True)
class Desk:
    """A publication with its store, its folder and its clock."""

    publication: Publication = PUBLICATION
    store: MemoryStore = field(default_factory=lambda: MemoryStore(secret=SECRET))
    folder: MemoryFolder = field(default_factory=MemoryFolder)
    clock: HandClock = field(default_factory=lambda: HandClock(MORNING))
    relay: MemoryRelay = field(default_factory=MemoryRelay)
    collected: int = 0
    asked: list[Ready] = field(default_factory=list)
    comes: list[Article] = field(default_factory=list)

    @property
    def stores(self) -> Stores:
        return Stores(**{part.name: getattr(self.store, part.name) for part in fields(Stores)})

    def collect(self) -> None:
        self.collected += 1
        self.keep(self.comes)

    def keep(self, articles: Iterable[Article]) -> None:
        self.store.articles.save_articles(list(articles), now=self.clock.now())

    def add_readers(self, *names: str, lists: tuple[str, ...] = ()) -> None:
        people = [
            Subscriber(key=address_key(email) or "", email=email, lists=lists)
            for email in (f"{name}@example.org" for name in names)
        ]
        self.store.subscribers.import_subscribers(people, now=self.clock.now())

    def draft(
        self,
        day: date | None = None,
        slot_name: str | None = None,
        *,
        force: bool = False,
        dry_run: bool = False,
    ) -> DraftReport:
        wish = DraftWish(day=day, slot_name=slot_name, force=force, dry_run=dry_run)
        return draft_edition(
            wish, self.publication, stores=self.stores, folder=self.folder, clock=self.clock
        )

    def check(self, slug: str = SLUG) -> CheckReport:
        return check_file(
            slug,
            self.publication,
            folder=self.folder,
            renderer=renderer(),
            clock=self.clock,
            public_url="",
            stores=self.stores,
        )

    def plan(
        self,
        slug: str | None = None,
        *,
        lists: tuple[str, ...] = (),
        retry_unknown: bool = False,
        include_new: bool = False,
        send_by: datetime | None = None,
        says_yes: bool = True,
    ) -> Planned | Unsent:
        wish = SendWish(
            slug=slug,
            lists=lists,
            retry_unknown=retry_unknown,
            include_new=include_new,
            send_by=send_by,
        )

        def agree(ready: Ready) -> bool:
            self.asked.append(ready)
            return says_yes

        return bring_to_plan(
            wish,
            self.publication,
            stores=self.stores,
            folder=self.folder,
            renderer=renderer(),
            clock=self.clock,
            public_url="",
            collect=self.collect,
            agree=agree,
        )

    def send(self, slug: str | None = None, **wishes: Any) -> SendReport:
        """Plan whatever is missing and send what is owed, as `digest send` does."""
        planned = self.plan(slug, **wishes)
        assert isinstance(planned, Planned), planned
        lock = self.store.editions.lock(planned.slug)
        assert lock
        return asyncio.run(
            send_owed(
                lock,
                ledger=self.store.ledger,
                relay=self.relay,
                clock=self.clock,
                secret=SECRET,
                owner=f"run at {self.clock.now()} {len(self.relay.taken)}",
                send_by=self.record(planned.slug).send_by,
            )
        )

    def record(self, slug: str = SLUG) -> EditionRecord:
        found = self.store.editions.edition(slug)
        assert found
        return found

    def told(self, slug: str = SLUG) -> set[str]:
        """Last parts of the addresses that an edition tells."""
        told = self.store.editions.told()
        return {url.rsplit("/", 1)[-1] for url, edition in told.items() if edition == slug}


def chosen(report: DraftReport) -> set[str]:
    """Last parts of the addresses of what a draft shows."""
    items = report.edition.items if report.edition else ()
    return {item.url.rsplit("/", 1)[-1] for item in items if item.url}


def dropped(report: DraftReport) -> dict[str, str]:
    """Why an article is not there, by the last part of its address."""
    return {
        one.url.rsplit("/", 1)[-1]: one.reason
        for one in report.selection.decisions
        if one.place == "dropped"
    }


def make_desk(publication: Publication = PUBLICATION, *, readers: int = 3) -> Desk:
    """A desk with readers and with four articles of the last night."""
    desk = Desk(publication=publication)
    desk.add_readers(*(f"reader{number}" for number in range(readers)))
    names = [name for name, _, _ in TALES[:4]]
    desk.keep(
        article(name, MORNING - (number + 1) * HOUR, first_seen=MORNING - 10 * MINUTE)
        for number, name in enumerate(names)
    )
    # The paper has been collected for long: what comes late is no backlog.
    desk.keep([article(0, MORNING - 30 * DAY)])
    return desk
