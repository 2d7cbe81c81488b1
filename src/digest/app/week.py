"""The editions that readers were sent in the days before a round-up."""

from contextlib import suppress

from digest.app.ports import EditionStore
from digest.compose.draft import read_edition
from digest.errors import EditionError
from digest.model.edition import DAILY, Edition, EditionState, Window
from digest.model.message import Lock

NOT_SENT = frozenset({EditionState.DRAFTED, EditionState.APPROVED})


def editions_of_week(window: Window, *, editions: EditionStore) -> list[Lock]:
    """Find the locks of the editions that were planned in a window, the earliest first.

    A round-up is none of them.
    """
    records = [
        record
        for record in editions.editions()
        if record.kind == DAILY
        and record.state not in NOT_SENT
        and window.start < record.window.end <= window.end
    ]
    locks = (editions.lock(record.slug) for record in records)
    return [lock for lock in locks if lock]


def main_source(lock: Lock) -> Edition | None:
    """Read what an edition told in its main language; None in locks of an earlier version."""
    with suppress(EditionError, IndexError):
        return read_edition(lock.sources[0])
    return None
