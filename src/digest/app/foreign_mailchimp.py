"""Exports of a Mailchimp audience: subscribed, unsubscribed and cleaned contacts."""

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

TITLE = "Mailchimp"
# Guesses about the person, and numbers of Mailchimp's own.
LEFT_OUT = (
    "member_rating",
    "latitude",
    "longitude",
    "gmtoff",
    "dstoff",
    "last_changed",
    "leid",
    "euid",
)
# What somebody said in leaving that counts as a complaint.
COMPLAINTS = ("abuse", "spam", "complain")
# What the owner of an audience may have named these columns, or Mailchimp for them.
FIRST_NAMES = (
    *("first name", "fname", "prénom", "vorname", "nombre", "nome", "voornaam", "förnamn"),
    *("fornavn", "etunimi", "imię", "имя", "名"),
)
LAST_NAMES = (
    *("last name", "lname", "nom", "nom de famille", "nachname", "apellido", "apellidos"),
    *("cognome", "sobrenome", "achternaam", "efternamn", "etternavn", "efternavn", "sukunimi"),
    *("nazwisko", "фамилия", "姓"),
)
STATUSES = ("status", "email marketing status", "email subscription status")


def read_mailchimp(email: str, cells: Cells, lists: Sequence[str]) -> Found:
    """Read a row of an audience; which file it is, its columns tell.

    Raises:
        BadMoment: A moment cannot be read.
    """
    status = cells.take(*STATUSES).casefold().replace("-", "")
    if status == "nonsubscribed":
        return "never subscribed, says Mailchimp"
    cleaned, left = cells.take("clean_time"), cells.take("unsub_time")
    if cleaned or status == "cleaned" or is_file_of(cells, "clean_time"):
        detail = f"{TITLE}: cleaned"
        return make_leaver(email, SuppressionReason.BOUNCED, at=cleaned, detail=detail)
    why = cells.take("unsub_reason", "unsub_reason_other")
    if left or status in ("unsubscribed", "archived") or is_file_of(cells, "unsub_time"):
        return leave(email, left, why)
    cells.drop("clean_campaign_title", "clean_campaign_id")
    cells.drop("unsub_campaign_title", "unsub_campaign_id", *LEFT_OUT)
    return subscribe(email, cells, lists, is_pending=status == "pending")


def is_file_of(cells: Cells, column: str) -> bool:
    """Whether the whole file is of people who were lost: files of others have LAST_CHANGED."""
    return cells.has(column) and not cells.has("last_changed")


def leave(email: str, at: str, why: str) -> Found:
    """Make of a row somebody who has left, or complained."""
    complained = any(word in why.casefold() for word in COMPLAINTS)
    reason = SuppressionReason.COMPLAINED if complained else SuppressionReason.UNSUBSCRIBED
    detail = f"{TITLE}: {why}" if why else f"{TITLE}: unsubscribed"
    return make_leaver(email, reason, at=at, detail=detail)


def subscribe(email: str, cells: Cells, lists: Sequence[str], *, is_pending: bool) -> Found:
    """Make a person of a row.

    Raises:
        BadMoment: A moment cannot be read.
    """
    asked = read_moment(cells.take("optin_time"), "OPTIN_TIME")
    confirmed = read_moment(cells.take("confirm_time"), "CONFIRM_TIME")
    networks = [describe_network(cells.take(one)) for one in ("confirm_ip", "optin_ip")]
    proof = prove(TITLE, opted_in=asked, confirmed=confirmed)
    network = next((one for one in networks if one), "")
    if proof and network:
        proof += f", network {network}"
    names = (cells.take(*FIRST_NAMES), cells.take(*LAST_NAMES))
    whole = cells.take("name", "full name")
    tags = read_names(cells.take("tags"))
    cells.add({"country": cells.take("cc"), "region": cells.take("region")})
    said = Said(
        name=" ".join(one for one in names if one) or whole,
        lists=tags,
        state=SubscriberState.PENDING if is_pending else SubscriberState.SUBSCRIBED,
        consent=Consent(at=confirmed or asked, source=f"{TITLE} export", proof=proof),
    )
    return make_person(email, cells, said, lists)
