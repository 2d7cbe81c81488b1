"""Letters to single people, in the database."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from digest.adapters.store.database import Database
from digest.adapters.store.people import find_people, find_suppressions
from digest.adapters.store.schema import letter, sign_up, subscriber
from digest.deliver.signing_up import BROKEN_OFF, OF_NO_USE, Asking, asks_once_more, is_of_use
from digest.model.delivery import Outcome, Reply
from digest.model.signup import Letter, LetterKind, LetterState, SignUp
from digest.model.subscriber import Subscriber, Suppression

ASKING = (LetterKind.CONFIRM.value, LetterKind.KNOWN.value)


def queue_letter(
    connection: Connection,
    subscriber_id: int,
    kind: LetterKind,
    *,
    language: str | None,
    asked_at: datetime,
    now: datetime,
) -> None:
    """Queue a letter, in the transaction of what it is about; it is due at once."""
    row = {
        "subscriber_id": subscriber_id,
        "kind": kind.value,
        "language": language,
        "asked_at": asked_at,
        "due": now,
        "attempts": 0,
        "code": 0,
        "reply": "",
    }
    connection.execute(insert(letter), row)


def last_asking(connection: Connection, subscriber_id: int) -> Asking | None:
    """The last letter that answers a form; None when there was none."""
    query = (
        select(letter)
        .where(letter.c.subscriber_id == subscriber_id, letter.c.kind.in_(ASKING))
        .order_by(letter.c.asked_at.desc(), letter.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return Asking(
        kind=LetterKind(row.kind), asked_at=row.asked_at, due=row.due, outcome=row.outcome or ""
    )


class SqlLetters:
    """Letters to single people.

    Args:
        database: Where they lie.
        secret: Key of the hashes by which suppressed addresses are known.
    """

    def __init__(self, database: Database, *, secret: str) -> None:
        self._database = database
        self._secret = secret

    def claim_letters(self, *, now: datetime, lease: timedelta, most: int) -> list[Letter]:
        """Take letters that are due, each for this caller alone until the lease is over."""
        due = select(letter).where(letter.c.due <= now).order_by(letter.c.due, letter.c.id)
        with self._database.reading() as connection:
            # Most of the time none is, and who looks takes no lock.
            if connection.execute(due.limit(1)).first() is None:
                return []
        taken: list[Letter] = []
        with self._database.writing() as connection:
            # Each that was looked at is not due any more, taken or closed.
            while rows := connection.execute(due.limit(most - len(taken))).all():
                taken += self._take(connection, rows, now=now, lease=lease)
        return taken

    def _take(
        self, connection: Connection, rows: Sequence[Row[Any]], *, now: datetime, lease: timedelta
    ) -> Iterator[Letter]:
        """Take those that are still of use; close the others."""
        people = find_people(connection, [row.subscriber_id for row in rows])
        keys = [person.key for person in people.values()]
        suppressions = find_suppressions(connection, keys, secret=self._secret)
        for row in rows:
            person = people[row.subscriber_id]
            kind, doubted = LetterKind(row.kind), row.outcome == Outcome.UNKNOWN.value
            if not is_wanted(connection, row, person, suppressions.get(person.key)):
                close(connection, row.id, None, OF_NO_USE, now=now)
            elif row.taken is not None and not asks_once_more(kind, doubted=doubted):
                close(connection, row.id, Outcome.UNKNOWN, BROKEN_OFF, now=now)
            else:
                yield take(connection, row, person, now=now, lease=lease)

    def settle_letter(
        self, letter: Letter, reply: Reply, outcome: Outcome, *, due: datetime | None, now: datetime
    ) -> None:
        """Keep how a letter fared; nothing when somebody else has taken it since."""
        with self._database.writing() as connection:
            change(
                connection,
                letter,
                due=due,
                outcome=outcome.value,
                code=reply.code,
                reply=reply.text,
                at=now,
            )

    def give_back_letter(self, letter: Letter, *, due: datetime) -> None:
        """Give a letter back that was not tried; it is due then, and the attempt does not count."""
        with self._database.writing() as connection:
            change(connection, letter, due=due, attempts=letter.attempts - 1)

    def letters(self) -> list[LetterState]:
        """Letters that wait, and those that were not taken, the oldest first."""
        query = (
            select(letter, subscriber.c.email)
            .join(subscriber, subscriber.c.id == letter.c.subscriber_id)
            .where(letter.c.due.is_not(None) | (letter.c.outcome != Outcome.ACCEPTED.value))
            .order_by(letter.c.asked_at, letter.c.id)
        )
        with self._database.reading() as connection:
            return [row_to_state(row) for row in connection.execute(query)]

    def count_waiting(self) -> int:
        """How many letters wait."""
        query = select(func.count()).select_from(letter).where(letter.c.due.is_not(None))
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def next_due(self) -> datetime | None:
        """When the first letter is due that nobody has taken; None when there is none."""
        query = select(func.min(letter.c.due)).where(letter.c.taken.is_(None))
        with self._database.reading() as connection:
            due: datetime | None = connection.scalar(query)
        return due


def is_wanted(
    connection: Connection, row: Row[Any], person: Subscriber, suppression: Suppression | None
) -> bool:
    """Whether a letter that waits should still be sent."""
    asked = connection.execute(
        select(sign_up).where(sign_up.c.subscriber_id == row.subscriber_id)
    ).first()
    wish = (
        SignUp(
            key=person.key,
            email=person.email,
            at=asked.asked_at,
            language=asked.language,
            text=asked.text,
        )
        if asked
        else None
    )
    return is_of_use(LetterKind(row.kind), row.asked_at, person, suppression, wish)


def take(
    connection: Connection, row: Row[Any], person: Subscriber, *, now: datetime, lease: timedelta
) -> Letter:
    """Take a letter until the lease is over. Whoever took it before did not tell how it fared."""
    doubted = row.taken is not None or row.outcome == Outcome.UNKNOWN.value
    connection.execute(
        update(letter)
        .where(letter.c.id == row.id)
        .values(
            due=now + lease,
            taken=now,
            attempts=row.attempts + 1,
            outcome=Outcome.UNKNOWN.value if doubted else row.outcome,
        )
    )
    return Letter(
        id=row.id,
        kind=LetterKind(row.kind),
        reader=person,
        language=row.language,
        asked_at=row.asked_at,
        attempts=row.attempts + 1,
        doubted=doubted,
    )


def close(
    connection: Connection, number: int, outcome: Outcome | None, reply: str, *, now: datetime
) -> None:
    """Close a letter that is not sent."""
    connection.execute(
        update(letter)
        .where(letter.c.id == number)
        .values(
            due=None,
            taken=None,
            outcome=outcome.value if outcome else None,
            reply=reply,
            at=now,
        )
    )


def change(connection: Connection, held: Letter, **values: object) -> None:
    """Change a letter that was taken, unless somebody else has taken it since."""
    query = update(letter).where(letter.c.id == held.id, letter.c.attempts == held.attempts)
    connection.execute(query.values(taken=None, **values))


def row_to_state(row: Row[Any]) -> LetterState:
    """Read a letter that waits, or that nobody took."""
    return LetterState(
        kind=LetterKind(row.kind),
        email=row.email,
        asked_at=row.asked_at,
        due=row.due,
        taken=row.taken,
        attempts=row.attempts,
        outcome=row.outcome or "",
        code=row.code,
        reply=row.reply,
    )
