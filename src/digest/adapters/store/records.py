"""Everything that is kept about a person, read from one state of the database."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from digest.adapters.store.copies import Copies
from digest.adapters.store.database import Database
from digest.adapters.store.delivery_rows import row_to_delivery
from digest.adapters.store.people import find_person, find_suppressions, people_with_lists
from digest.adapters.store.pruning import Pruning
from digest.adapters.store.schema import (
    consent_given,
    consent_text,
    delivery,
    delivery_event,
    edition,
    forgotten_delivery,
    letter,
    returned_mail,
    subscriber,
    subscriber_event,
)
from digest.adapters.store.sign_ups import find_wish, row_to_consent
from digest.adapters.store.traces import erase_remnants
from digest.deliver.people import hash_key
from digest.model.delivery import Delivery
from digest.model.record import (
    DeliveryNote,
    Kept,
    LetterRecord,
    PersonReport,
    Proof,
    ReturnRecord,
    Traces,
)
from digest.model.signup import ConsentGiven, ConsentText
from digest.model.subscriber import Subscriber

PAGE = 500


class SqlRecords:
    """The records of people.

    Args:
        database: Where they lie.
        secret: Key of the hashes by which suppressed addresses are known.
    """

    def __init__(self, database: Database, *, secret: str) -> None:
        self._database = database
        self._secret = secret

    def record_of(self, key: str) -> PersonReport | None:
        """Everything that is kept about a person; None when they are unknown."""
        with self._database.reading() as connection:
            person = find_person(connection, key)
            return read_record(connection, person, secret=self._secret) if person else None

    def traces_of(self, key: str) -> Traces:
        """What is kept of an address by its keyed hash."""
        hashed = hash_key(key, secret=self._secret)
        query = select(func.count()).where(forgotten_delivery.c.key_hash == hashed)
        with self._database.reading() as connection:
            known = find_suppressions(connection, [key], secret=self._secret)
            editions = connection.execute(query).scalar_one()
        return Traces(suppression=known.get(key), editions=editions)

    def proofs(self, key: str | None = None) -> Iterator[Proof]:
        """People with the proofs of their consent, by number, read a page at a time."""
        query = select(subscriber).order_by(subscriber.c.id).limit(PAGE)
        if key is not None:
            query = query.where(subscriber.c.key == key)
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(query.where(subscriber.c.id > last)).all()
                people = list(people_with_lists(connection, rows))
                given = read_consents(connection, [one.id for one in people])
            for one in people:
                yield Proof(subscriber=one, given=tuple(given.get(one.id, ())))
            if len(people) < PAGE:
                return
            last = people[-1].id

    def consent_texts(self) -> dict[str, ConsentText]:
        """The words that people were shown, by version."""
        with self._database.reading() as connection:
            rows = connection.execute(select(consent_text).order_by(consent_text.c.version)).all()
        return {row.version: row_to_text(row) for row in rows}

    def prune(
        self,
        kind: Kept,
        *,
        before: datetime,
        now: datetime,
        spare: Collection[str] = (),
        dry_run: bool = False,
    ) -> int:
        """Erase what is older than a moment, in short transactions; tell how much that is."""
        pruning = Pruning(
            database=self._database,
            secret=self._secret,
            before=before,
            now=now,
            spare=tuple(spare),
        )
        return pruning.count(kind) if dry_run else pruning.erase(kind)

    def erase_remnants(self) -> bool:
        """Leave nothing of whoever was erased in the file; False when it has to wait."""
        return erase_remnants(self._database)


def read_record(connection: Connection, person: Subscriber, *, secret: str) -> PersonReport:
    """Read everything that is kept about a person."""
    consents = read_consents(connection, [person.id]).get(person.id, [])
    sign_up = find_wish(connection, person.id)
    versions = [one.text for one in consents] + ([sign_up.text] if sign_up else [])
    return PersonReport(
        subscriber=person,
        suppression=find_suppressions(connection, [person.key], secret=secret).get(person.key),
        sign_up=sign_up,
        consents=tuple(consents),
        texts=read_texts(connection, versions),
        letters=read_letters(connection, person.id),
        deliveries=read_deliveries(
            connection, person.id, Copies(connection=connection, secret=secret)
        ),
        dropped=count_dropped(connection, person.id),
        notes=read_notes(connection, person.id),
        returned=read_returned(connection, person),
        events=read_events(connection, person.id),
    )


def read_consents(connection: Connection, ids: Collection[int]) -> dict[int, list[ConsentGiven]]:
    """Read the proofs of people's consent, the oldest first, by their numbers."""
    query = (
        select(consent_given)
        .where(consent_given.c.subscriber_id.in_(ids))
        .order_by(consent_given.c.id)
    )
    given: dict[int, list[ConsentGiven]] = {}
    for row in connection.execute(query):
        given.setdefault(row.subscriber_id, []).append(row_to_consent(row))
    return given


