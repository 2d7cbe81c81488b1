"""People who ask to be subscribed, and the proof that they agreed, in the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from digest.adapters.store.database import Database
from digest.adapters.store.imports import write_lists
from digest.adapters.store.letters import last_asking, queue_letter
from digest.adapters.store.people import (
    erase_lists,
    find_people,
    find_person,
    find_suppressions,
    note_event,
    person_to_row,
)
from digest.adapters.store.schema import (
    consent_given,
    consent_text,
    sign_up,
    subscriber,
    suppression,
)
from digest.deliver.people import hash_key
from digest.deliver.signing_up import (
    MAILED,
    choose_letter,
    give_consent,
    may_confirm,
    subscribe,
)
from digest.deliver.tokens import sign_up_mark
from digest.model.signup import (
    Confirmation,
    ConsentGiven,
    ConsentText,
    LetterKind,
    SignUp,
)
from digest.model.subscriber import Subscriber, SubscriberState


class SqlSignUps:
    """Sign-ups and consent.

    Args:
        database: Where they lie.
        secret: Key of the hashes by which suppressed addresses are known.
    """

    def __init__(self, database: Database, *, secret: str) -> None:
        self._database = database
        self._secret = secret

    def ask(self, wish: SignUp, text: ConsentText, *, since: datetime | None = None) -> bool:
        """Keep what somebody asked for and queue the letter about it, in one transaction."""
        with self._database.writing() as connection:
            person = find_person(connection, wish.key)
            known = find_suppressions(connection, [wish.key], secret=self._secret)
            kind = choose_letter(
                person,
                known.get(wish.key),
                last=last_asking(connection, person.id) if person else None,
                since=since,
                now=wish.at,
            )
            if kind is None:
                return False
            number = person.id if person else add_pending(connection, wish)
            if kind is LetterKind.CONFIRM:
                keep_text(connection, text)
                keep_wish(connection, number, wish)
            queue_letter(
                connection, number, kind, language=wish.language, asked_at=wish.at, now=wish.at
            )
        return True

    def sign_up_of(self, subscriber_id: int) -> SignUp | None:
        """What a person asked for and has not confirmed yet; None when there is nothing."""
        with self._database.reading() as connection:
            return find_wish(connection, subscriber_id)

    def confirm(
        self, subscriber_id: int, *, mark: str, since: datetime, now: datetime, welcome: bool
    ) -> Confirmation:
        """Subscribe a person who has confirmed a sign-up, in one transaction."""
        with self._database.writing() as connection:
            person = find_people(connection, [subscriber_id]).get(subscriber_id)
            if person is None:
                return Confirmation.VOID
            wish = find_wish(connection, subscriber_id)
            if wish is None or sign_up_mark(wish.at) != mark:
                return judge_earlier(connection, person, mark)
            known = find_suppressions(connection, [person.key], secret=self._secret)
            if not may_confirm(person, known.get(person.key), wish):
                return Confirmation.VOID
            if wish.at < since:
                return Confirmation.EXPIRED
            hashed = hash_key(person.key, secret=self._secret)
            connection.execute(delete(suppression).where(suppression.c.key_hash == hashed))
            keep_consent(connection, person, give_consent(wish, now=now))
            if welcome:
                queue_letter(
                    connection,
                    person.id,
                    LetterKind.WELCOME,
                    language=wish.language,
                    asked_at=now,
                    now=now,
                )
        return Confirmation.DONE

    def consents_of(self, key: str) -> list[ConsentGiven]:
        """Every proof of a person's consent, the oldest first."""
        query = (
            select(consent_given)
            .join(subscriber, subscriber.c.id == consent_given.c.subscriber_id)
            .where(subscriber.c.key == key)
            .order_by(consent_given.c.id)
        )
        with self._database.reading() as connection:
            return [row_to_consent(row) for row in connection.execute(query)]

    def consent_text(self, version: str) -> ConsentText | None:
        """Find the words of a version."""
        query = select(consent_text).where(consent_text.c.version == version)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return ConsentText(
            version=row.version,
            language=row.language,
            text=row.text,
            first_shown=row.first_shown,
        )

    def keep_texts(self, texts: Collection[ConsentText]) -> None:
        """Keep words that forms show; waits for nobody when all of them are kept."""
        versions = [text.version for text in texts]
        query = select(consent_text.c.version).where(consent_text.c.version.in_(versions))
        with self._database.reading() as connection:
            known = set(connection.scalars(query))
        if known.issuperset(versions):
            return
        with self._database.writing() as connection:
            for text in texts:
                keep_text(connection, text)


