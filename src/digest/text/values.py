"""Values that people type into settings and lists: zones, languages, mailboxes, times, rates."""

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

# RFC 5646 section 2.1, without the grandfathered tags: subtags of one to eight characters.
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,8}")
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
# So few digits that every number is one that can be counted with.
RATE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?/ ?(s|min|h)")
SECONDS = {"s": 1, "min": 60, "h": 3600}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_OF_SLUG = 48
HOST = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}")
LONGEST_HOST = 253
LONGEST_ZONE = 64
# Spaces (U+3000 and its kin), joiners and direction marks, which `str.isprintable` refuses.
SHOWN = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\u00ad"
)
NOT_SLUG = re.compile(r"[^a-z0-9]+")


def is_one_line(text: str) -> bool:
    """Tell whether a text is one line that can be shown: no control characters, no line breaks.

    Spaces of every kind may stand in it, and the joiners and direction marks that some scripts
    need; the marks that turn a line around (U+202A to U+202E, U+2066 to U+2069) may not.
    """
    return all(char.isprintable() or char in SHOWN for char in text)


def is_timezone(name: str) -> bool:
    """Tell whether the IANA database has a zone of this name, such as "Europe/Brussels"."""
    if not name.isascii() or not name or len(name) > LONGEST_ZONE:
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def read_language(text: str) -> str | None:
    """Read a language tag (RFC 5646); "pt_BR" is taken for "pt-BR".

    Returns:
        The tag with hyphens, or None when it is none.
    """
    tag = text.strip().replace("_", "-")
    return tag if LANGUAGE_TAG.fullmatch(tag) else None


def read_time(text: str) -> time | None:
    """Read a local time of day written as HH:MM; None when it is none."""
    match = TIME_OF_DAY.fullmatch(text.strip())
    return time(int(match[1]), int(match[2])) if match else None


def read_rate(text: str) -> float | None:
    """Read how many messages may leave in a time: "100/s", "3000/min", "0.5/h".

    Returns:
        Messages a second, more than nought; None when it is no rate.
    """
    match = RATE.fullmatch(text.strip())
    return float(match[1]) / SECONDS[match[2]] or None if match else None


def read_instant(text: str) -> datetime | None:
    """Read an ISO 8601 date or moment; one without a zone is taken as UTC.

    Returns:
        An aware moment in UTC, or None when it is none.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def show_moment(moment: datetime, zone: str) -> str:
    """Write a moment for an editor, in their own zone: "2026-11-24 05:30 Europe/Brussels"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"


def split_mailbox(text: str) -> tuple[str, str] | None:
    """Split a mailbox (RFC 5322 section 3.4) into its display name and its address.

    The address is not judged here: `deliver.audience.address_key` does that.

    Returns:
        Name (may be empty, without its quotation marks) and address; None for what is no single
        mailbox, or holds a control character.
    """
    if not is_one_line(text):
        return None
    name, opening, rest = text.strip().rpartition("<")
    if not opening:
        return ("", rest) if rest and not set(rest) & set(' ,;<>"') else None
    address, closing, after = rest.partition(">")
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if not closing or after or not address or set(name) & set("<>"):
        return None
    return name, address


def is_slug(text: str) -> bool:
    """Tell whether this can be a publication's id or a slot: "the-daily", at most 48 characters."""
    return len(text) <= MOST_OF_SLUG and bool(SLUG.fullmatch(text))


def is_host(text: str) -> bool:
    """Tell whether this is a host name, an address, or a network such as "10.0.0.0/8"."""
    from ipaddress import ip_network

    try:
        ip_network(text, strict=False)
    except ValueError:
        # A last label of digits alone is a mistyped address, never a name.
        return len(text) <= LONGEST_HOST and bool(HOST.fullmatch(text)) and not text[-1].isdigit()
    return True


def make_slug(text: str) -> str:
    """Make a name of small ASCII letters, digits and single hyphens; may be empty.

    Accents are dropped ("Le Café" is "le-cafe"); letters of other scripts are left out.
    """
    from unicodedata import normalize

    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return NOT_SLUG.sub("-", plain.replace("'", "")).strip("-")[:MOST_OF_SLUG].rstrip("-")


def nearest(word: str, known: list[str]) -> str | None:
    """Find the known word that somebody may have meant; None when none is near."""
    from difflib import get_close_matches

    by_small = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold()[:100], by_small, n=1, cutoff=0.6)
    return by_small[close[0]] if close else None
