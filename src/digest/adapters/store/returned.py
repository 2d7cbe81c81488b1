"""Returned mail in the database: each counts once, together with all that it brings about."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from digest.adapters.store.copies import Copies
from digest.adapters.store.database import Database
from digest.adapters.store.delivery_rows import row_to_delivery
from digest.adapters.store.people import find_people, find_person, find_suppressions, suppress
from digest.adapters.store.refusals import read_earlier
from digest.adapters.store.schema import batch, delivery, delivery_event, edition, returned_mail
from digest.deliver.people import hash_key
from digest.deliver.returned import (
    addresses_of,
    event_of,
    failure_about,
    find_copy,
    is_proven,
    looks_again,
    needs_eyes,
    settle_doubt,
    why_suppress,
    without_addresses,
)
from digest.deliver.tokens import edition_mark
from digest.model.delivery import Delivery
from digest.model.returned import KeptMail, Returned, ReturnKind, Taken
from digest.model.subscriber import Subscriber, Suppression

MOST_ADDRESSES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom and what a returned mail is about.

    Attributes:
        person: The reader; None when nobody is known, or they were forgotten.
        edition_id: The edition; None when it is not known.
        row: The reader's delivery of that edition.
        certain: Whether all this is proven.
    """

    person: Subscriber | None = None
    edition_id: int | None = None
    row: Delivery | None = None
    certain: bool = False


class SqlReturns:
    """What came back.

    Args:
        database: Where it lies.
        secret: Key of the hashes by which suppressed addresses are known.
    """

    def __init__(self, database: Database, *, secret: str) -> None:
        self._database = database
        self._secret = secret

    def take_back(self, returned: Returned, *, now: datetime, rehearse: bool = False) -> Taken:
        """Keep a returned mail and do what it brings about, in one transaction; once."""
        with self._database.writing() as connection:
            trial = connection.begin_nested()
            taken = take(connection, returned, secret=self._secret, now=now)
            if rehearse:
                trial.rollback()
            else:
                trial.commit()
        return taken

    def to_look_at(self) -> list[KeptMail]:
        """List what a person should look at, the latest last; without the mails themselves."""
        columns = [one for one in returned_mail.columns if one.name != "raw"]
        query = select(*columns).where(returned_mail.c.raw.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(returned_mail.c.at, returned_mail.c.key))
            return [row_to_kept(row) for row in rows]

    def kept_mail(self, key: str) -> list[KeptMail]:
        """Find the mails kept whose keys begin so."""
        query = select(returned_mail).where(
            returned_mail.c.raw.is_not(None), returned_mail.c.key.startswith(key, autoescape=True)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(returned_mail.c.key).limit(2))
            return [row_to_kept(row, row.raw) for row in rows]


def row_to_kept(row: Row[Any], raw: bytes = b"") -> KeptMail:
    """Read a mail that was kept."""
    return KeptMail(
        key=row.key,
        name=row.name,
        kind=ReturnKind(row.kind),
        at=row.at,
        reason=row.reason,
        raw=raw,
    )


def take(connection: Connection, returned: Returned, *, secret: str, now: datetime) -> Taken:
    """Take in one returned mail, in the transaction of this connection.

    One that was taken in before is known, but for those by `looks_again`.
    """
    same = returned_mail.c.key == returned.key
    is_kept = returned_mail.c.raw.is_not(None).label("is_kept")
    before = connection.execute(select(returned_mail.c.kind, is_kept).where(same)).first()
    if before and not looks_again(
        ReturnKind(before.kind), is_kept=bool(before.is_kept), returned=returned
    ):
        return Taken(known=True)
    connection.execute(delete(returned_mail).where(same))
    subject = find_subject(connection, returned, Copies(connection=connection, secret=secret))
    person, certain = subject.person, subject.certain
    failure = failure_about(returned, person if certain else None)
    taken = Taken(email=person.email if person else "", certain=certain, failure=failure)
    if certain:
        note(connection, returned, subject, taken, now=now)
        taken = act(connection, returned, subject, taken, secret=secret, now=now)
    keep(connection, returned, subject, taken, now=now)
    return taken


def find_subject(connection: Connection, returned: Returned, copies: Copies) -> Subject:
    """Find the reader, the edition and the delivery that a mail is about, and whether for certain.

    Our own token tells. Else the reader is looked for by address, and one of our Message-IDs in
    the mail proves that it is about a copy which was really sent to them.
    """
    person = find_reader(connection, returned)
    number = person.id if person else returned.reader
    if number is None:
        return Subject(certain=is_proven(returned))
    edition_id = find_marked(connection, returned.mark)
    with closing(read_rows(connection, number, copies)) as rows:
        for at, row in rows:
            is_it = at == edition_id if returned.mark else find_copy(returned, [row.message_id])
            if is_it:
                return Subject(person=person, edition_id=at, row=row, certain=True)
    return Subject(person=person, edition_id=edition_id, certain=is_proven(returned))


def find_reader(connection: Connection, returned: Returned) -> Subscriber | None:
    """Find the reader that our token names, else one whose address the mail speaks of."""
    if returned.reader is not None:
        return find_people(connection, [returned.reader]).get(returned.reader)
    found = (find_person(connection, key) for key in addresses_of(returned)[:MOST_ADDRESSES])
    return next((one for one in found if one), None)


