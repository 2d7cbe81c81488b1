"""Spans of time as people write them: "7 days", "24 months"."""

import re
from calendar import monthrange
from datetime import datetime, timedelta

SPAN = re.compile(r"([1-9][0-9]{0,3}) ?(day|week|month|year)s?")
DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}


def read_span(text: str) -> tuple[int, int] | None:
    """Read a span of whole days, weeks, months or years.

    Returns:
        Months and days; None when it is no such span.
    """
    match = SPAN.fullmatch(text.strip().casefold())
    if match is None:
        return None
    count, unit = int(match[1]), match[2]
    return count * MONTHS.get(unit, 0), count * DAYS.get(unit, 0)


def go_back(now: datetime, *, months: int = 0, days: int = 0) -> datetime:
    """Go back from a moment by the calendar: a month before 31 March is the last of February."""
    count = now.year * 12 + now.month - 1 - months
    year, month = max(count // 12, 1), count % 12 + 1
    day = min(now.day, monthrange(year, month)[1])
    return now.replace(year=year, month=month, day=day) - timedelta(days=days)
