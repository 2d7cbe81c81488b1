"""A store that forgets everything at the end: for use cases under test, and for rehearsals.

It keeps every promise of the ports that does not need a disk, and passes the same tests as
the database.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.adapters.memory_ledger import MemoryLedger
from digest.adapters.memory_letters import MemoryLetters
from digest.adapters.memory_pace import MemoryPace
from digest.adapters.memory_proposals import MemoryProposals
from digest.adapters.memory_records import MemoryRecords
from digest.adapters.memory_returns import MemoryReturns
from digest.adapters.memory_sign_ups import MemorySignUps
from digest.adapters.memory_state import OPEN, Memory, PlannedEdition
from digest.adapters.memory_ties import MemoryTies
from digest.adapters.memory_wishes import MemoryWishes
from digest.adapters.memory_workers import MemoryOrders, MemoryWorkers
from digest.deliver.endings import without_traces
from digest.deliver.leaving import READERS, SAID_YES, stays
from digest.deliver.people import FORGOTTEN, hash_key, merge_subscribers, renew_consent
from digest.deliver.segment import Segment
from digest.deliver.signing_up import MAILED, describe_change, prefer
from digest.edit.newer import keep_newer, says_otherwise
from digest.errors import EditionBusy
from digest.model.article import Article, ArticleVersion, SavedArticles
from digest.model.delivery import Books, Delivery, Outcome
from digest.model.edition import BEGUN, DAILY, EditionRecord, EditionState
from digest.model.fetch import SourceHealth, SourceRhythm
from digest.model.message import Lock
from digest.model.subscriber import (
    Consent,
    Imported,
    Leaver,
    Preferences,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)

READERS_A_BATCH = 2000
MOST_VERSIONS = 20


class MemoryStore:
    """The parts of one store in memory.

    Args:
        secret: Key of the hashes that are kept of addresses.
        readers_a_batch: Most readers in one batch of the ledger.
    """

    def __init__(self, *, secret: str = "", readers_a_batch: int = READERS_A_BATCH) -> None:
        memory = Memory(secret=secret, readers_a_batch=readers_a_batch)
        self.articles = MemoryArticles()
        self.editions = MemoryEditions(memory)
        self.subscribers = MemorySubscribers(memory)
        self.ledger = MemoryLedger(memory)
        self.wishes = MemoryWishes()
        self.proposals = MemoryProposals()
        self.returns = MemoryReturns(memory)
        self.sign_ups = MemorySignUps(memory)
        self.letters = MemoryLetters(memory)
        self.ties = MemoryTies(self.articles)
        self.records = MemoryRecords(memory, self.subscribers, self.articles)
        self.workers = MemoryWorkers()
        self.paces = MemoryPace()
        self.orders = MemoryOrders(memory)
        self.queue = None

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Do nothing; nobody else shares this store."""
        del name
        yield

    @contextmanager
    def together(self) -> Iterator[None]:
        """Do nothing; a database makes one transaction of it."""
        yield

    def check_version(self) -> None:
        """Do nothing; a database may outlive the version that reads it."""

    def close(self) -> None:
        """Do nothing; a database has connections to close."""


