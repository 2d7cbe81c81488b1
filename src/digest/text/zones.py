"""Names of time zones as newspapers and feeds write them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from digest.text.values import is_timezone
from digest.text.zone_names import BARE, LONG, OFFSETS, REGIONAL, SEASONAL

FURTHEST = timedelta(hours=14)
MINUTES_PER_HOUR = 60

SOLSTICES = (1, 7)


def is_zone(name: str) -> bool:
    """Tell whether this is a zone's known abbreviation, in any case."""
    return name.upper() in OFFSETS or name.upper() in SEASONAL


def find_zone(
    name: str, *, home: tzinfo | None, year: int, languages: Sequence[str] = ()
) -> tzinfo | None:
    """Find the zone that a name means.

    Args:
        name: An abbreviation, a long name such as "Eastern Time", or an IANA name.
        home: Zone of the publication. Its own abbreviations come before all but those of the
            page's language: IST is Irish time in Dublin, Israeli in Jerusalem, Indian elsewhere.
        year: Year of the date, for the abbreviations of `home`.
        languages: Language tags of the page, the likeliest first: IST is Israeli time in Hebrew.

    Returns:
        The zone, or None when nobody knows it.
    """
    plain = plain_name(name)
    name = LONG.get(plain) or BARE.get(plain, name)
    short = name.upper()
    regional = regional_offset(short, languages)
    if regional is not None:
        return timezone(regional)
    at_home = home_offset(short, home, year) if home and short not in SEASONAL else None
    if at_home is not None:
        return timezone(at_home)
    if short in OFFSETS:
        return timezone(timedelta(minutes=OFFSETS[short]))
    path = SEASONAL.get(short, name)
    return ZoneInfo(path) if "/" in path and is_timezone(path) else None


def plain_name(name: str) -> str:
    """Write a zone's long name as the table has it: small, single spaces, straight apostrophes."""
    return " ".join(name.casefold().replace("’", "'").split())


def regional_offset(short: str, languages: Sequence[str]) -> timedelta | None:
    """Find what an abbreviation means in the page's language, or the region of its tag."""
    language, _, rest = (languages[0] if languages else "").replace("_", "-").partition("-")
    for place in (rest.upper()[-2:], language.casefold()):
        minutes = REGIONAL.get((short, place))
        if minutes is not None:
            return timedelta(minutes=minutes)
    return None


def home_offset(short: str, home: tzinfo, year: int) -> timedelta | None:
    """Find the offset that a zone itself calls by an abbreviation, in winter or in summer."""
    for month in SOLSTICES:
        moment = datetime(year, month, 1, tzinfo=home)
        if moment.tzname() == short:
            return moment.utcoffset()
    return None


def make_offset(sign: str, hours: int, minutes: int) -> timezone | None:
    """Make a fixed offset from UTC; None past 14 hours, which no clock on Earth shows."""
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes >= MINUTES_PER_HOUR or offset > FURTHEST:
        return None
    return timezone(offset if sign == "+" else -offset) if offset else UTC


def open_zone(zone: str | tzinfo | None) -> tzinfo | None:
    """Open a zone that is given by its IANA name; None for one that there is not."""
    if not isinstance(zone, str):
        return zone
    if zone.upper() in ("UTC", "Z"):
        return UTC
    return ZoneInfo(zone) if is_timezone(zone) else None
