"""Rows of the ledger ↔ deliveries."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row

from digest.adapters.store.short_columns import MADE
from digest.model.delivery import Books, Delivery, Outcome

COUNTED = tuple(outcome.value for outcome in Outcome)
OUTCOMES = {outcome.value: outcome for outcome in Outcome}
# The columns that a delivery is read from.
TOLD = (
    "subscriber_id",
    "outcome",
    "message_id",
    "code",
    "enhanced",
    "reply",
    "at",
    "attempts",
    "next_attempt",
    "variant",
)


def deliveries_to_rows(
    deliveries: Iterable[Delivery],
    *,
    edition_id: int,
    batch: int,
    epoch: int,
    made: Collection[int] = (),
) -> list[tuple[Any, ...]]:
    """Write deliveries in the order of the table's columns.

    What a delivery wishes to bring about (`suppress`, `full`) is no part of its row.
    """
    return [
        (
            edition_id,
            one.subscriber_id,
            batch,
            epoch,
            one.outcome.value,
            MADE if one.subscriber_id in made else one.message_id,
            one.code,
            one.enhanced,
            one.reply,
            one.at,
            one.attempts,
            one.next_attempt,
            one.variant,
        )
        for one in deliveries
    ]


def row_to_delivery(row: Row[Any]) -> Delivery:
    """Read a delivery."""
    return Delivery(
        subscriber_id=row.subscriber_id,
        outcome=OUTCOMES[row.outcome],
        message_id=row.message_id,
        code=row.code,
        enhanced=row.enhanced,
        reply=row.reply,
        at=row.at,
        attempts=row.attempts,
        next_attempt=row.next_attempt,
        variant=row.variant,
    )


def make_books(planned: int, counts: dict[str, int], owed: int) -> Books:
    """Put counts by outcome into books."""
    return Books(planned=planned, owed=owed, **{name: counts.get(name, 0) for name in COUNTED})
