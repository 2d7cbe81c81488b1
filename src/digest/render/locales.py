"""Dates, times and durations as the readers of a language write them."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale

DATED = re.compile(r"-([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-[a-z0-9-]+)?$")
FALLBACK = "en"


def edition_day(slug: str) -> date | None:
    """Read the local date in an edition's slug; None when there is none."""
    match = DATED.search(slug)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def choose_locale(language: str, zone: str) -> "Locale":
    """Choose the locale of a language tag.

    English without a region is written as in the United States only on that side of the Atlantic.
    """
    from babel import Locale, UnknownLocaleError

    primary = language.partition("-")[0]
    if language.casefold() == FALLBACK:
        return Locale.parse("en_US" if zone.startswith(("America/", "US/")) else "en_GB")
    for tag in (language, primary):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(tag, sep="-")
    return Locale.parse(FALLBACK)


def show_day(day: date, locale: "Locale") -> str:
    """Write a date in full, with its weekday."""
    from babel.dates import format_date

    return format_date(day, format="full", locale=locale)


def show_moment(moment: datetime, *, day: date | None, zone: str, locale: "Locale") -> str:
    """Write when a story was published, in the publication's zone.

    Args:
        moment: Aware.
        day: The edition's date; the moment's own is shown only when it is another one.
        zone: IANA zone.
        locale: Of the edition.

    Returns:
        The time of day, or the date for a story of another day; a story that carries no more than
        its date is one of midnight, and shows its date alone.
    """
    from babel.dates import format_skeleton, format_time

    local = moment.astimezone(ZoneInfo(zone))
    if local.date() == day and (local.hour or local.minute):
        return format_time(local.replace(tzinfo=None), format="short", locale=locale)
    skeleton = "MMMd" if day and local.year == day.year else "yMMMd"
    return format_skeleton(skeleton, local.replace(tzinfo=None), locale=locale)


def show_minutes(minutes: int, locale: "Locale") -> str:
    """Write a number of minutes, with the plural that the language wants."""
    from babel.dates import format_timedelta

    # The high threshold keeps 95 minutes from becoming two hours; format_unit has no Chinese word.
    span = timedelta(minutes=minutes)
    return format_timedelta(span, granularity="minute", threshold=10_000, locale=locale)
