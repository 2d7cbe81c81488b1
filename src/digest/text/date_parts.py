"""Tokens of a date as what they say: which day, at what time, in which zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from digest.model.article import Precision
from digest.text.date_order import (
    DIGITS_OF_YEAR,
    Setting,
    expand_year,
    make_days,
    order_days,
)
from digest.text.date_patterns import Kind
from digest.text.date_pile import NoDateError, Pile
from digest.text.date_scanner import Token
from digest.text.zones import make_offset

NOON = 12
MIDNIGHT = 24
LEAP_SECOND = 60
DIGITS_OF_MICROSECOND = 6
NUMBERS_OF_DATE = 3

WHOLE = (Kind.DATE, Kind.DAY, Kind.WEEK, Kind.DAY_OF_YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a date says.

    Attributes:
        days: Local midnights, naive, the likeliest first.
        precision: How exactly it is known.
        clock: Time since that midnight; None when no time is named.
        offset: Distance from UTC; None when none is written.
        zones: Names that stand where a zone does.
        relative: Whether the day is told from now: "yesterday".
    """

    days: tuple[datetime, ...]
    precision: Precision
    clock: timedelta | None
    offset: timezone | None
    zones: tuple[str, ...]
    relative: bool = False


def read_parts(tokens: Sequence[Token], setting: Setting) -> Parts | None:
    """Read tokens that should be one date; None when they are none, or more than one."""
    try:
        pile = Pile(tokens, setting)
        near = read_near_day(pile)
        days, precision = (near, Precision.DAY) if near else read_days(pile)
        clock = read_clock(pile)
        offset = read_offset(pile)
    except (ValueError, OverflowError):
        return None
    if clock is not None and precision is Precision.MONTH:
        return None
    return Parts(
        days=tuple(days),
        precision=precision if clock is None else Precision.MINUTE,
        clock=clock,
        offset=offset,
        zones=pile.zones,
        relative=bool(near),
    )


def read_near_day(pile: Pile) -> list[datetime]:
    """Read a day that is told from now; empty for one that has a date."""
    back = pile.days_back
    if back is None or pile.of(*WHOLE) or pile.numbers or pile.units.get("day"):
        return []
    if pile.read_month(sure=False) or pile.of(Kind.YEAR_MONTH):
        return []
    today = pile.setting.now.astimezone(pile.setting.home or UTC).date()
    return [datetime.combine(today - timedelta(days=back), time())]


def read_days(pile: Pile) -> tuple[list[datetime], Precision]:
    """Read which day is meant; several when nothing decides."""
    whole = pile.of(*WHOLE)
    if whole:
        if len(whole) > 1 or pile.numbers or pile.read_month(sure=True):
            raise NoDateError
        return read_whole(whole[0], pile), Precision.DAY
    if "year" in pile.units:
        return read_units(pile)
    if {"month", "day"} <= pile.units.keys():
        return read_without_year(pile.units["day"], int(pile.units["month"]), pile), Precision.DAY
    month = pile.read_month(sure=False)
    if month:
        return read_named_month(month, pile)
    months = pile.of(Kind.YEAR_MONTH)
    if len(months) == 1 and not pile.numbers:
        year, number = months[0].parts[:2]
        return make_one(year, number, "1", pile), Precision.MONTH
    return read_loose(pile), Precision.DAY


def read_whole(token: Token, pile: Pile) -> list[datetime]:
    """Read a day whose numbers hang together."""
    if token.kind is Kind.DATE:
        first, second, third, separator = token.parts
        return order_days((first, second, third), pile.hints(separator.strip()), pile.setting)
    if token.kind is Kind.DAY:
        year, month, day = token.parts[:3]
        return make_one(year, month, day, pile)
    numbers = [int(part or 0) for part in token.parts]
    if token.kind is Kind.WEEK:
        of_week = date.fromisocalendar(numbers[0], numbers[1], numbers[2] or 1)
        return [datetime.combine(of_week, time())]
    if token.kind is Kind.DAY_OF_YEAR:
        counted = date(numbers[0], 1, 1) + timedelta(days=numbers[1] - 1)
        if not numbers[1] or counted.year != numbers[0]:
            raise NoDateError
        return [datetime.combine(counted, time())]
    raise NoDateError


def read_units(pile: Pile) -> tuple[list[datetime], Precision]:
    """Read a day whose numbers have their units, as in "2023年9月28日"."""
    month = pile.units.get("month")
    if not month or pile.numbers or len(pile.units["year"]) != DIGITS_OF_YEAR:
        raise NoDateError
    day = pile.units.get("day")
    precision = Precision.DAY if day else Precision.MONTH
    return make_one(pile.units["year"], month, day or "1", pile), precision


