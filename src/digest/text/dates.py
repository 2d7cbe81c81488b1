"""Dates as newspapers, feeds and servers write them, read without guessing in silence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from digest.model.article import Precision
from digest.text.date_machine import read_machine_date
from digest.text.date_order import Setting
from digest.text.date_parts import Parts, read_parts
from digest.text.date_patterns import Kind
from digest.text.date_tokens import Token, scan
from digest.text.date_words import fold, updated_stems
from digest.text.zones import find_zone, open_zone

LONGEST_DATE = 200
LONGEST_LINE = 500
FIRST_YEAR = 1990
AHEAD = timedelta(days=2)
UNIX = re.compile(r"@?(\d{9,10})(?:\.\d+)?|(\d{13})|(\d{16})")
# A date has hardly more parts than these; longer runs are searched piece by piece.
MOST_PARTS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    """A date that was read.

    Attributes:
        instant: Aware, UTC. Of a day or a month its first moment, in the zone that was given.
        precision: How exactly it is known.
        zone_known: False when the text names a zone that nobody knows, or none and none was given:
            `instant` is then the best guess.
    """

    instant: datetime
    precision: Precision
    zone_known: bool


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
    text = text.strip()
    if not text or len(text) > LONGEST_DATE:
        return None
    instant = read_machine_date(text)
    if instant:
        return accept(instant, now=now, precision=Precision.MINUTE, zone_known=True)
    setting = Setting(now=now, home=open_zone(zone), languages=tuple(languages))
    unix = UNIX.fullmatch(text)
    moment = read_unix(unix, setting) if unix else None
    return moment or interpret(scan(text, loose=True), setting)


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
    for is_change, run in split_runs(scan(text[:LONGEST_LINE], loose=False)):
        found = search(run, setting)
        if found and not is_change:
            return found
        changed = changed or found
    return changed


def split_runs(tokens: Sequence[Token]) -> Iterator[tuple[bool, list[Token]]]:
    """Cut tokens at the words that belong to no date.

    Yields:
        Whether a word of change stands before it ("Updated"), and the tokens without punctuation.
    """
    run: list[Token] = []
    is_change = False
    for token in tokens:
        if token.kind is not Kind.OTHER:
            if token.kind is not Kind.MARK:
                run.append(token)
            continue
        if run:
            yield is_change, run
            run, is_change = [], is_change and not has_date_part(run)
        is_change = is_change or fold(token.text).startswith(updated_stems())
    if run:
        yield is_change, run


def has_date_part(run: Sequence[Token]) -> bool:
    """Tell whether a run has more than small words."""
    return any(token.kind is not Kind.WORD or not token.senses.filler for token in run)


def search(run: Sequence[Token], setting: Setting) -> ReadDate | None:
    """Find the longest part of a run that is a date, the first of several."""
    for length in range(min(len(run), MOST_PARTS), 0, -1):
        for start in range(len(run) - length + 1):
            found = interpret(run[start : start + length], setting)
            if found and found.precision is not Precision.MONTH:
                return found
    return None


def read_unix(match: re.Match[str], setting: Setting) -> ReadDate | None:
    """Read seconds, milliseconds or microseconds since 1970."""
    for group, per_second in ((1, 1), (2, 1000), (3, 1_000_000)):
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
    instant = local.astimezone(UTC)
    return accept(instant, now=setting.now, precision=parts.precision, zone_known=known)


def choose_zone(parts: Parts, setting: Setting, year: int) -> tuple[tzinfo, bool]:
    """Choose the zone of a date, and tell whether that is certain."""
    if parts.offset:
        return parts.offset, True
    for name in parts.zones:
        zone = find_zone(name, home=setting.home, year=year)
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