def add_pending(connection: Connection, wish: SignUp) -> int:
    """Add a person who has yet to confirm; tell their number."""
    person = Subscriber(
        key=wish.key, email=wish.email, state=SubscriberState.PENDING, language=wish.language
    )
    row = person_to_row(person) | {"added_at": wish.at, "added_by": wish.source}
    number = connection.execute(insert(subscriber), row).inserted_primary_key
    return int(number[0]) if number else 0


def keep_text(connection: Connection, text: ConsentText) -> None:
    """Keep the words agreed to, unless they are kept."""
    same = select(consent_text.c.version).where(consent_text.c.version == text.version)
    if connection.scalar(same) is None:
        row = {
            "version": text.version,
            "language": text.language,
            "text": text.text,
            "first_shown": text.first_shown,
        }
        connection.execute(insert(consent_text), row)


def keep_wish(connection: Connection, subscriber_id: int, wish: SignUp) -> None:
    """Keep what somebody asked for, in place of what they asked for before."""
    connection.execute(delete(sign_up).where(sign_up.c.subscriber_id == subscriber_id))
    row = {
        "subscriber_id": subscriber_id,
        "asked_at": wish.at,
        "language": wish.language,
        "lists": wish.lists,
        "source": wish.source,
        "text": wish.text,
        "network": wish.network,
    }
    connection.execute(insert(sign_up), row)


def find_wish(connection: Connection, subscriber_id: int) -> SignUp | None:
    """Read what a person asked for."""
    query = (
        select(sign_up, subscriber.c.key, subscriber.c.email)
        .join(subscriber, subscriber.c.id == sign_up.c.subscriber_id)
        .where(sign_up.c.subscriber_id == subscriber_id)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return SignUp(
        key=row.key,
        email=row.email,
        at=row.asked_at,
        language=row.language,
        lists=row.lists,
        source=row.source,
        text=row.text,
        network=row.network,
    )


def judge_earlier(connection: Connection, person: Subscriber, mark: str) -> Confirmation:
    """Tell whether a link did its work before, for a person who is still subscribed."""
    asked = select(consent_given.c.asked_at).where(consent_given.c.subscriber_id == person.id)
    done = any(sign_up_mark(moment) == mark for moment in connection.scalars(asked))
    return Confirmation.ALREADY if done and person.state in MAILED else Confirmation.VOID


def keep_consent(connection: Connection, person: Subscriber, given: ConsentGiven) -> None:
    """Subscribe a person, with the proof, and close the sign-up."""
    subscribed = subscribe(person, given)
    row = person_to_row(subscribed)
    connection.execute(update(subscriber).where(subscriber.c.id == person.id).values(row))
    if subscribed.lists != person.lists:
        erase_lists(connection, [person.id])
        write_lists(connection, {person.id: subscribed.lists})
    connection.execute(insert(consent_given), consent_to_row(person.id, given))
    connection.execute(delete(sign_up).where(sign_up.c.subscriber_id == person.id))
    detail = subscribed.consent.proof or ""
    note_event(connection, person.id, "confirmed", now=given.at, detail=detail)


def consent_to_row(subscriber_id: int, given: ConsentGiven) -> dict[str, Any]:
    """Write a proof of consent."""
    return {
        "subscriber_id": subscriber_id,
        "asked_at": given.asked_at,
        "at": given.at,
        "source": given.source,
        "language": given.language,
        "text": given.text,
        "network": given.network,
        "lists": given.lists,
    }


def row_to_consent(row: Row[Any]) -> ConsentGiven:
    """Read a proof of consent."""
    return ConsentGiven(
        asked_at=row.asked_at,
        at=row.at,
        source=row.source,
        language=row.language,
        text=row.text,
        network=row.network,
        lists=row.lists,
    )
