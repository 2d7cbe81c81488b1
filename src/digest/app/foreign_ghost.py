"""Exports of Ghost: its members."""

from collections.abc import Sequence

from digest.app.foreign_cells import (
    YES,
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

TITLE = "Ghost"


def read_ghost(email: str, cells: Cells, lists: Sequence[str]) -> Found:
    """Read a member.

    Raises:
        BadMoment: A moment cannot be read.
    """
    gone = cells.take("deleted_at")
    subscribed = cells.take("subscribed_to_emails", "subscribed").casefold()
    if gone or subscribed not in YES:
        said = "deleted" if gone else "not subscribed to e-mails"
        reason = SuppressionReason.UNSUBSCRIBED
        return make_leaver(email, reason, at=gone, detail=f"{TITLE}: {said}")
    created = read_moment(cells.take("created_at"), "created_at")
    name, labels = cells.take("name"), read_names(cells.take("labels"))
    cells.drop("id", "stripe_customer_id", "gift_id")
    consent = Consent(at=created, source=f"{TITLE} export", proof=prove(TITLE, joined=created))
    return make_person(email, cells, Said(name=name, lists=labels, consent=consent), lists)
