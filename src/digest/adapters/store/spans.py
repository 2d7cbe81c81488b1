"""Spans of time in questions to the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_


def within(
    column: ColumnElement[datetime | None], since: datetime | None, until: datetime | None
) -> ColumnElement[bool]:
    """Ask for moments in [since, until); None leaves that side open."""
    bounds: list[ColumnElement[bool]] = [column.is_not(None)]
    if since is not None:
        bounds.append(column >= since)
    if until is not None:
        bounds.append(column < until)
    return and_(*bounds)
