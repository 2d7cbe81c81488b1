"""Dates as newspapers, feeds and servers write them, read without guessing in silence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from html import unescape

from digest.model.article import Precision
from digest.text.date_ago import MINUTE, MONTH, read_ago
from digest.text.date_calendars import spell_out
from digest.text.date_machine import read_machine_date
from digest.text.date_order import DIGITS_OF_YEAR, Setting
from digest.text.date_parts import WHOLE, Parts, read_parts
from digest.text.date_patterns import Kind
from digest.text.date_runs import announced, beginnings, split_runs
from digest.text.date_scanner import Token
from digest.text.date_tokens import scan
from digest.text.zones import find_zone, open_zone

LONGEST_DATE = 200
LONGEST_LINE = 500
FIRST_YEAR = 1990
AHEAD = timedelta(days=2)
UNIX = re.compile(
    r"@?(\d{9,10})(?:\.\d+)?|(\d{13})(?:\.\d+)?|(\d{16})|/Date\((?P<script>\d{12,13})(?:[+-]\d{4})?\)/",
    re.ASCII,
)
# What a template or a broken escape leaves around a date.
JUNK = " \t\r\n\f\v\0\u00a0\u200b\ufeff<>]|;"
# A plus sign that an address turned into a space: "06:46:00 01:00".
# "06:12 BST (05:12 GMT)" tells one moment twice.
CLOCK_AGAIN = re.compile(
    r"(?<=\w)\s?\(\s?\d{1,2}[:.]?\d\d\s?(?:[ap]\.?\s?m\.?)?\s?[A-Z]{2,5}\s?\)", re.IGNORECASE
)
LOST_PLUS = re.compile(r"(\d:\d\d:\d\d(?:\.\d{1,9})?) ((?:0\d|1[0-4]):?(?:00|30|45))$")
# A date has hardly more parts than these; longer runs are searched piece by piece.
MOST_PARTS = 16
LONGEST_RUN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    """A date that was read.

    Attributes:
        instant: Aware, UTC. Of a day or a month its first moment, in the zone that was given.
        precision: How exactly it is known.
        zone_known: False when the text names a zone that nobody knows, or none and none was given:
            `instant` is then the best guess.
        unknown_zone: The zone that nobody knows, as it is written; empty when none is named so.
        relative: Whether it is told from the moment of reading ("3 hours ago", "yesterday"), so
            that a page that was saved earlier means another one.
    """

    instant: datetime
    precision: Precision
    zone_known: bool
    unknown_zone: str = field(default="", compare=False)
    relative: bool = field(default=False, compare=False)


def read_date(
    text: str,
    *,
    now: datetime,
    zone: str | tzinfo | None = None,
    languages: Sequence[str] = (),
) -> ReadDate | None:
    """Read a text that is a date, with or without a time of day.

    Args:
        text: As found: RFC 5322, ISO 8601, unix seconds, or in words of some thirty languages.
        now: The present moment, aware.
        zone: Zone to assume for a date that names none, an IANA name or a zone; None when none is
            known, so that such a date is taken in UTC and marked.
        languages: Language tags of the page, the likeliest first; they decide between day first
            and month first.

    Returns:
        None for a text that is no whole date, for an offset past 14 hours, for a year before 1990
        and for more than two days ahead of `now`.
    """
    text = tidy(text)
    if not text or len(text) > LONGEST_DATE:
        return None
    instant = read_machine_date(text)
    if instant:
        return accept(instant, now=now, precision=Precision.MINUTE, zone_known=True)
    setting = Setting(now=now, home=open_zone(zone), languages=tuple(languages), whole=True)
    unix = UNIX.fullmatch(text)
    moment = read_unix(unix, setting) if unix else None
    return moment or read_text(text, setting)


def tidy(text: str) -> str:
    """Take off what a template or a broken escape left around a date."""
    text = text.strip(JUNK)
    if "&" in text and len(text) <= LONGEST_DATE:
        text = unescape(text)
    return text


def read_text(text: str, setting: Setting) -> ReadDate | None:
    """Read a date in words: alone, announced ("Published: …"), as a range, or as told from now."""
    plain = LOST_PLUS.sub(r"\1 +\2", spell_out(CLOCK_AGAIN.sub("", text), setting.languages))
    tokens = scan(plain, loose=True, languages=setting.languages)
    found = interpret(tokens, setting)
    if found:
        return found
    changed: ReadDate | None = None
    for is_change, run in announced(tokens):
        found = interpret(run, setting)
        if found and not is_change:
            return found
        changed = changed or found
    return changed or read_range(tokens, setting) or read_since(text, setting)


def read_range(tokens: Sequence[Token], setting: Setting) -> ReadDate | None:
    """Read the first day of several: "23–25 November 2026"."""
    for earlier, later in beginnings(tokens):
        end = interpret(later, setting)
        start = interpret(earlier, setting) if end else None
        if start and end and start.instant <= end.instant:
            return start
    return None


def read_since(text: str, setting: Setting) -> ReadDate | None:
    """Read how long ago something was; only minutes tell the time of day, only days the day."""
    ago = read_ago(text)
    if ago is None:
        return None
    since, unit = ago
    local = (setting.now - since).astimezone(setting.home or UTC)
    precision = Precision.MINUTE if unit <= MINUTE else Precision.DAY
    if precision is Precision.DAY:
        local = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit >= MONTH:
        precision, local = Precision.MONTH, local.replace(day=1)
    if local.year < FIRST_YEAR:
        return None
    known = unit <= MINUTE or setting.home is not None
    return ReadDate(
        instant=local.astimezone(UTC), precision=precision, zone_known=known, relative=True
    )


def find_date(
    text: str,
    *,
    now: datetime,
    zone: str | tzinfo | None = None,
    languages: Sequence[str] = (),
) -> ReadDate | None:
    """Find the date of publication in a line of visible text.

    Args:
        text: Such as "Published on 12 March 2024 at 10:15 by Jo Marsh"; only its first 500
            characters are looked at.
        now: As in `read_date`.
        zone: As in `read_date`.
        languages: As in `read_date`.

    Returns:
        The first date known at least to the day that is not announced as that of a change, else
        the first one at all; None without any.
    """
    setting = Setting(now=now, home=open_zone(zone), languages=tuple(languages))
    changed: ReadDate | None = None
    plain = spell_out(text[:LONGEST_LINE], languages)
    for is_change, run in split_runs(scan(plain, loose=False, languages=languages)):
        found = search(run, setting)
        if found and not is_change:
            return found
        changed = changed or found
    return changed


def search(run: Sequence[Token], setting: Setting) -> ReadDate | None:
    """Find the longest part of a run that is a date, the first of several."""
    run = run[:LONGEST_RUN]
    for length in range(min(len(run), MOST_PARTS), 0, -1):
        places = range(len(run) - length + 1)
        parts = [part for at in places if has_day(part := run[at : at + length])]
        for part in sorted(parts, key=has_long_year, reverse=True):
            found = interpret(part, setting)
            if found and found.precision is not Precision.MONTH:
                return found
    return None


def has_day(part: Sequence[Token]) -> bool:
    """Tell whether a day may be among some tokens: a month's name, a year, or numbers joined."""
    return has_long_year(part) or any(
        token.kind in WHOLE or token.kind is Kind.UNIT or token.senses.month for token in part
    )


