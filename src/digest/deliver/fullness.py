"""When a mailbox that is full counts as one that nobody reads any more."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from digest.deliver.replies import MAILBOX_FULL, TOO_LARGE
from digest.model.delivery import Delivery, Outcome
from digest.model.returned import ReturnEvent

EDITIONS = 3
SPAN = timedelta(days=7)


def full_for_too_long(latest: Delivery, earlier: Iterable[Delivery]) -> str:
    """Tell why an address is given up whose mailbox is full once more; empty when it is not.

    It is given up when the mailbox was full for three editions or more, the first of them at
    least seven days before the last, and took none in between. What says nothing of the mailbox
    (a deferral, a doubt, a refusal by policy, an edition that expired) neither counts nor breaks
    the run.

    Args:
        latest: The rejection that is being recorded.
        earlier: The reader's rows in other editions, the latest edition first. No more of them
            are taken than are needed.
    """
    editions, first, last = 1, latest.at, latest.at
    for row in earlier:
        if row.outcome is Outcome.ACCEPTED:
            return ""
        if not was_full(row):
            continue
        editions += 1
        first, last = min(first, row.at), max(last, row.at)
        if editions >= EDITIONS and last - first >= SPAN:
            return (
                f"the mailbox was full for {editions} editions, since {first:%Y-%m-%d}:"
                f" {latest.reply}"
            )
    return ""


def was_full(row: Delivery) -> bool:
    """Whether a row says that the mailbox was full."""
    said = row.enhanced == MAILBOX_FULL or (row.enhanced is None and row.code == TOO_LARGE)
    return row.outcome is Outcome.REJECTED and said


def as_returned(row: Delivery, event: str | None) -> Delivery:
    """See a delivery as a returned mail tells it: what a relay took may not have arrived.

    Args:
        row: As it stands in the ledger.
        event: The latest of what was returned of it; None when nothing was.
    """
    if row.outcome is not Outcome.ACCEPTED:
        return row
    if event == ReturnEvent.FULL:
        return replace(row, outcome=Outcome.REJECTED, enhanced=MAILBOX_FULL)
    if event in (ReturnEvent.BOUNCED, ReturnEvent.REFUSED):
        return replace(row, outcome=Outcome.REJECTED, enhanced="5.0.0")
    return replace(row, outcome=Outcome.DEFERRED) if event == ReturnEvent.DELAYED else row
