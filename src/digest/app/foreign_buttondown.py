"""Exports of Buttondown: its subscribers."""

from collections.abc import Sequence

from digest.app.foreign_cells import (
    Cells,
    Found,
    Said,
    describe_network,
    make_leaver,
    make_person,
    prove,
    read_moment,
    read_names,
)
from digest.model.subscriber import Consent, SubscriberState, SuppressionReason

TITLE = "Buttondown"
MAILED = (
    "",
    "regular",
    "active",
    "premium",
    "paid",
    "gifted",
    "trialed",
    "churning",
    "churned",
    "past_due",
    "unpaid",
    "upcoming",
    "throttled",
    # The payment rests, not the newsletter.
    "paused",
)
NEVER_MAILED = {
    "unsubscribed": SuppressionReason.UNSUBSCRIBED,
    "removed": SuppressionReason.UNSUBSCRIBED,
    "blocked": SuppressionReason.UNSUBSCRIBED,
    "disabled": SuppressionReason.UNSUBSCRIBED,
    "spammy": SuppressionReason.UNSUBSCRIBED,
    "malformed": SuppressionReason.BOUNCED,
    "undeliverable": SuppressionReason.BOUNCED,
    "complained": SuppressionReason.COMPLAINED,
}
STATES = {"unactivated": SubscriberState.PENDING}
# Numbers of Buttondown's own, and what it counted and guessed.
LEFT_OUT = ("id", "secondary_id", "avatar_url", "risk_score", "last_open_date", "last_click_date")
COUNTED = ("_count", "_rate")
PAYMENT = "stripe_"


def read_buttondown(email: str, cells: Cells, lists: Sequence[str]) -> Found:
    """Read a subscriber.

    Raises:
        BadMoment: A moment cannot be read.
    """
    kind = cells.take("type", "subscriber_type", "status").casefold()
    left, dead = cells.take("unsubscription_date"), cells.take("undeliverability_date")
    why = cells.take("unsubscription_reason", "undeliverability_reason")
    if kind in NEVER_MAILED:
        detail = f"{TITLE}: {kind}" + (f", {why}" if why else "")
        reason = NEVER_MAILED[kind]
        at = dead if reason is SuppressionReason.BOUNCED else left
        return make_leaver(email, reason, at=at, detail=detail)
    if kind not in MAILED and kind not in STATES:
        return f"type {kind!r} is not known"
    created = read_moment(cells.take("creation_date", "created"), "creation_date")
    proof = prove(TITLE, joined=created)
    network = describe_network(cells.take("ip_address"))
    tags, name = read_names(cells.take("tags")), cells.take("name")
    cells.drop(*LEFT_OUT)
    cells.drop_if(lambda column: column.endswith(COUNTED) or column.startswith(PAYMENT))
    cells.open("metadata")
    name = name or cells.take("name", "first_name", "first name")
    consent = Consent(
        at=created,
        source=f"{TITLE} export",
        proof=f"{proof}, network {network}" if proof and network else proof,
    )
    said = Said(
        name=name,
        lists=tags,
        state=STATES.get(kind, SubscriberState.SUBSCRIBED),
        consent=consent,
    )
    return make_person(email, cells, said, lists)
