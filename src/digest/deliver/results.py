"""What the ledger is told of a reader after an attempt, or instead of one."""

from datetime import datetime

from digest.deliver.replies import Verdict
from digest.deliver.retry import next_attempt
from digest.model.delivery import Delivery, Outcome, OwnedReader, Reply
from digest.model.subscriber import SuppressionReason

# So many attempts come to the longest wait.
REFUSED = 9


def tried(
    reader: OwnedReader,
    message_id: str,
    reply: Reply,
    verdict: Verdict,
    *,
    now: datetime,
    variant: int | None = None,
) -> Delivery:
    """Record what a relay's reply, or the loss of it, means for a reader of a variant."""
    outcome = verdict.outcome or Outcome.DEFERRED
    attempts = reader.attempts + 1
    waits = outcome is Outcome.DEFERRED
    return Delivery(
        subscriber_id=reader.subscriber.id,
        outcome=outcome,
        message_id=message_id,
        code=reply.code,
        enhanced=reply.enhanced,
        reply=reply.text,
        at=now,
        attempts=attempts,
        next_attempt=next_attempt(message_id, attempts=attempts, now=now) if waits else None,
        variant=variant,
        suppress=SuppressionReason.BOUNCED if verdict.suppress else None,
        full=verdict.soft,
    )


def put_off(
    reader: OwnedReader, message_id: str, reason: str, *, refused: bool, now: datetime
) -> Delivery:
    """Record a reader who is left for a later run without an attempt.

    Args:
        reader: The reader.
        message_id: Of their copy.
        reason: Why they are not tried.
        refused: Whether their domain refuses our mail. Then they wait for as long as anybody does:
            each time that it is tried again costs a few of its readers the edition.
        now: Aware.
    """
    attempts = REFUSED if refused else reader.attempts + 1
    return Delivery(
        subscriber_id=reader.subscriber.id,
        outcome=Outcome.DEFERRED,
        message_id=message_id,
        reply=reason,
        at=now,
        attempts=reader.attempts,
        next_attempt=next_attempt(message_id, attempts=attempts, now=now),
    )


def unwished(reader: OwnedReader, reason: str, *, now: datetime) -> Delivery:
    """Record a reader for whom nothing of the edition is left: they get nothing, and are done."""
    return Delivery(
        subscriber_id=reader.subscriber.id,
        outcome=Outcome.SUPPRESSED,
        reply=reason,
        at=now,
        attempts=reader.attempts,
    )


def impossible(reader: OwnedReader, reason: str, *, now: datetime) -> Delivery:
    """Record a reader for whom no message can be made; that costs this one alone."""
    return Delivery(
        subscriber_id=reader.subscriber.id,
        outcome=Outcome.REJECTED,
        reply=reason,
        at=now,
        attempts=reader.attempts,
    )
