"""Dates, times and durations as the readers of a language write them."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale

DATED = re.compile(r"-([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-[a-z0-9-]+)?$")
FALLBACK = "en"
# Languages whose regions differ in how they write a date, a time or a number.
REGIONAL = frozenset({"ar", "de", "en", "es", "fr", "it", "nl", "pt"})
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
MOST_TRIED = 201
# Where the digits of Unicode's numbering systems begin.
ZEROS = {
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "deva": 0x0966,
    "mymr": 0x1040,
    "khmr": 0x17E0,
    "tibt": 0x0F20,
}


def edition_day(slug: str) -> date | None:
    """Read the local date in an edition's slug; None when there is none."""
    match = DATED.search(slug)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def choose_locale(language: str, zone: str) -> "Locale":
    """Choose the locale of a language tag; a region that it does not name is that of the zone."""
    from babel import Locale, UnknownLocaleError

    tag = regional_tag(language, zone)
    for name in (tag, language, language.partition("-")[0]):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name, sep="-")
    return Locale.parse(FALLBACK)


@lru_cache(maxsize=64)
def regional_tag(language: str, zone: str) -> str:
    """Name the region of a language whose regions write dates or words differently.

    English without a region is written as in the United States only on that side of the Atlantic,
    Portuguese as in Brazil only there; Arabic takes the digits of the zone's country.
    """
    from babel.core import get_global
    from babel.localedata import exists

    tag = language.casefold()
    if tag not in REGIONAL:
        return language
    if tag == FALLBACK:
        return "en-US" if zone.startswith(("America/", "US/")) else "en-GB"
    if tag == "pt" and not zone.startswith(("America/", "Brazil/")):
        return "pt-PT"
    country = get_global("zone_territories").get(zone, "BR" if tag == "pt" else "")
    return f"{tag}-{country}" if exists(f"{tag}_{country}") else tag


@lru_cache(maxsize=64)
def plural_categories(language: str) -> tuple[str, ...]:
    """List the plural categories that a whole number takes in a language, in Unicode's order."""
    rule = choose_locale(language, "").plural_form
    found = {rule(number) for number in range(MOST_TRIED)}
    return tuple(one for one in CATEGORIES if one in found)


def show_count(forms: Mapping[str, str], count: int, locale: "Locale") -> str:
    """Write how many there are of something, in the right plural and the language's digits."""
    form = forms.get(locale.plural_form(count)) or forms.get("other") or next(iter(forms.values()))
    return form.replace("{}", show_number(count, locale))


def show_number(number: int, locale: "Locale") -> str:
    """Write a running number in the digits of the language, without separators."""
    return own_digits(str(number), locale)


def own_digits(text: str, locale: "Locale") -> str:
    """Write a text's digits as the language does; what is not known keeps those of ASCII."""
    zero = ZEROS.get(locale.default_numbering_system or "")
    return text.translate({ord("0") + one: zero + one for one in range(10)}) if zero else text


def show_day(day: date, locale: "Locale") -> str:
    """Write a date in full, with its weekday."""
    from babel.dates import format_date

    return own_digits(format_date(day, format="full", locale=locale), locale)


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
        shown = format_time(local.replace(tzinfo=None), format="short", locale=locale)
        return own_digits(shown, locale)
    skeleton = "MMMd" if day and local.year == day.year else "yMMMd"
    return own_digits(format_skeleton(skeleton, local.replace(tzinfo=None), locale=locale), locale)


def show_minutes(minutes: int, locale: "Locale") -> str:
    """Write a number of minutes, with the plural that the language wants."""
    from babel.dates import format_timedelta

    # The high threshold keeps 95 minutes from becoming two hours; format_unit has no Chinese word.
    span = timedelta(minutes=minutes)
    shown = format_timedelta(span, granularity="minute", threshold=10_000, locale=locale)
    return own_digits(shown, locale)