def read_named_month(month: int, pile: Pile) -> tuple[list[datetime], Precision]:
    """Read a day, or a month, with the name of the month."""
    texts = [token.parts[0] for token in pile.numbers]
    for token in pile.of(Kind.YEAR_MONTH):
        # "September 12.2023": day and year with a dot.
        texts += [token.parts[1], token.parts[0]]
    pile.numbers = []
    if len(texts) == 1 and len(texts[0]) == DIGITS_OF_YEAR:
        return make_one(texts[0], str(month), "1", pile), Precision.MONTH
    if len(texts) == 1:
        return read_without_year(texts[0], month, pile), Precision.DAY
    first, second = texts if len(texts) == 2 else ("", "")  # noqa: PLR2004
    if len(first) == DIGITS_OF_YEAR:
        first, second = second, first
        if not stands_between(pile):
            raise NoDateError
    days = list(make_days([(second, str(month), first)], pile.setting))
    if not days or (len(second) != DIGITS_OF_YEAR and not comes_last(pile)):
        raise NoDateError
    return days, Precision.DAY


def comes_last(pile: Pile) -> bool:
    """Tell whether a number stands behind the month: a year of two digits does."""
    told = [one.kind for one in pile.tokens if one.kind is Kind.NUMBER or one.senses.month]
    return not told or told[-1] is not Kind.WORD


def read_without_year(day: str, month: int, pile: Pile) -> list[datetime]:
    """Read a day whose year is left out, as the nearest one that has been; the weekday must fit.

    Only beside a weekday or a time of day, so that "May 12" alone is no date.
    """
    setting = pile.setting
    clock = pile.clocks or pile.pairs or "hour" in pile.units
    if not setting.whole or not (clock or pile.weekdays):
        raise NoDateError
    years = (str(setting.now.year), str(setting.now.year - 1))
    days = list(make_days([(year, str(month), day) for year in years], setting))
    weekdays = pile.weekdays or frozenset(range(7))
    return [one for one in days if one.weekday() in weekdays]


def stands_between(pile: Pile) -> bool:
    """Tell whether a month stands behind the first number: "2023 May 12", not "May 2023, 12"."""
    for token in pile.tokens:
        if token.kind is Kind.NUMBER:
            return True
        if token.senses.month:
            return False
    return False


def read_loose(pile: Pile) -> list[datetime]:
    """Read a day from numbers alone: "11 04 2020", "28.09 2023"."""
    texts = [token.parts[0] for token in pile.numbers]
    pile.numbers = []
    separator = ""
    if len(texts) == 1 and pile.pairs:
        pair = pile.pairs.pop(0)
        texts, separator = [*pair.parts[:2], *texts], "."
    if len(texts) != NUMBERS_OF_DATE or DIGITS_OF_YEAR not in map(len, texts):
        raise NoDateError
    first, second, third = texts
    return order_days((first, second, third), pile.hints(separator), pile.setting)


def make_one(year: str, month: str, day: str, pile: Pile) -> list[datetime]:
    """Make the one day that is meant."""
    return [datetime(expand_year(year, pile.setting), int(month), int(day))]  # noqa: DTZ001


def read_clock(pile: Pile) -> timedelta | None:
    """Read the time of day; None when none is named."""
    clocks = [*pile.clocks, *(pair.parts for pair in pile.pairs)]
    if "hour" in pile.units:
        clocks.append(tuple(pile.units.get(unit, "") for unit in ("hour", "minute", "second")))
    if len(clocks) > 1 or pile.numbers:
        raise NoDateError
    if not clocks:
        if pile.of(Kind.HALF):
            raise NoDateError
        return None
    hour, minute, second, fraction = (*(part or "" for part in clocks[0]), "", "", "")[:4]
    return make_clock(int(hour), int(minute or 0), int(second or 0), fraction, half=pile.half)


def make_clock(hour: int, minute: int, second: int, fraction: str, *, half: str) -> timedelta:
    """Make the time since midnight. A leap second is the one before; 24:00 ends the day."""
    if half and hour <= NOON:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    past = timedelta(
        hours=hour,
        minutes=minute,
        seconds=second - (second == LEAP_SECOND),
        microseconds=int(fraction[:DIGITS_OF_MICROSECOND].ljust(DIGITS_OF_MICROSECOND, "0")),
    )
    whole_day = timedelta(hours=MIDNIGHT)
    if minute >= LEAP_SECOND or second > LEAP_SECOND or past > whole_day:
        raise NoDateError
    return past


def read_offset(pile: Pile) -> timezone | None:
    """Read the distance from UTC; None when none is written."""
    offsets = {token.parts: token for token in pile.of(Kind.OFFSET)}
    if len(offsets) > 1:
        raise NoDateError
    for sign, hours, minutes in offsets:
        offset = make_offset(sign, int(hours), int(minutes or 0))
        if offset is None:
            raise NoDateError
        return offset
    return None
