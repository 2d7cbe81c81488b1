"""Exports of Substack: the list of addresses, and the table of the subscriber page."""

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

TITLE = "Substack"
# What was counted of a person's reading: nobody here asks for it.
COUNTED = ("(6mo)", "(30d)", "(7d)")
CREATED = ("created_at", "subscription_created_at", "start date")
LEFT_OUT = (
    "activity",
    "num_emails_opened",
    "last email open",
    "links clicked",
    "last clicked at",
    "post views",
    "unique posts seen",
    "comments",
    "shares",
    "revenue",
    "bestseller",
    "subscriptions gifted",
    "stripe_connected_customer_id",
)


def read_substack(email: str, cells: Cells, lists: Sequence[str]) -> Found:
    """Read a row of either table; the end of a paid subscription is no goodbye.

    Raises:
        BadMoment: A moment cannot be read.
    """
    disabled = cells.take("email_disabled", "email disabled").casefold()
    left = cells.take("unsubscribed at", "unsubscribed_at", "unsubscribe date")
    if disabled in YES or left or cells.see("type").casefold() == "unsubscribed":
        detail = f"{TITLE}: e-mails switched off"
        return make_leaver(email, SuppressionReason.UNSUBSCRIBED, at=left, detail=detail)
    column = next((one for one in CREATED if cells.see(one)), CREATED[0])
    created = read_moment(cells.take(*CREATED), column)
    name, tags = cells.take("name"), read_names(cells.take("tags"))
    cells.drop(*LEFT_OUT)
    cells.drop_if(lambda column: column.endswith(COUNTED))
    consent = Consent(at=created, source=f"{TITLE} export", proof=prove(TITLE, joined=created))
    return make_person(email, cells, Said(name=name, lists=tags, consent=consent), lists)