def find_marked(connection: Connection, mark: str) -> int | None:
    """Find the edition that a token names; there are a few hundred."""
    if not mark:
        return None
    rows = connection.execute(select(edition.c.id, edition.c.slug).order_by(edition.c.id.desc()))
    return next((number for number, slug in rows.all() if edition_mark(slug) == mark), None)


def read_rows(
    connection: Connection, number: int, copies: Copies
) -> Generator[tuple[int, Delivery]]:
    """Read a reader's deliveries, the latest edition first, each by primary key."""
    query = (
        select(delivery)
        .select_from(edition)
        .join(
            delivery,
            (delivery.c.edition_id == edition.c.id) & (delivery.c.subscriber_id == number),
        )
        .order_by(edition.c.id.desc())
    )
    rows = connection.execute(query)
    try:
        for row in rows:
            yield row.edition_id, copies.put_back(row.edition_id, row_to_delivery(row))
    finally:
        rows.close()


def note(
    connection: Connection, returned: Returned, subject: Subject, taken: Taken, *, now: datetime
) -> None:
    """Keep beside the row of the ledger what came back of it, and settle it if it was a doubt."""
    row, edition_id = subject.row, subject.edition_id
    event = event_of(returned, taken.failure)
    if event is None or row is None or edition_id is None:
        return
    said = taken.failure.reason if taken.failure else returned.reading.reason
    connection.execute(
        insert(delivery_event),
        {
            "edition_id": edition_id,
            "subscriber_id": row.subscriber_id,
            "at": now,
            "kind": event.value,
            "detail": without_addresses(said) if taken.email else "",
        },
    )
    settled = settle_doubt(row, taken.failure, now=now)
    if settled is not None:
        settle(connection, edition_id, settled, is_known=bool(taken.email))


def settle(connection: Connection, edition_id: int, row: Delivery, *, is_known: bool) -> None:
    """Write a delivery that was in doubt as rejected, and count it so."""
    place = (delivery.c.edition_id == edition_id) & (delivery.c.subscriber_id == row.subscriber_id)
    number = connection.scalar(select(delivery.c.batch).where(place))
    connection.execute(
        update(delivery)
        .where(place)
        .values(
            outcome=row.outcome.value,
            code=row.code,
            enhanced=row.enhanced,
            reply=row.reply if is_known else "",
            at=row.at,
        )
    )
    counted = update(batch).where(batch.c.edition_id == edition_id, batch.c.number == number)
    connection.execute(counted.values(unknown=batch.c.unknown - 1, rejected=batch.c.rejected + 1))


def act(
    connection: Connection,
    returned: Returned,
    subject: Subject,
    taken: Taken,
    *,
    secret: str,
    now: datetime,
) -> Taken:
    """Do for a reader what a mail that is about them for certain brings about."""
    person = subject.person
    if person is None or find_suppressions(connection, [person.key], secret=secret):
        return taken
    with closing(read_earlier(connection, person.id, subject.edition_id or 0)) as earlier:
        why = why_suppress(returned, person, taken.failure, subject.row, earlier)
    if why is None:
        return taken
    reason, detail = why
    key_hash = hash_key(person.key, secret=secret)
    entry = Suppression(key_hash=key_hash, reason=reason, at=now, detail=detail)
    suppress(connection, entry, person)
    return replace(taken, suppressed=reason)


def keep(
    connection: Connection, returned: Returned, subject: Subject, taken: Taken, *, now: datetime
) -> None:
    """Keep that a mail was read, and the whole of it where a person should look at it."""
    failure = taken.failure
    reason = failure.reason if failure else returned.reading.reason
    row = {
        "key": returned.key,
        "at": now,
        "name": returned.name,
        "kind": (failure.kind if failure else returned.reading.kind).value,
        "subscriber_id": subject.person.id if subject.person else None,
        "edition_id": subject.edition_id,
        "status": failure.status if failure else None,
        "reason": without_addresses(reason),
        "raw": returned.raw if needs_eyes(returned, taken) else None,
    }
    connection.execute(insert(returned_mail), row)


def forget_returned(connection: Connection, person: Subscriber) -> None:
    """Erase what names a person from the mails that came back.

    A mail that nobody has understood, and that holds their address anywhere, goes as well: only
    that it was read is kept, so that it does not come again.
    """
    texts = {person.email.lower(), person.key}
    about = or_(
        returned_mail.c.subscriber_id == person.id,
        *(func.lower(returned_mail.c.reason).contains(one, autoescape=True) for one in texts),
    )
    nothing = {"subscriber_id": None, "name": "", "reason": "", "raw": None}
    connection.execute(update(returned_mail).where(about).values(nothing))
    names = {person.email.casefold().encode(), person.key.encode()}
    query = select(returned_mail.c.key, returned_mail.c.raw).where(returned_mail.c.raw.is_not(None))
    found = [
        row.key
        for row in connection.execute(query.execution_options(yield_per=20))
        if any(name in row.raw.lower() for name in names)
    ]
    for key in found:
        connection.execute(update(returned_mail).where(returned_mail.c.key == key).values(nothing))
