"""Everything that is kept about a person, and how it goes, in memory."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from digest.adapters.memory_state import KeptReturn, Memory
from digest.deliver.people import hash_key
from digest.model.article import Article
from digest.model.delivery import Books, Delivery
from digest.model.edition import BEGUN, OVER, EditionRecord
from digest.model.record import (
    RECORDS_ARE_NEEDED,
    DeliveryNote,
    Kept,
    LetterRecord,
    PersonReport,
    Proof,
    ReturnRecord,
    Traces,
)
from digest.model.signup import ConsentText
from digest.model.subscriber import Subscriber, SubscriberState, Suppression

HAS_LEFT = (SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED)
LETTER_IS_NEEDED = timedelta(days=2)
ARTICLE_IS_NEEDED = timedelta(days=60)
Deed = Callable[[], object]


class People(Protocol):
    """The people of the store, as far as their records need them."""

    def suppression(self, key: str) -> Suppression | None:
        """Why an address is not mailed."""

    def deliveries_of(self, key: str) -> list[tuple[str, Delivery]]:
        """Every delivery to a person, with the edition's slug, oldest first."""

    def events_of(self, key: str) -> list[tuple[datetime, str, str]]:
        """Everything that happened to a person, oldest first."""

    def forget(self, key: str, *, now: datetime) -> bool:
        """Erase a person."""


class Articles(Protocol):
    """The articles of the store, as far as their age needs them."""

    def articles(self) -> Iterable[Article]:
        """List all of them."""

    def remove(self, url: str) -> None:
        """Remove one."""


