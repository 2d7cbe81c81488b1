"""Exports of listmonk: subscribers.csv.

It has no lists: who left one of several lists is "enabled" still. docs/how-to/move-from-listmonk.md
tells how to bring the lists over.
"""

from collections.abc import Sequence

from digest.app.foreign_cells import (
    Cells,
    Found,
    Said,
    make_leaver,
    make_person,
    prove,
    read_moment,
    read_names,
)
from digest.model.subscriber import Consent, SuppressionReason

TITLE = "listmonk"
# A reader who asked for no more mail at all, a complaint and a dead address: all are blocklisted.
NEVER_MAILED = ("blocklisted", "blacklisted", "disabled")


def read_listmonk(email: str, cells: Cells, lists: Sequence[str]) -> Found:
    """Read a row of listmonk.

    Raises:
        BadMoment: A moment cannot be read.
    """
    status = cells.take("status").casefold()
    changed = cells.take("updated_at")
    if status in NEVER_MAILED:
        detail = f"{TITLE}: {status}"
        return make_leaver(email, SuppressionReason.UNSUBSCRIBED, at=changed, detail=detail)
    if status not in ("enabled", ""):
        return f"status {status!r} is not known"
    created = read_moment(cells.take("created_at"), "created_at")
    name = cells.take("name")
    own = read_names(cells.take("lists"))
    cells.drop("uuid", "id")
    cells.open("attributes", "attribs")
    consent = Consent(at=created, source=f"{TITLE} export", proof=prove(TITLE, added=created))
    return make_person(email, cells, Said(name=name, lists=own, consent=consent), lists)