def read_texts(connection: Connection, versions: Collection[str]) -> dict[str, ConsentText]:
    """Read the words of some versions."""
    query = select(consent_text).where(consent_text.c.version.in_(set(versions)))
    return {row.version: row_to_text(row) for row in connection.execute(query)}


def row_to_text(row: Row[Any]) -> ConsentText:
    """Read the words beside the button."""
    return ConsentText(
        version=row.version, language=row.language, text=row.text, first_shown=row.first_shown
    )


def read_letters(connection: Connection, number: int) -> tuple[LetterRecord, ...]:
    """Read the letters to a person."""
    query = select(letter).where(letter.c.subscriber_id == number).order_by(letter.c.id)
    return tuple(
        LetterRecord(
            kind=row.kind,
            language=row.language,
            asked_at=row.asked_at,
            due=row.due,
            attempts=row.attempts,
            outcome=row.outcome,
            code=row.code,
            reply=row.reply,
            at=row.at,
        )
        for row in connection.execute(query)
    )


def read_deliveries(
    connection: Connection, number: int, copies: Copies
) -> tuple[tuple[str, Delivery], ...]:
    """Read a person's deliveries edition by edition: there is no index over all of them."""
    query = (
        select(edition.c.slug, delivery)
        .join(delivery, delivery.c.edition_id == edition.c.id)
        .where(delivery.c.edition_id.in_(select(edition.c.id)))
        .where(delivery.c.subscriber_id == number)
        .order_by(delivery.c.at, edition.c.slug)
    )
    return tuple(
        (row.slug, copies.put_back(row.edition_id, row_to_delivery(row)))
        for row in connection.execute(query).all()
    )


def count_dropped(connection: Connection, number: int) -> int:
    """Count the editions that ended after a person was added, and whose deliveries are gone."""
    added = select(subscriber.c.added_at).where(subscriber.c.id == number).scalar_subquery()
    dropped = select(func.count()).where(
        edition.c.dropped_at.is_not(None), edition.c.finished_at >= added
    )
    return connection.execute(dropped).scalar_one()


def read_notes(connection: Connection, number: int) -> tuple[DeliveryNote, ...]:
    """Read what is kept beside a person's deliveries; by edition, as their index is."""
    query = (
        select(edition.c.slug, delivery_event)
        .join(delivery_event, delivery_event.c.edition_id == edition.c.id)
        .where(delivery_event.c.edition_id.in_(select(edition.c.id)))
        .where(delivery_event.c.subscriber_id == number)
        .order_by(delivery_event.c.at, delivery_event.c.id)
    )
    return tuple(
        DeliveryNote(edition=row.slug, at=row.at, kind=row.kind, detail=row.detail)
        for row in connection.execute(query)
    )


def read_returned(connection: Connection, person: Subscriber) -> tuple[ReturnRecord, ...]:
    """Read what is kept of the mails about a person, and of those that hold their address."""
    about = returned_mail.c.subscriber_id == person.id
    found = read_returns(connection, about)
    names = {person.email.casefold().encode(), person.key.encode()}
    held = select(returned_mail.c.key, returned_mail.c.raw).where(returned_mail.c.raw.is_not(None))
    keys = [
        row.key
        for row in connection.execute(held.execution_options(yield_per=20))
        if any(name in row.raw.lower() for name in names)
    ]
    for key in keys:
        found |= read_returns(connection, returned_mail.c.key == key)
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.key)))


def read_returns(connection: Connection, condition: ColumnElement[bool]) -> dict[str, ReturnRecord]:
    """Read some mails that came back, by key."""
    columns = [one for one in returned_mail.columns if one.name != "raw"]
    query = (
        select(edition.c.slug, returned_mail.c.raw.is_not(None).label("is_kept"), *columns)
        .outerjoin_from(returned_mail, edition, edition.c.id == returned_mail.c.edition_id)
        .where(condition)
    )
    return {
        row.key: ReturnRecord(
            key=row.key,
            name=row.name,
            at=row.at,
            kind=row.kind,
            edition=row.slug,
            status=row.status,
            reason=row.reason,
            is_kept=bool(row.is_kept),
        )
        for row in connection.execute(query)
    }


def read_events(connection: Connection, number: int) -> tuple[tuple[datetime, str, str], ...]:
    """Read everything that happened to a person: instant, kind, detail; the oldest first."""
    added = select(subscriber.c.added_at, subscriber.c.added_by).where(subscriber.c.id == number)
    later = (
        select(subscriber_event)
        .where(subscriber_event.c.subscriber_id == number)
        .order_by(subscriber_event.c.at, subscriber_event.c.id)
    )
    return tuple(
        [(row.added_at, "added", row.added_by) for row in connection.execute(added)]
        + [(row.at, row.kind, row.detail) for row in connection.execute(later)]
    )
