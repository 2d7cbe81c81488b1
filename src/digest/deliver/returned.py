"""What a returned mail brings about for the reader that it is about, and for the books."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from digest.deliver.audience import address_key
from digest.deliver.fullness import full_for_too_long
from digest.deliver.replies import MAILBOX_FULL
from digest.model.delivery import Delivery, Outcome
from digest.model.returned import (
    BOUNCES,
    Failure,
    Returned,
    ReturnEvent,
    ReturnKind,
    Taken,
)
from digest.model.subscriber import Subscriber, SubscriberState, SuppressionReason

HAS_LEFT = (SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED)
# Nobody has the mail after one of these.
LOST = (ReturnEvent.BOUNCED, ReturnEvent.FULL, ReturnEvent.REFUSED)
# What a person has to look at when it names nobody for certain.
NEEDS_EYES = (ReturnKind.HARD, ReturnKind.COMPLAINT, ReturnKind.UNSUBSCRIBE)
ANY_ADDRESS = re.compile(r"[^\s<>\"'(),;]{1,320}@[^\s<>\"'(),;]{1,320}")
REFUSED = 550


def addresses_of(returned: Returned) -> list[str]:
    """Keys of all addresses that a mail may be about, by its own words."""
    reading = returned.reading
    written = [reading.address]
    for failure in reading.failures:
        written += [failure.original, failure.address]
    keys = (address_key(one) for one in written if one)
    return list(dict.fromkeys(key for key in keys if key))


def failure_about(returned: Returned, person: Subscriber | None) -> Failure | None:
    """Choose what a report says of a reader.

    A mail may have been sent on to several others, who are not the reader: their address is as
    dead as the report says only when all of them are.
    """
    failures = returned.reading.failures
    own = [
        one
        for one in failures
        if person and person.key in {address_key(one.address), address_key(one.original)}
    ]
    milder = [one for one in failures if one.kind is not ReturnKind.HARD]
    return next(iter([*own, *milder, *failures]), None)


def is_proven(returned: Returned, message_ids: Iterable[str] = ()) -> bool:
    """Whether a mail is about a reader for certain, and not only by its own word.

    Args:
        returned: The mail.
        message_ids: Of the copies that the reader was sent.
    """
    if returned.reader is not None:
        return True
    if returned.trusts_addresses and returned.reading.kind is not ReturnKind.UNSUBSCRIBE:
        return True
    return bool(find_copy(returned, message_ids))


def find_copy(returned: Returned, message_ids: Iterable[str]) -> str:
    """Find the Message-ID of ours that a mail names; a server may have changed its case."""
    if returned.reading.kind is ReturnKind.UNSUBSCRIBE:
        return ""
    named = set(returned.reading.message_ids)
    return next((one for one in message_ids if one.lower() in named), "")


def event_of(returned: Returned, failure: Failure | None) -> ReturnEvent | None:
    """Tell what a mail says of the delivery that it is about; None when it says nothing."""
    if returned.reading.kind is ReturnKind.COMPLAINT:
        return ReturnEvent.COMPLAINED
    return failure.event if failure else None


def settle_doubt(row: Delivery, failure: Failure | None, *, now: datetime) -> Delivery | None:
    """Settle a delivery that nobody knew the end of: it was taken, and bounced then.

    Returns:
        The row as it is from now on; None when it stays.
    """
    if row.outcome is not Outcome.UNKNOWN or failure is None or failure.event not in LOST:
        return None
    return replace(
        row,
        outcome=Outcome.REJECTED,
        code=REFUSED,
        enhanced=MAILBOX_FULL if failure.counts else failure.status,
        reply=without_addresses(failure.reason),
        at=now,
    )


def why_suppress(
    returned: Returned,
    person: Subscriber,
    failure: Failure | None,
    row: Delivery | None,
    earlier: Iterable[Delivery],
) -> tuple[SuppressionReason, str] | None:
    """Tell why a reader's address is not mailed from now on, and in what words.

    Args:
        returned: The mail, which is about them for certain.
        person: The reader.
        failure: What it says of them, in a bounce.
        row: Their delivery of the edition that it is about; None when that is not known.
        earlier: Their deliveries of other editions, the latest first.

    Returns:
        None when they go on as they are, or have left already.
    """
    if person.state in HAS_LEFT:
        return None
    kind = returned.reading.kind
    if kind is ReturnKind.COMPLAINT:
        return SuppressionReason.COMPLAINED, without_addresses(returned.reading.reason)
    if kind is ReturnKind.UNSUBSCRIBE:
        return SuppressionReason.UNSUBSCRIBED, "by mail"
    return why_give_up(failure, row, earlier) if failure else None


def why_give_up(
    failure: Failure, row: Delivery | None, earlier: Iterable[Delivery]
) -> tuple[SuppressionReason, str] | None:
    """Tell why an address is given up after a bounce; None when it is not yet."""
    said = without_addresses(failure.reason)
    if failure.status and failure.status not in said:
        said = f"{failure.status} {said}".strip()
    detail = said
    if failure.kind is not ReturnKind.HARD:
        if row is None or not failure.counts:
            return None
        latest = replace(row, outcome=Outcome.REJECTED, enhanced=MAILBOX_FULL, reply=said)
        detail = full_for_too_long(latest, earlier)
        if not detail:
            return None
    return SuppressionReason.BOUNCED, detail


def needs_eyes(returned: Returned, taken: Taken) -> bool:
    """Whether a mail is kept whole, for a person to look at.

    A bounce of an address that is no reader's is somebody else's: our name was forged.
    """
    kind = returned.reading.kind
    if kind is ReturnKind.UNREADABLE:
        return True
    if taken.certain or kind not in NEEDS_EYES:
        return False
    return kind not in BOUNCES or bool(taken.email)


def looks_again(kept_kind: ReturnKind, *, is_kept: bool, returned: Returned) -> bool:
    """Whether a mail that was taken in before is to be looked at again.

    One that was not understood, as a later version may know better; and one that was kept for want
    of a proof, once addresses are trusted.
    """
    if kept_kind is ReturnKind.UNREADABLE:
        return returned.reading.kind is not ReturnKind.UNREADABLE
    trusts = returned.trusts_addresses and returned.reading.kind is not ReturnKind.UNSUBSCRIBE
    return is_kept and trusts


def without_addresses(text: str) -> str:
    """Leave addresses out of what is kept, so that it names nobody."""
    return ANY_ADDRESS.sub("…", text)
