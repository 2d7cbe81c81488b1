"""Deliveries that end, or fall into doubt, without any reply of a relay."""

from dataclasses import replace
from datetime import datetime

from digest.deliver.audience import envelope_address
from digest.deliver.tokens import make_message_id
from digest.model.delivery import Delivery, Outcome
from digest.model.message import Lock
from digest.text.values import split_mailbox

IN_DOUBT = "the sender was stopped while this message may have been handed over"
TIME_HAD_PASSED = "the edition's time had passed"


def nobody_is_dead(_owner: str) -> bool:
    """Know of no owner of a batch that it has died: its lease has to pass."""
    return False


def name_copy(lock: Lock, number: int, *, secret: str) -> str:
    """Tell the Message-ID that a reader's copy has, made or not; empty without a sender."""
    _, address = split_mailbox(lock.sender) or ("", "")
    written = envelope_address(address)
    if written is None:
        return ""
    return make_message_id(
        secret,
        publication=lock.publication_id,
        edition=lock.slug,
        reader=str(number),
        domain=written[0].rpartition("@")[2],
    )


def doubt(
    number: int, row: Delivery | None, *, message_id: str, now: datetime, retry: bool = False
) -> Delivery:
    """Record that nobody knows whether a message was handed over.

    Args:
        number: The reader.
        row: Their row so far; None when they were owed.
        message_id: Of their copy, so that a relay's log can settle it.
        now: Aware.
        retry: Whether they are due again at once, at the risk of a second copy.
    """
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.DEFERRED if retry else Outcome.UNKNOWN,
        message_id=message_id,
        reply=IN_DOUBT,
        at=now,
        attempts=1 + (row.attempts if row else 0),
        next_attempt=now if retry else None,
    )


def expired(
    number: int, row: Delivery | None, *, now: datetime, doubted: str | None = None
) -> Delivery:
    """Record a reader who was not tried, or not again, before the edition's time had passed.

    Args:
        number: The reader.
        row: Their row so far; None when they were owed.
        now: Aware.
        doubted: What was said when it was last unknown whether they had got it; None when it
            never was. A doubt that nobody has settled stays one.
    """
    if row is None:
        return Delivery(
            subscriber_id=number, outcome=Outcome.EXPIRED, reply=TIME_HAD_PASSED, at=now
        )
    if doubted is None:
        return replace(row, outcome=Outcome.EXPIRED, at=now, next_attempt=None)
    if row.reply != doubted:
        row = replace(row, code=0, enhanced=None, reply=doubted)
    return replace(row, outcome=Outcome.UNKNOWN, at=now, next_attempt=None)


def expire_deferred(result: Delivery, *, doubted: str | None = None) -> Delivery:
    """Make a result final that came when nobody will try again; `doubted` as in `expired`."""
    if result.outcome is not Outcome.DEFERRED:
        return result
    return expired(result.subscriber_id, result, now=result.at, doubted=doubted)


def not_tried(
    number: int, row: Delivery | None, *, now: datetime, doubted: str | None = None
) -> Delivery:
    """Record a reader who was in the window when time was up, and whom nobody had tried.

    Args:
        number: The reader.
        row: Their row so far: the doubt that expiry laid on all who may have been in flight.
        now: Aware.
        doubted: As in `expired`.
    """
    tries = row.attempts - 1 if row else 0
    if row is None or not tries:
        return expired(number, None, now=now)
    back = replace(row, reply=TIME_HAD_PASSED, attempts=tries)
    return expired(number, back, now=now, doubted=doubted)


def suppressed(number: int, row: Delivery | None, *, reason: str, now: datetime) -> Delivery:
    """Record a planned reader who may no longer be mailed."""
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.SUPPRESSED,
        message_id=row.message_id if row else "",
        reply=reason,
        at=now,
        attempts=row.attempts if row else 0,
    )


def without_traces(row: Delivery) -> Delivery:
    """Take what may name the person out of a row, once they are forgotten."""
    return replace(row, message_id="", reply="")
