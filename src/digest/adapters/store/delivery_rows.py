"""Rows of the ledger ↔ deliveries."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from digest.model.delivery import Books, Delivery, Outcome

PLAIN = tuple(one.name for one in fields(Delivery) if one.name not in ("outcome", "suppress"))
COUNTED = tuple(outcome.value for outcome in Outcome)


def delivery_to_row(one: Delivery) -> dict[str, Any]:
    """Write a delivery, without the batch it belongs to."""
    return {name: getattr(one, name) for name in PLAIN} | {"outcome": one.outcome.value}


def row_to_delivery(row: Row[Any]) -> Delivery:
    """Read a delivery."""
    return Delivery(**{name: getattr(row, name) for name in PLAIN}, outcome=Outcome(row.outcome))


def make_books(planned: int, counts: dict[str, int], owed: int) -> Books:
    """Put counts by outcome into books."""
    return Books(planned=planned, owed=owed, **{name: counts.get(name, 0) for name in COUNTED})
