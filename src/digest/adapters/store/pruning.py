"""Erase what has been kept for long enough, in short transactions, between which others write.

Each transaction leaves everything as it should be: a run that is broken off is simply run again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)

from digest.adapters.store.database import Database
from digest.adapters.store.dropping import Dropping
from digest.adapters.store.forgetting import RUNNING, forget_detail, forget_person
from digest.adapters.store.people import find_people
from digest.adapters.store.returned import forget_returned
from digest.adapters.store.schema import (
    article,
    delivery,
    delivery_event,
    edition,
    letter,
    returned_mail,
    sighting,
    sign_up,
    subscriber,
    subscriber_event,
)
from digest.adapters.store.traces import note_erasure
from digest.deliver.people import hash_key
from digest.model.edition import OVER
from digest.model.record import Kept
from digest.model.subscriber import SubscriberState

# Who waits for the lock looks for it at least ten times a second.
LONGEST_SECONDS = 0.1
PAUSE_SECONDS = 0.11
AT_ONCE = 200
ROWS_AT_ONCE = 2000
ENDED = tuple(state.value for state in OVER)
HAS_LEFT = tuple(
    one.value
    for one in (SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED)
)
# A form is answered by one letter a day: younger ones are needed to know that.
LETTER_IS_NEEDED = timedelta(days=2)
# A window looks back over a week, and what a source brings is compared with what it brought.
ARTICLE_IS_NEEDED = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruning:
    """One kind of what is kept, up to a moment.

    Attributes:
        database: Where it lies.
        secret: Key of the hashes by which suppressed addresses are known.
        before: What is older goes.
        now: The present moment.
        spare: Names of sources whose articles stay.
    """

    database: Database
    secret: str
    before: datetime
    now: datetime
    spare: Sequence[str] = ()

    def count(self, kind: Kept) -> int:
        """Count what would go."""
        if kind is Kept.RECORDS:
            return self._dropping.count()
        with self.database.reading() as connection:
            if kind is Kept.DELIVERIES:
                return count_named(connection, self._find_editions(connection))
            queries = self._choose(kind)
            return sum(
                connection.execute(select(func.count()).select_from(one.subquery())).scalar_one()
                for one in queries
            )

    def erase(self, kind: Kept) -> int:
        """Erase it; tell how much that was."""
        if kind is Kept.RECORDS:
            done = self._dropping.erase()
        elif kind is Kept.DELIVERIES:
            done = self._erase_deliveries()
        elif kind is Kept.LEFT:
            done = self._forget_leavers()
        else:
            steps = {
                Kept.PENDING: self._forget_pending,
                Kept.LETTERS: self._erase_letters,
                Kept.RETURNED_MAIL: self._empty_returned,
                Kept.ARTICLES: self._erase_articles,
            }
            done = self._repeat(steps[kind])
        if done:
            self.database.erase_traces()
        return done

    @property
    def _dropping(self) -> Dropping:
        return Dropping(database=self.database, before=self.before, now=self.now)

    def _repeat(self, step: Callable[[Connection], int]) -> int:
        """Take a step again and again, until one finds nothing more to do."""
        total = 0
        while True:
            count = 1
            until = monotonic() + LONGEST_SECONDS
            with self.database.writing() as connection:
                while count and monotonic() < until:
                    count = step(connection)
                    total += count
            if not count:
                return total
            sleep(PAUSE_SECONDS)

    def _choose(self, kind: Kept) -> list[Select[Any]]:
        """Ask for the keys of what goes."""
        if kind is Kept.PENDING:
            return [self._choose_pending(), self._choose_wishes()]
        return [
            {
                Kept.LEFT: self._choose_leavers,
                Kept.LETTERS: self._choose_letters,
                Kept.RETURNED_MAIL: self._choose_returned,
                Kept.ARTICLES: self._choose_articles,
            }[kind]()
        ]

    def _choose_pending(self) -> Select[Any]:
        """People who have never confirmed, and were not mailed by any edition."""
        asked = select(sign_up.c.asked_at).where(sign_up.c.subscriber_id == subscriber.c.id)
        return (
            select(subscriber.c.id)
            .where(subscriber.c.state == SubscriberState.PENDING.value)
            .where(func.coalesce(asked.scalar_subquery(), subscriber.c.added_at) < self.before)
            .where(not_(has_delivery()))
        )

    def _choose_wishes(self) -> Select[Any]:
        """What people asked for who are known for something else, and never confirmed."""
        return (
            select(sign_up.c.subscriber_id)
            .join(subscriber, subscriber.c.id == sign_up.c.subscriber_id)
            .where(sign_up.c.asked_at < self.before)
            .where(subscriber.c.state != SubscriberState.PENDING.value)
        )

    def _forget_pending(self, connection: Connection) -> int:
        numbers = connection.scalars(self._choose_pending().limit(AT_ONCE)).all()
        for person in find_people(connection, numbers).values():
            forget_returned(connection, person)
            forget_detail(connection, hash_key(person.key, secret=self.secret))
        # Nothing is to be remembered of them: they were never mailed, and may ask again.
        connection.execute(delete(subscriber).where(subscriber.c.id.in_(numbers)))
        wishes = connection.scalars(self._choose_wishes().limit(AT_ONCE)).all()
        connection.execute(delete(sign_up).where(sign_up.c.subscriber_id.in_(wishes)))
        note_if(len(numbers) + len(wishes), connection)
        return len(numbers) + len(wishes)

    def _choose_leavers(self) -> Select[Any]:
        """People who left long ago, but for those whom an edition was sent to that still is."""
        last = select(func.max(subscriber_event.c.at)).where(
            subscriber_event.c.subscriber_id == subscriber.c.id,
            subscriber_event.c.kind == subscriber.c.state,
        )
        return (
            select(subscriber.c.id)
            .where(subscriber.c.state.in_(HAS_LEFT))
            .where(func.coalesce(last.scalar_subquery(), subscriber.c.added_at) < self.before)
            .where(not_(has_delivery(edition.c.state.in_(RUNNING))))
            .order_by(subscriber.c.id)
        )

    def _forget_leavers(self) -> int:
        """Forget people who left, some at a time, so that nobody is gone through twice."""
        last, total = 0, 0
        while True:
            query = self._choose_leavers().where(subscriber.c.id > last).limit(AT_ONCE)
            with self.database.reading() as connection:
                numbers = connection.scalars(query).all()
            if not numbers:
                return total
            total += self._repeat(partial(self._forget_next, iter(numbers)))
            last = numbers[-1]

    def _forget_next(self, waiting: Iterator[int], connection: Connection) -> int:
        """Forget one person, as each is looked for in every edition; nought after the last."""
        for number in waiting:
            # Somebody may have come back since they were chosen.
            still = self._choose_leavers().where(subscriber.c.id == number)
            for person in find_people(connection, connection.scalars(still).all()).values():
                hashed = hash_key(person.key, secret=self.secret)
                forget_person(connection, person, hashed, now=self.now)
                return 1
        return 0

    def _choose_letters(self) -> Select[Any]:
        before = min(self.before, self.now - LETTER_IS_NEEDED)
        finished = func.coalesce(letter.c.at, letter.c.asked_at)
        return select(letter.c.id).where(letter.c.due.is_(None), finished < before)

    def _erase_letters(self, connection: Connection) -> int:
        numbers = connection.scalars(self._choose_letters().limit(AT_ONCE)).all()
        connection.execute(delete(letter).where(letter.c.id.in_(numbers)))
        note_if(len(numbers), connection)
        return len(numbers)

    def _choose_returned(self) -> Select[Any]:
        """Returned mail of which more is kept than that it was read."""
        says_more = or_(
            returned_mail.c.raw.is_not(None),
            returned_mail.c.subscriber_id.is_not(None),
            returned_mail.c.reason != "",
            returned_mail.c.name != "",
        )
        return select(returned_mail.c.key).where(returned_mail.c.at < self.before, says_more)

    def _empty_returned(self, connection: Connection) -> int:
        keys = connection.scalars(self._choose_returned().limit(AT_ONCE)).all()
        # That it was read is kept, by a hash, so that it never counts twice.
        connection.execute(
            update(returned_mail)
            .where(returned_mail.c.key.in_(keys))
            .values(subscriber_id=None, name="", reason="", raw=None)
        )
        note_if(len(keys), connection)
        return len(keys)

    def _choose_articles(self) -> Select[Any]:
        """Articles that can be taken for news no more.

        One without a date, or from a folder, counts from when it was first seen: collected anew,
        it would be news once more.
        """
        before = min(self.before, self.now - ARTICLE_IS_NEEDED)
        seen = exists().where(
            sighting.c.article_id == article.c.id, sighting.c.name.in_(self.spare)
        )
        return (
            select(article.c.id)
            .where(article.c.first_seen < before, article.c.published < before)
            .where(article.c.source.not_in(self.spare), not_(seen))
        )

    def _erase_articles(self, connection: Connection) -> int:
        numbers = connection.scalars(self._choose_articles().limit(AT_ONCE)).all()
        connection.execute(delete(article).where(article.c.id.in_(numbers)))
        return len(numbers)

    def _find_editions(self, connection: Connection) -> Sequence[int]:
        """Number the editions that ended long ago and are not yet done with."""
        again = or_(edition.c.pruned_at.is_(None), edition.c.pruned_at < edition.c.finished_at)
        query = select(edition.c.id).where(
            edition.c.state.in_(ENDED), edition.c.finished_at < self.before, again
        )
        return connection.scalars(query.order_by(edition.c.id)).all()

    def _erase_deliveries(self) -> int:
        with self.database.reading() as connection:
            numbers = self._find_editions(connection)
        return sum(self._erase_edition(number) for number in numbers)

    def _erase_edition(self, number: int) -> int:
        """Erase Message-IDs and replies of one edition, a piece of its readers at a time."""
        last = 0

        def erase_some(connection: Connection) -> int:
            nonlocal last
            if number not in self._find_editions(connection):
                return 0  # somebody has opened it again
            rows = select(delivery.c.subscriber_id).where(
                delivery.c.edition_id == number, delivery.c.subscriber_id > last
            )
            rows = rows.order_by(delivery.c.subscriber_id).limit(ROWS_AT_ONCE)
            ids = connection.scalars(rows).all()
            if not ids:
                self._finish(connection, number)
                return 0
            first, last = last, ids[-1]
            return erase_names(connection, number, after=first, until=last)

        total = 0
        while True:
            before = last
            with self.database.writing() as connection:
                total += erase_some(connection)
            if last == before:
                return total
            sleep(PAUSE_SECONDS)

    def _finish(self, connection: Connection, number: int) -> None:
        """Note that an edition is done with, so that it is never gone through again."""
        connection.execute(
            update(delivery_event).where(delivery_event.c.edition_id == number).values(detail="")
        )
        connection.execute(update(edition).where(edition.c.id == number).values(pruned_at=self.now))


def has_delivery(condition: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Whether a person has a delivery in any edition, or in one of a kind; by primary key."""
    editions = select(edition.c.id)
    return exists().where(
        delivery.c.edition_id.in_(editions if condition is None else editions.where(condition)),
        delivery.c.subscriber_id == subscriber.c.id,
    )


def names_somebody() -> ColumnElement[bool]:
    """Whether a row of the ledger tells more than how a delivery ended."""
    return or_(delivery.c.message_id != "", delivery.c.reply != "")


def count_named(connection: Connection, numbers: Sequence[int]) -> int:
    """Count the rows of some editions that tell more than how a delivery ended."""
    query = select(func.count()).where(delivery.c.edition_id.in_(numbers), names_somebody())
    return connection.execute(query).scalar_one()


def erase_names(connection: Connection, number: int, *, after: int, until: int) -> int:
    """Erase Message-IDs and replies of a range of an edition's readers; tell of how many."""
    some = and_(
        delivery.c.edition_id == number,
        delivery.c.subscriber_id > after,
        delivery.c.subscriber_id <= until,
        names_somebody(),
    )
    erased = connection.execute(update(delivery).where(some).values(message_id="", reply=""))
    note_if(erased.rowcount, connection)
    return erased.rowcount


def note_if(count: int, connection: Connection) -> None:
    """Note that something was erased which told of people, when anything was."""
    if count:
        note_erasure(connection)
