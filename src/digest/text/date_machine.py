"""Dates as programs write them: RFC 5322 and RFC 3339, with an offset. Nearly every feed has these.

They are read at once; everything else, and whatever is odd about these, is left to the parts that
read any date.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
# Fourteen hours and more are for others to judge.
_OFFSET = r"(?P<sign>[+-])(?P<hours>0\d|1[0-3])"
FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        (
            rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>\d\d) (?P<month>{'|'.join(MONTHS)})"
            rf" (?P<year>20\d\d) {_CLOCK}(?::(?P<second>[0-5]\d))?"
            rf" (?:GMT|{_OFFSET}(?P<minutes>[0-5]\d))"
        ),
        (
            rf"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)T{_CLOCK}:(?P<second>[0-5]\d)"
            rf"(?:Z|{_OFFSET}:(?P<minutes>[0-5]\d))"
        ),
    )
)


def read_machine_date(text: str) -> datetime | None:
    """Read a moment such as "Mon, 23 Nov 2026 05:30:00 +0100" or "2026-11-23T05:30:00Z".

    Returns:
        The moment, aware, UTC; None when it is of another form, or there is no such day.
    """
    match = FORMS[0].fullmatch(text) or FORMS[1].fullmatch(text)
    if match is None:
        return None
    found = match.groupdict()
    name = found["month"]
    month = MONTHS.index(name) + 1 if name in MONTHS else int(name)
    ahead = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    try:
        return datetime(
            int(found["year"]),
            month,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"] or 0),
            tzinfo=timezone(-ahead if found["sign"] == "-" else ahead),
        ).astimezone(UTC)
    except ValueError:
        return None