class MemoryRecords:
    """The records of people.

    Args:
        memory: What the parts of the store share.
        subscribers: The people.
        articles: What was collected.
    """

    def __init__(self, memory: Memory, subscribers: People, articles: Articles) -> None:
        self._memory = memory
        self._subscribers = subscribers
        self._articles = articles

    def record_of(self, key: str) -> PersonReport | None:
        """Everything that is kept about a person; None when they are unknown."""
        memory, person = self._memory, self._memory.person(key)
        if person is None:
            return None
        consents, sign_up = memory.consents.get(person.id, []), memory.sign_ups.get(person.id)
        versions = {one.text for one in consents} | ({sign_up.text} if sign_up else set())
        return PersonReport(
            subscriber=person,
            suppression=self._subscribers.suppression(key),
            sign_up=sign_up,
            consents=tuple(consents),
            texts={one: text for one, text in memory.consent_texts.items() if one in versions},
            letters=tuple(self._letters(person)),
            deliveries=tuple(self._subscribers.deliveries_of(key)),
            dropped=self._count_dropped(person.id),
            notes=tuple(self._notes(person)),
            returned=self._returned(person),
            events=tuple(self._subscribers.events_of(key)),
        )

    def _count_dropped(self, number: int) -> int:
        added = self._memory.events[number][0][0]
        ends = [one.finished_at for one in self._memory.records.values() if one.dropped_at]
        return sum(1 for end in ends if end and end >= added)

    def _letters(self, person: Subscriber) -> Iterator[LetterRecord]:
        for one in self._memory.letters:
            if one.reader == person.id:
                yield LetterRecord(
                    kind=one.kind.value,
                    language=one.language,
                    asked_at=one.asked_at,
                    due=one.due,
                    attempts=one.attempts,
                    outcome=one.outcome,
                    code=one.code,
                    reply=one.reply,
                    at=one.at,
                )

    def _notes(self, person: Subscriber) -> Iterator[DeliveryNote]:
        for slug, planned in self._memory.planned.items():
            row = planned.rows.get(person.id)
            for kind in planned.came_back.get(person.id, ()):
                if row:
                    yield DeliveryNote(edition=slug, at=row.at, kind=kind)

    def _returned(self, person: Subscriber) -> tuple[ReturnRecord, ...]:
        names = {person.email.casefold().encode(), person.key.encode()}
        found = [
            ReturnRecord(
                key=key,
                name=one.mail.name,
                at=one.mail.at,
                kind=one.mail.kind.value,
                reason=one.mail.reason,
                is_kept=bool(one.mail.raw),
            )
            for key, one in self._memory.returned.items()
            if one.reader == person.id or any(name in one.mail.raw.lower() for name in names)
        ]
        return tuple(sorted(found, key=lambda one: (one.at, one.key)))

    def traces_of(self, key: str) -> Traces:
        """What is kept of an address by its keyed hash."""
        hashed = hash_key(key, secret=self._memory.secret)
        editions = [one for one in self._memory.planned.values() if hashed in one.forgotten]
        return Traces(suppression=self._memory.suppressions.get(hashed), editions=len(editions))

    def proofs(self, key: str | None = None) -> Iterator[Proof]:
        """People with the proofs of their consent, by number."""
        for number, person in sorted(self._memory.people.items()):
            if key in (None, person.key):
                yield Proof(subscriber=person, given=tuple(self._memory.consents.get(number, ())))

    def consent_texts(self) -> dict[str, ConsentText]:
        """The words that people were shown, by version."""
        return dict(sorted(self._memory.consent_texts.items()))

    def prune(
        self,
        kind: Kept,
        *,
        before: datetime,
        now: datetime,
        spare: Collection[str] = (),
        dry_run: bool = False,
    ) -> int:
        """Erase what is older than a moment; tell how much that is."""
        find: dict[Kept, Callable[[], Iterator[Deed]]] = {
            Kept.PENDING: partial(self._pending, before),
            Kept.LEFT: partial(self._leavers, before, now),
            Kept.LETTERS: partial(self._old_letters, min(before, now - LETTER_IS_NEEDED)),
            Kept.RETURNED_MAIL: partial(self._old_returns, before),
            Kept.DELIVERIES: partial(self._old_deliveries, before),
            Kept.RECORDS: partial(self._old_records, min(before, now - RECORDS_ARE_NEEDED), now),
            Kept.ARTICLES: partial(self._old_articles, min(before, now - ARTICLE_IS_NEEDED), spare),
        }
        deeds = list(find[kind]())
        if not dry_run:
            for deed in deeds:
                deed()
        return len(deeds)

    def erase_remnants(self) -> bool:
        """Do nothing: what is erased is gone."""
        return True

    def _pending(self, before: datetime) -> Iterator[Deed]:
        memory = self._memory
        for number, person in memory.people.items():
            wish = memory.sign_ups.get(number)
            asked = wish.at if wish else memory.events[number][0][0]
            if asked >= before:
                continue
            if person.state is not SubscriberState.PENDING:
                if wish:
                    yield partial(memory.sign_ups.pop, number)
            elif not any(number in one.rows for one in memory.planned.values()):
                yield partial(self._drop, person)

    def _drop(self, person: Subscriber) -> None:
        self._memory.forget_returned(person)
        self._memory.forget_wishes(person)
        self._memory.forget_detail(person.key)
        del self._memory.people[person.id], self._memory.events[person.id]

    def _leavers(self, before: datetime, now: datetime) -> Iterator[Deed]:
        memory = self._memory
        for number, person in memory.people.items():
            events = memory.events[number]
            left = [at for at, kind, _ in events if kind == person.state.value]
            is_running = any(
                number in planned.rows and memory.records[slug].state in BEGUN
                for slug, planned in memory.planned.items()
            )
            since = max(left, default=events[0][0])
            if person.state in HAS_LEFT and since < before and not is_running:
                yield partial(self._subscribers.forget, person.key, now=now)

    def _old_letters(self, before: datetime) -> Iterator[Deed]:
        for one in self._memory.letters:
            if one.due is None and (one.at or one.asked_at) < before:
                yield partial(self._memory.letters.remove, one)

    def _old_returns(self, before: datetime) -> Iterator[Deed]:
        for key, kept in self._memory.returned.items():
            mail = kept.mail
            says_more = mail.name or mail.raw or mail.reason or kept.reader is not None
            if mail.at < before and says_more:
                emptied = KeptReturn(mail=replace(mail, name="", reason="", raw=b""))
                yield partial(self._memory.returned.__setitem__, key, emptied)

    def _old_deliveries(self, before: datetime) -> Iterator[Deed]:
        for slug, planned in self._memory.planned.items():
            if not ended_before(self._memory.records[slug], before):
                continue
            for number, row in planned.rows.items():
                if row.message_id or row.reply:
                    emptied = replace(row, message_id="", reply="")
                    yield partial(planned.rows.__setitem__, number, emptied)

    def _old_records(self, before: datetime, now: datetime) -> Iterator[Deed]:
        for slug, planned in self._memory.planned.items():
            if ended_before(self._memory.records[slug], before) and not planned.dropped:
                for number in planned.rows:
                    yield partial(self._drop_row, slug, number, now)

    def _drop_row(self, slug: str, number: int, now: datetime) -> None:
        planned, records = self._memory.planned[slug], self._memory.records
        if not planned.dropped:
            counts = Counter(row.outcome.value for row in planned.rows.values())
            planned.dropped = Books(planned=records[slug].planned, **counts)
            planned.doubts.clear()
            planned.came_back.clear()
            planned.batches.clear()
            records[slug] = replace(records[slug], dropped_at=now)
        del planned.rows[number]

    def _old_articles(self, before: datetime, spare: Collection[str]) -> Iterator[Deed]:
        for one in self._articles.articles():
            found_in = {one.source, *(seen.name for seen in one.sightings)}
            if is_old_news(one, before) and not found_in & set(spare):
                yield partial(self._articles.remove, one.url)


def ended_before(record: EditionRecord, moment: datetime) -> bool:
    """Whether an edition ended before a moment."""
    ended = record.finished_at
    return record.state in OVER and ended is not None and ended < moment


def is_old_news(article: Article, before: datetime) -> bool:
    """Whether an article has a date, and is older than a moment."""
    published = article.published
    return published is not None and max(published, article.first_seen) < before