def has_long_year(part: Sequence[Token]) -> bool:
    """Tell whether a year of four digits may be among the numbers, as it is in nearly all dates."""
    return any(len(number) == DIGITS_OF_YEAR for token in part for number in token.parts)


def read_unix(match: re.Match[str], setting: Setting) -> ReadDate | None:
    """Read seconds, milliseconds or microseconds since 1970."""
    for group, per_second in ((1, 1), (2, 1000), (3, 1_000_000), ("script", 1000)):
        if match[group]:
            instant = datetime.fromtimestamp(int(match[group]) / per_second, tz=UTC)
            if instant.year < FIRST_YEAR:
                return None
            return accept(instant, now=setting.now, precision=Precision.MINUTE, zone_known=True)
    return None


def interpret(tokens: Sequence[Token], setting: Setting) -> ReadDate | None:
    """Read tokens that should be one date, all of them."""
    parts = read_parts(tokens, setting)
    if parts is None:
        return None
    readings = (place(parts, day, setting) for day in parts.days)
    return next((reading for reading in readings if reading), None)


def place(parts: Parts, day: datetime, setting: Setting) -> ReadDate | None:
    """Put a local day on the line of time.

    Args:
        parts: What the text says of the clock and the zone.
        day: Local midnight, naive.
        setting: What is known besides.
    """
    if not FIRST_YEAR <= day.year <= setting.now.year + 1:
        return None
    zone, known = choose_zone(parts, setting, day.year)
    if parts.clock is None:
        # The day itself is what is known, and readers see it in the publication's zone.
        zone = setting.home or zone
    local = (day + (parts.clock or timedelta())).replace(tzinfo=zone)
    found = accept(
        local.astimezone(UTC), now=setting.now, precision=parts.precision, zone_known=known
    )
    if found and (parts.relative or (parts.zones and not known)):
        unknown = "" if known or not parts.zones else parts.zones[0].strip("() ")
        return replace(found, unknown_zone=unknown, relative=parts.relative)
    return found


def choose_zone(parts: Parts, setting: Setting, year: int) -> tuple[tzinfo, bool]:
    """Choose the zone of a date, and tell whether that is certain."""
    if parts.offset:
        return parts.offset, True
    for name in parts.zones:
        zone = find_zone(name, home=setting.home, year=year, languages=setting.languages)
        if zone:
            return zone, True
    named = bool(parts.zones)
    return setting.home or UTC, setting.home is not None and not named


def accept(
    instant: datetime, *, now: datetime, precision: Precision, zone_known: bool
) -> ReadDate | None:
    """Refuse what lies ahead."""
    if instant > now + AHEAD:
        return None
    return ReadDate(instant=instant, precision=precision, zone_known=zone_known)
