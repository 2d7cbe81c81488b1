"""People, their lists, and the addresses never mailed again, in the database."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Select, Text, delete, exists, func, select, type_coerce, update

from digest.adapters.store.copies import Copies
from digest.adapters.store.database import Database
from digest.adapters.store.delivery_rows import row_to_delivery
from digest.adapters.store.forgetting import forget_person
from digest.adapters.store.imports import ANY_SUPPRESSION, LAST_NUMBER, import_some
from digest.adapters.store.leavers import find_by_key, judge_some, keep_gone
from digest.adapters.store.people import (
    change_state,
    find_people,
    find_person,
    find_suppressions,
    note_event,
    people_with_lists,
    person_to_row,
    suppress,
)
from digest.adapters.store.planning import choose_audience
from digest.adapters.store.preferring import end_pauses, keep_preferences
from digest.adapters.store.schema import (
    delivery,
    edition,
    subscriber,
    subscriber_event,
    subscriber_list,
    suppression,
)
from digest.adapters.store.segments import condition, every_field, field_of
from digest.adapters.store.slices import slices
from digest.adapters.store.wanted import count_wanted
from digest.deliver.people import hash_key, renew_consent
from digest.deliver.segment import Segment
from digest.model.delivery import Books, Delivery
from digest.model.edition import DAILY
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

AT_ONCE = 2000
# Short transactions write the same pages of the index again and again; in a long one everybody
# else has to wait. Who waits looks for the lock at least ten times a second.
LONGEST_SECONDS = 1.0
PAUSE_SECONDS = 0.11
PAGE = 500


class SqlSubscribers:
    """People and suppressions.

    Args:
        database: Where they lie.
        secret: Key of the hashes by which suppressed addresses are known.
    """

    def __init__(self, database: Database, *, secret: str) -> None:
        self._database = database
        self._secret = secret

    def import_subscribers(
        self,
        subscribers: Iterable[Subscriber],
        *,
        now: datetime,
        replace_lists: bool = False,
        since: int | None = None,
    ) -> Imported:
        """Keep subscribers by key, in transactions of about a second, between which others write.

        Raises:
            StoreError: It could not be written; what the transactions before it kept is kept.
        """
        counts = Counter[str]()
        people = iter(subscribers)
        some = list(islice(people, AT_ONCE))
        while some:
            with self._database.writing() as connection:
                until = monotonic() + LONGEST_SECONDS
                while some:
                    counts.update(
                        import_some(
                            connection,
                            some,
                            secret=self._secret,
                            now=now,
                            replace_lists=replace_lists,
                            since=since,
                        )
                    )
                    some = list(islice(people, AT_ONCE))
                    if monotonic() > until:
                        break
            if some:
                sleep(PAUSE_SECONDS)
        return Imported(**counts)

    def last_number(self) -> int:
        """The highest number that a person has."""
        with self._database.reading() as connection:
            return int(connection.execute(LAST_NUMBER).scalar_one())

    def find_known(self, keys: Collection[str]) -> dict[str, Subscriber]:
        """Those of these people who are known, by address key."""
        with self._database.reading() as connection:
            return find_by_key(connection, list(keys))

    def find_suppressed(self, keys: Collection[str]) -> set[str]:
        """Tell which of these addresses are never mailed."""
        with self._database.reading() as connection:
            if connection.scalar(ANY_SUPPRESSION) is None:
                return set()
            return set(find_suppressions(connection, keys, secret=self._secret))

    def note_leavers(
        self, leavers: Sequence[Leaver], *, now: datetime, dry_run: bool = False
    ) -> Imported:
        """Never mail these addresses again, unless they have said yes here since.

        Some thousand of them are a transaction.
        """
        counts = Counter[str]()
        for some in slices(leavers, AT_ONCE):
            opened = self._database.reading() if dry_run else self._database.writing()
            with opened as connection:
                judged = judge_some(connection, some, secret=self._secret, now=now)
                counts.update(judged.counts)
                if not dry_run:
                    keep_gone(connection, judged.gone)
        return Imported(**counts)

    def subscriber(self, key: str) -> Subscriber | None:
        """One person by address key."""
        with self._database.reading() as connection:
            return find_person(connection, key)

    def subscribers(
        self,
        *,
        state: SubscriberState | None = None,
        lists: Sequence[str] = (),
        segment: Segment | None = None,
    ) -> Iterator[Subscriber]:
        """People by id, read a page at a time; all of them when nothing is asked for."""
        query = select(subscriber).order_by(subscriber.c.id).limit(PAGE)
        if state is not None:
            query = query.where(subscriber.c.state == state.value)
        if lists:
            on_one = exists().where(
                subscriber_list.c.subscriber_id == subscriber.c.id,
                subscriber_list.c.name.in_(lists),
            )
            query = query.where(on_one)
        if segment:
            query = query.where(condition(segment.rule))
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(query.where(subscriber.c.id > last)).all()
                people = list(people_with_lists(connection, rows))
            yield from people
            if len(people) < PAGE:
                return
            last = people[-1].id

    def audience(
        self,
        lists: Sequence[str],
        *,
        segment: Segment | None = None,
        kind: str = DAILY,
        now: datetime | None = None,
    ) -> Books:
        """Count whom a plan made now would hold, without loading them."""
        query = choose_audience(subscriber.c.key, lists, segment=segment, kind=kind, now=now)
        with self._database.reading() as connection:
            hashes = set(connection.scalars(select(suppression.c.key_hash)))
            if not hashes:
                counted = select(func.count()).select_from(query.subquery())
                planned = connection.execute(counted).scalar_one()
                return Books(planned=planned, owed=planned)
            counts = Counter(
                hash_key(key, secret=self._secret) in hashes
                for key in connection.scalars(query.execution_options(yield_per=AT_ONCE))
            )
        return Books(planned=counts.total(), suppressed=counts[True], owed=counts[False])

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
        with self._database.reading() as connection:
            audience = choose_audience(subscriber.c.id, lists, segment=segment, kind=kind, now=now)
            return count_wanted(connection, audience, editions)

    def list_names(self) -> list[str]:
        """Name the lists that somebody is on."""
        name = subscriber_list.c.name
        with self._database.reading() as connection:
            return list(connection.scalars(select(name).distinct().order_by(name)))

    def section_ids(self) -> list[str]:
        """The ids of the sections that somebody has chosen."""
        chosen = type_coerce(subscriber.c.sections, Text)
        query = select(chosen).where(chosen.is_not(None)).distinct()
        with self._database.reading() as connection:
            rows = connection.scalars(query).all()
        return sorted({name for lines in rows for name in lines.split("\n") if name})

    def has_field(self, name: str) -> bool:
        """Tell whether anybody has a field of this name, in these very letters."""
        known = select(subscriber.c.id).where(field_of(name).is_not(None)).limit(1)
        with self._database.reading() as connection:
            return connection.scalar(known) is not None

    def field_names(self) -> list[str]:
        """Name every field that somebody has, which takes a look at everybody."""
        with self._database.reading() as connection:
            return sorted(connection.scalars(every_field()))

    def subscriber_at(self, number: int) -> Subscriber | None:
        """One person by number."""
        with self._database.reading() as connection:
            return find_people(connection, [number]).get(number)

    def set_preferences(
        self, number: int, wished: Preferences, *, open_lists: Collection[str], now: datetime
    ) -> Subscriber | None:
        """Keep what a person wants to get, and note what has changed."""
        with self._database.writing() as connection:
            return keep_preferences(connection, number, wished, open_lists=open_lists, now=now)

    def end_pauses(self, *, now: datetime) -> int:
        """Subscribe everybody again whose pause has ended; tell how many."""
        with self._database.writing() as connection:
            return end_pauses(connection, now=now)

    def set_state(
        self, key: str, state: SubscriberState, *, now: datetime, detail: str = ""
    ) -> bool:
        """Change a person's state and note the event; False when there is no such person."""
        with self._database.writing() as connection:
            person = find_person(connection, key)
            if person is None:
                return False
            change_state(connection, person, state, now=now, detail=detail)
        return True

    def suppress(
        self, key: str, reason: SuppressionReason, *, now: datetime, detail: str = ""
    ) -> None:
        """Never mail this address again; a subscriber's state follows."""
        entry = Suppression(
            key_hash=hash_key(key, secret=self._secret), reason=reason, at=now, detail=detail
        )
        with self._database.writing() as connection:
            suppress(connection, entry, find_person(connection, key))

    def resubscribe(self, key: str, *, now: datetime, source: str) -> None:
        """Lift a suppression at the person's own wish; a known person is subscribed again."""
        hashed = hash_key(key, secret=self._secret)
        with self._database.writing() as connection:
            connection.execute(delete(suppression).where(suppression.c.key_hash == hashed))
            person = find_person(connection, key)
            if person is None:
                return
            renewed = renew_consent(person, Consent(at=now, source=source))
            row = person_to_row(renewed)
            connection.execute(update(subscriber).where(subscriber.c.id == person.id).values(row))
            note_event(connection, person.id, "resubscribed", now=now, detail=source)

    def suppression(self, key: str) -> Suppression | None:
        """Why an address is not mailed; None when it may be."""
        with self._database.reading() as connection:
            return find_suppressions(connection, [key], secret=self._secret).get(key)

    def forget(self, key: str, *, now: datetime) -> bool:
        """Erase a person, keeping a keyed hash of the address, suppressed; False when unknown."""
        with self._database.writing() as connection:
            person = find_person(connection, key)
            if person is None:
                return False
            forget_person(connection, person, hash_key(key, secret=self._secret), now=now)
        self._database.erase_traces()
        return True

    def deliveries_of(self, key: str) -> list[tuple[str, Delivery]]:
        """Every delivery to a person, with the edition's slug, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(ask_deliveries(key)).all()
            copies = Copies(connection=connection, secret=self._secret)
            return [
                (row.slug, copies.put_back(row.edition_id, row_to_delivery(row))) for row in rows
            ]

    def events_of(self, key: str) -> list[tuple[datetime, str, str]]:
        """Everything that happened to a person: instant, kind, detail; oldest first."""
        added = select(subscriber.c.added_at, subscriber.c.added_by)
        events = (
            select(subscriber_event)
            .join(subscriber, subscriber.c.id == subscriber_event.c.subscriber_id)
            .order_by(subscriber_event.c.at, subscriber_event.c.id)
        )
        with self._database.reading() as connection:
            first = connection.execute(added.where(subscriber.c.key == key)).all()
            later = connection.execute(events.where(subscriber.c.key == key)).all()
        return [(row.added_at, "added", row.added_by) for row in first] + [
            (row.at, row.kind, row.detail) for row in later
        ]


def ask_deliveries(key: str) -> Select[Any]:
    """Ask for a person's deliveries edition by edition: there is no index over all of them."""
    number = select(subscriber.c.id).where(subscriber.c.key == key).scalar_subquery()
    return (
        select(edition.c.slug, delivery)
        .join(delivery, delivery.c.edition_id == edition.c.id)
        .where(delivery.c.edition_id.in_(select(edition.c.id)))
        .where(delivery.c.subscriber_id == number)
        .order_by(delivery.c.at, edition.c.slug)
    )