@dataclass(slots=True)
class MemoryArticles:
    """What was collected."""

    _articles: dict[str, Article] = field(default_factory=dict)
    _versions: dict[str, list[ArticleVersion]] = field(default_factory=dict)
    _health: dict[str, SourceHealth] = field(default_factory=dict)

    def save_articles(self, articles: Sequence[Article], *, now: datetime) -> SavedArticles:
        """Keep articles by URL; a known one keeps `first_seen`, gains sightings and newer text."""
        [saved] = self.save_batches([articles], now=now)
        return saved

    def save_batches(
        self, batches: Sequence[Sequence[Article]], *, now: datetime
    ) -> list[SavedArticles]:
        """Keep several batches, and count what became of each."""
        return [self._save(batch, now=now) for batch in batches]

    def _save(self, articles: Sequence[Article], *, now: datetime) -> SavedArticles:
        counts = Counter[str]()
        for came in articles:
            kept = self._articles.get(came.url)
            merged = keep_newer(kept, came) if kept else came
            if kept and says_otherwise(kept, merged):
                self._keep_version(kept, now=now)
            counts["new" if kept is None else "known" if merged is kept else "changed"] += 1
            self._articles[came.url] = merged
        return SavedArticles(new=counts["new"], changed=counts["changed"], known=counts["known"])

    def articles(
        self,
        *,
        source: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Article]:
        """List articles published or first seen in [since, until), oldest first sighting first."""

        def fits(moment: datetime | None) -> bool:
            return moment is not None and not (
                (since is not None and moment < since) or (until is not None and moment >= until)
            )

        found = [
            one
            for one in self._articles.values()
            if (fits(one.published) or fits(one.first_seen))
            and (source is None or source in {one.source, *(s.name for s in one.sightings)})
        ]
        return sorted(found, key=lambda one: (one.first_seen, one.url))

    def _keep_version(self, kept: Article, *, now: datetime) -> None:
        version = ArticleVersion(
            until=now, headline=kept.headline, dek=kept.dek, lede=kept.lede, body=kept.body
        )
        known = self._versions.setdefault(kept.url, [])
        if not known or known[-1].until != now:
            known.append(version)
            del known[:-MOST_VERSIONS]

    def remove(self, url: str) -> None:
        """Remove an article, with what it said before."""
        self._articles.pop(url, None)
        self._versions.pop(url, None)

    def articles_at(self, urls: Sequence[str]) -> list[Article]:
        """List the articles of these addresses, canonical ones or such as they were seen at."""
        wanted = set(urls)
        found = (
            one
            for one in self._articles.values()
            if wanted & {one.url, *(seen.url for seen in one.sightings)}
        )
        return sorted(found, key=lambda one: one.url)

    def versions_since(self, moment: datetime) -> Mapping[str, Sequence[ArticleVersion]]:
        """What articles said that changed after a moment, by address, the oldest version first."""
        later = {
            url: tuple(one for one in versions if one.until > moment)
            for url, versions in self._versions.items()
        }
        return {url: versions for url, versions in later.items() if versions}

    def first_collected(self) -> Mapping[str, datetime]:
        """When each source brought its first article ever, by the source's name."""
        first: dict[str, datetime] = {}
        for one in self._articles.values():
            first[one.source] = min(one.first_seen, first.get(one.source, one.first_seen))
        return first

    def kept_as(self, urls: Sequence[str]) -> Mapping[str, str]:
        """Tell which of these addresses belong to an article that is kept with a body."""
        # Somebody else may be saving.
        with_body = [article for article in list(self._articles.values()) if article.body]
        known = {seen.url: article.url for article in with_body for seen in article.sightings}
        known |= {article.url: article.url for article in with_body}
        return {url: known[url] for url in urls if url in known}

    def source_health(self) -> Mapping[str, SourceHealth]:
        """What is remembered of each source, by name."""
        return dict(sorted(self._health.items()))

    def save_source_health(self, *healths: SourceHealth) -> None:
        """Remember how sources fared."""
        self._health |= {one.name: one for one in healths}

    def source_rhythms(self, *, since: datetime) -> Mapping[str, SourceRhythm]:
        """How often each source brings something, by the dates from `since` on."""
        dates: dict[str, list[datetime]] = {}
        for one in self._articles.values():
            date = one.published or one.first_seen
            for name in {seen.name for seen in one.sightings} or {one.source}:
                if date >= since:
                    dates.setdefault(name, []).append(date)
        return {
            name: SourceRhythm(count=len(some), first=min(some), last=max(some))
            for name, some in dates.items()
        }


