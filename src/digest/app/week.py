"""The editions that readers were sent in the days before a round-up."""

from contextlib import suppress
from datetime import datetime, timedelta

from digest.app.ports import EditionStore
from digest.compose.draft import read_edition
from digest.errors import EditionError
from digest.model.edition import DAILY, WEEKLY, Edition, EditionRecord, EditionState, Window
from digest.model.message import Lock

NOT_SENT = frozenset({EditionState.DRAFTED, EditionState.APPROVED})
# A story that goes on for longer than this may be told again to who read its beginning.
REMEMBERED = timedelta(days=28)


def editions_of_week(window: Window, *, editions: EditionStore) -> list[Lock]:
    """Find the locks of the editions that were planned in a window, the earliest first.

    A round-up is none of them.
    """
    return read_locks(
        [
            record
            for record in editions.editions()
            if record.kind == DAILY and window.start < planned_at(record) <= window.end
        ],
        editions=editions,
    )


def editions_before(record: EditionRecord, *, editions: EditionStore) -> list[Lock]:
    """Find the locks of whatever readers of a round-up may have been sent before it.

    Those are the editions of four weeks, and the round-ups among them.
    """
    end = record.window.end
    return read_locks(
        [
            one
            for one in editions.editions()
            if one.slug != record.slug and end - REMEMBERED < planned_at(one)
        ],
        editions=editions,
    )


def planned_at(record: EditionRecord) -> datetime:
    """Tell when an edition was planned, which may be long after its cut-off."""
    return record.planned_at or record.window.end


def read_locks(records: list[EditionRecord], *, editions: EditionStore) -> list[Lock]:
    """Read the locks of those editions that were planned."""
    locks = (editions.lock(one.slug) for one in records if one.state not in NOT_SENT)
    return [lock for lock in locks if lock]


def last_round_up(slug: str, due: datetime, *, editions: EditionStore) -> EditionRecord | None:
    """Find the last round-up before another one that reached anybody, or still may."""
    found = [
        one
        for one in editions.editions()
        if one.kind == WEEKLY
        and one.slug != slug
        and one.state not in NOT_SENT
        and one.window.end < due
    ]
    reached = set(editions.reached()) if found else set()
    sent = [one for one in found if one.state is not EditionState.EXPIRED or one.slug in reached]
    return sent[-1] if sent else None


def main_source(lock: Lock) -> Edition | None:
    """Read what an edition told in its main language; None in locks of an earlier version."""
    with suppress(EditionError, IndexError):
        return read_edition(lock.sources[0])
    return None
