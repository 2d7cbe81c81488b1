"""Drafted, planned and sent editions, in the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Exists, Row, delete, exists, insert, or_, select, update

from digest.adapters.store.database import Database
from digest.adapters.store.edition_rows import (
    decisions_from_json,
    decisions_to_json,
    record_to_row,
    row_to_record,
)
from digest.adapters.store.schema import batch, decision_trail, edition, quiet_day, told
from digest.adapters.store.schema import lock as lock_table
from digest.compose.lock import lock_from_json
from digest.errors import EditionBusy, EditionError, StoreError
from digest.model.edition import DAILY, EditionRecord, EditionState
from digest.model.message import Lock

OPEN = (EditionState.DRAFTED.value, EditionState.APPROVED.value)


class SqlEditions:
    """Editions, their decisions and locks, and what was told.

    Args:
        database: Where they lie.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def edition(self, slug: str, *, with_decisions: bool = True) -> EditionRecord | None:
        """One edition with its decisions; None when nothing is drafted under that slug."""
        with self._database.reading() as connection:
            row = find_edition(connection, slug)
            if row is None or not with_decisions:
                return row_to_record(row) if row else None
            trail = select(decision_trail.c.decisions)
            table = connection.scalar(trail.where(decision_trail.c.edition_id == row.id))
        return row_to_record(row, decisions_from_json(table or ()))

    def editions(self) -> list[EditionRecord]:
        """All editions, the latest cut-off last; without their decisions."""
        query = select(edition).order_by(edition.c.window_end, edition.c.slug)
        with self._database.reading() as connection:
            return [row_to_record(row) for row in connection.execute(query)]

    def save_draft(self, record: EditionRecord) -> None:
        """Keep a drafted edition, in place of an earlier draft or quiet day of the same slug.

        Raises:
            EditionBusy: It is already planned or sent.
        """
        row = record_to_row(record)
        with self._database.writing() as connection:
            known = find_edition(connection, record.slug)
            if known is None:
                connection.execute(insert(edition), row)
            elif known.state in OPEN:
                connection.execute(update(edition).where(edition.c.id == known.id).values(row))
            else:
                raise EditionBusy(
                    f"{record.slug} is {known.state}: it cannot be drafted again.",
                    f"See who got it: digest report {record.slug}",
                )
            write_decisions(connection, record)
            connection.execute(delete(quiet_day).where(quiet_day.c.slug == record.slug))

    def note_quiet_day(self, slug: str, reason: str, *, now: datetime) -> None:
        """Remember that an edition was not made because the day is quiet."""
        with self._database.writing() as connection:
            connection.execute(delete(quiet_day).where(quiet_day.c.slug == slug))
            connection.execute(insert(quiet_day), {"slug": slug, "reason": reason, "at": now})

    def quiet_day(self, slug: str) -> str | None:
        """Why there is no such edition; None when no quiet day was noted."""
        with self._database.reading() as connection:
            return connection.scalar(select(quiet_day.c.reason).where(quiet_day.c.slug == slug))

    def last_sent(self) -> EditionRecord | None:
        """The edition planned with the latest cut-off that reached anybody, or still may.

        A round-up is none: it tells no news, and moves no window.
        """
        query = (
            select(edition)
            .where(edition.c.state.not_in(OPEN), edition.c.kind == DAILY)
            .where(or_(edition.c.state != EditionState.EXPIRED.value, somebody_has_it()))
            .order_by(edition.c.window_end.desc(), edition.c.slug.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return row_to_record(row) if row else None

    def reached(self) -> list[str]:
        """Slugs of the editions that somebody has got or may have got, the oldest first."""
        query = (
            select(edition.c.slug)
            .where(edition.c.state.not_in(OPEN), somebody_has_it())
            .order_by(edition.c.window_end, edition.c.slug)
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def told(self) -> Mapping[str, str]:
        """Canonical address of every article told so far, with the slug of its edition."""
        query = select(told.c.url, edition.c.slug).join(edition, edition.c.id == told.c.edition_id)
        with self._database.reading() as connection:
            return {row.url: row.slug for row in connection.execute(query)}

    def lock(self, slug: str) -> Lock | None:
        """The frozen edition; None before planning.

        Raises:
            StoreError: It was written by a version that this one does not understand.
        """
        with self._database.reading() as connection:
            return find_lock(connection, slug)


def somebody_has_it() -> Exists:
    """Say in SQL that somebody has got an edition, or may have."""
    return exists().where(
        batch.c.edition_id == edition.c.id, batch.c.accepted + batch.c.unknown > 0
    )


def find_lock(connection: Connection, slug: str) -> Lock | None:
    """Read the frozen edition; None before planning.

    Raises:
        StoreError: It was written by a version that this one does not understand.
    """
    query = select(lock_table.c.content).join(edition, edition.c.id == lock_table.c.edition_id)
    content = connection.scalar(query.where(edition.c.slug == slug))
    if content is None:
        return None
    try:
        return lock_from_json(content)
    except EditionError as error:
        raise StoreError(
            f"The lock of {slug} in the database cannot be read.",
            "Send it with the version of digest that planned it.",
        ) from error


def find_edition(connection: Connection, slug: str) -> Row[Any] | None:
    """Read an edition's row; None when there is none."""
    return connection.execute(select(edition).where(edition.c.slug == slug)).first()


def write_decisions(connection: Connection, record: EditionRecord) -> None:
    """Write the trail of a selection, in place of an earlier one."""
    number = select(edition.c.id).where(edition.c.slug == record.slug)
    edition_id = connection.scalar(number)
    connection.execute(delete(decision_trail).where(decision_trail.c.edition_id == edition_id))
    if record.decisions:
        row = {"edition_id": edition_id, "decisions": decisions_to_json(record.decisions)}
        connection.execute(insert(decision_trail), row)