class MemoryEditions:
    """Drafted, planned and sent editions.

    Args:
        memory: What the parts of the store share.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._quiet: dict[str, str] = {}

    def edition(self, slug: str, *, with_decisions: bool = True) -> EditionRecord | None:
        """One edition; None when nothing is drafted under that slug."""
        record = self._memory.records.get(slug)
        return record if with_decisions or record is None else replace(record, decisions=())

    def editions(self) -> list[EditionRecord]:
        """All editions, the latest cut-off last; without their decisions."""
        found = (replace(record, decisions=()) for record in self._memory.records.values())
        return sorted(found, key=lambda record: (record.window.end, record.slug))

    def save_draft(self, record: EditionRecord) -> None:
        """Keep a drafted edition, in place of an earlier draft or quiet day of the same slug.

        Raises:
            EditionBusy: It is already planned or sent.
        """
        known = self.edition(record.slug)
        if known and known.state not in OPEN:
            raise EditionBusy(
                f"{record.slug} is {known.state}: it cannot be drafted again.",
                f"See who got it: digest report {record.slug}",
            )
        self._memory.records[record.slug] = record
        self._quiet.pop(record.slug, None)

    def note_quiet_day(self, slug: str, reason: str, *, now: datetime) -> None:
        """Remember that an edition was not made because the day is quiet."""
        del now
        self._quiet[slug] = reason

    def quiet_day(self, slug: str) -> str | None:
        """Why there is no such edition; None when no quiet day was noted."""
        return self._quiet.get(slug)

    def last_sent(self) -> EditionRecord | None:
        """The edition planned with the latest cut-off that reached anybody, or still may.

        A round-up is none: it tells no news, and moves no window.
        """
        sent = [
            record
            for record in self.editions()
            if record.state not in OPEN
            and record.kind == DAILY
            and (
                record.state is not EditionState.EXPIRED
                or self._memory.planned[record.slug].reached_anybody()
            )
        ]
        return sent[-1] if sent else None

    def reached(self) -> list[str]:
        """Slugs of the editions that somebody has got or may have got, the oldest first."""
        planned = self._memory.planned
        return [
            record.slug
            for record in self.editions()
            if record.slug in planned and planned[record.slug].reached_anybody()
        ]

    def told(self) -> Mapping[str, str]:
        """Canonical address of every article told so far, with the slug of its edition."""
        return dict(self._memory.told)

    def lock(self, slug: str) -> Lock | None:
        """The frozen edition; None before planning."""
        planned = self._memory.planned.get(slug)
        return planned.lock if planned else None


class MemorySubscribers:
    """People, their lists, and the addresses never mailed again.

    Args:
        memory: What the parts of the store share.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def import_subscribers(
        self,
        subscribers: Iterable[Subscriber],
        *,
        now: datetime,
        replace_lists: bool = False,
        since: int | None = None,
    ) -> Imported:
        """Keep subscribers by key. Lists are merged; nothing is kept of a suppressed address."""
        counts = Counter[str]()
        for came in subscribers:
            known = self.subscriber(came.key)
            if self.suppression(came.key):
                counts["suppressed"] += 1
            elif known is None:
                counts["new"] += 1
                self._memory.add_person(came, now=now)
            else:
                merged = merge_subscribers(known, came, replace_lists=replace_lists)
                repeated = since is not None and known.id > since
                changed = "unchanged" if merged == known else "updated"
                counts["repeated" if repeated else changed] += 1
                self._memory.people[known.id] = merged
        return Imported(**counts)

    def last_number(self) -> int:
        """The highest number that a person has."""
        return max(self._memory.people, default=0)

    def find_known(self, keys: Collection[str]) -> dict[str, Subscriber]:
        """Those of these people who are known, by address key."""
        return {one.key: one for one in self._memory.people.values() if one.key in keys}

    def find_suppressed(self, keys: Collection[str]) -> set[str]:
        """Tell which of these addresses are never mailed."""
        return {key for key in keys if self.suppression(key)}

    def note_leavers(
        self, leavers: Sequence[Leaver], *, now: datetime, dry_run: bool = False
    ) -> Imported:
        """Never mail these addresses again, unless they have said yes here since."""
        counts = Counter[str]()
        noted = set[str]()
        for one in leavers:
            person = self.subscriber(one.key)
            events = self._memory.events[person.id] if person else []
            yes = max((at for at, kind, _ in events if kind in SAID_YES), default=None)
            if self.suppression(one.key) or one.key in noted:
                counts["suppressed"] += 1
            elif person and stays(person, one, said_yes=yes):
                counts["unchanged"] += 1
            else:
                counts["left"] += 1
                counts["unsubscribed"] += bool(person and person.state in READERS)
                noted.add(one.key)
                if not dry_run:
                    at = min(one.at or now, now)
                    self._memory.suppress(one.key, one.reason, now=at, detail=one.detail)
        return Imported(**counts)

    def subscriber(self, key: str) -> Subscriber | None:
        """One person by address key."""
        return next((one for one in self._memory.people.values() if one.key == key), None)

    def subscribers(
        self,
        *,
        state: SubscriberState | None = None,
        lists: Sequence[str] = (),
        segment: Segment | None = None,
    ) -> Iterator[Subscriber]:
        """People by id; all of them when nothing is asked for."""
        return iter(
            [
                one
                for number, one in sorted(self._memory.people.items())
                if state in (None, one.state)
                and (not lists or set(lists) & set(one.lists))
                and self._memory.is_in(segment, number)
            ]
        )

    def audience(
        self,
        lists: Sequence[str],
        *,
        segment: Segment | None = None,
        kind: str = DAILY,
        now: datetime | None = None,
    ) -> Books:
        """Count whom a plan made now would hold."""
        ids = self._memory.audience(lists, segment=segment, kind=kind, now=now)
        keys = [self._memory.people[number].key for number in ids]
        suppressed = sum(1 for key in keys if self.suppression(key))
        return Books(planned=len(ids), suppressed=suppressed, owed=len(ids) - suppressed)

    def list_names(self) -> list[str]:
        """Name the lists that somebody is on."""
        return sorted({name for one in self._memory.people.values() for name in one.lists})

    def section_ids(self) -> list[str]:
        """The ids of the sections that somebody has chosen."""
        return sorted({name for one in self._memory.people.values() for name in one.sections})

    def has_field(self, name: str) -> bool:
        """Tell whether anybody has a field of this name, in these very letters."""
        return name in self.field_names()

    def field_names(self) -> list[str]:
        """Name every field that somebody has."""
        return sorted({name for one in self._memory.people.values() for name, _ in one.fields})

    def wanted(
        self,
        lists: Sequence[str],
        *,
        segment: Segment | None = None,
        kind: str = DAILY,
        editions: Sequence[str] = (),
        now: datetime | None = None,
    ) -> Mapping[tuple[tuple[str, ...], tuple[str, ...]], int]:
        """Count an audience by the sections chosen and by which editions they were sent."""
        return Counter(
            (self._memory.people[number].sections, self._memory.had(editions, number))
            for number in self._memory.audience(lists, segment=segment, kind=kind, now=now)
        )

    def subscriber_at(self, number: int) -> Subscriber | None:
        """One person by number."""
        return self._memory.people.get(number)

    def set_preferences(
        self, number: int, wished: Preferences, *, open_lists: Collection[str], now: datetime
    ) -> Subscriber | None:
        """Keep what a person wants to get, and note what has changed."""
        before = self._memory.people.get(number)
        if before is None or before.state not in MAILED:
            return None
        after = prefer(before, wished, open_lists=open_lists)
        if after != before:
            self._memory.people[number] = after
            change = describe_change(before, after)
            self._memory.events[number].append((now, "preferences", change))
        return after

    def end_pauses(self, *, now: datetime) -> int:
        """Subscribe everybody again whose pause has ended; tell how many."""
        return self._memory.end_pauses(now=now)

    def set_state(
        self, key: str, state: SubscriberState, *, now: datetime, detail: str = ""
    ) -> bool:
        """Change a person's state and note the event; False when there is no such person."""
        person = self.subscriber(key)
        if person is None:
            return False
        self._memory.change_state(person, state, now=now, detail=detail)
        return True

    def suppress(
        self, key: str, reason: SuppressionReason, *, now: datetime, detail: str = ""
    ) -> None:
        """Never mail this address again; a subscriber's state follows."""
        self._memory.suppress(key, reason, now=now, detail=detail)

    def resubscribe(self, key: str, *, now: datetime, source: str) -> None:
        """Lift a suppression at the person's own wish; a known person is subscribed again."""
        self._memory.suppressions.pop(hash_key(key, secret=self._memory.secret), None)
        person = self.subscriber(key)
        if person:
            renewed = renew_consent(person, Consent(at=now, source=source))
            self._memory.people[person.id] = renewed
            self._memory.events[person.id].append((now, "resubscribed", source))

    def suppression(self, key: str) -> Suppression | None:
        """Why an address is not mailed; None when it may be."""
        return self._memory.suppressions.get(hash_key(key, secret=self._memory.secret))

    def forget(self, key: str, *, now: datetime) -> bool:
        """Erase a person, keeping a keyed hash of the address, suppressed; False when unknown."""
        person = self.subscriber(key)
        if person is None:
            return False
        key_hash = hash_key(key, secret=self._memory.secret)
        for slug, planned in self._memory.planned.items():
            row = planned.rows.get(person.id)
            if row:
                planned.rows[person.id] = without_traces(row)
            if person.id in planned.doubts:
                planned.doubts[person.id] = ""
            if may_have_got(row, self._memory.records[slug].state):
                planned.forgotten.add(key_hash)
        entry = Suppression(
            key_hash=key_hash, reason=SuppressionReason.UNSUBSCRIBED, at=now, detail=FORGOTTEN
        )
        self._memory.suppressions.setdefault(key_hash, entry)
        self._memory.forget_detail(key)
        self._memory.forget_returned(person)
        self._memory.forget_wishes(person)
        del self._memory.people[person.id], self._memory.events[person.id]
        return True

    def deliveries_of(self, key: str) -> list[tuple[str, Delivery]]:
        """Every delivery to a person, with the edition's slug, oldest first."""
        person = self.subscriber(key)
        editions: Mapping[str, PlannedEdition] = self._memory.planned if person else {}
        found = [
            (slug, planned.rows[person.id])
            for slug, planned in editions.items()
            if person and person.id in planned.rows
        ]
        return sorted(found, key=lambda pair: (pair[1].at, pair[0]))

    def events_of(self, key: str) -> list[tuple[datetime, str, str]]:
        """Everything that happened to a person: instant, kind, detail; oldest first."""
        person = self.subscriber(key)
        events = self._memory.events[person.id] if person else []
        return events[:1] + sorted(events[1:], key=lambda event: event[0])


def may_have_got(row: Delivery | None, state: EditionState) -> bool:
    """Whether a person has got an edition, or may while it is being sent."""
    sent = row is not None and row.outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN)
    return sent or state in BEGUN
