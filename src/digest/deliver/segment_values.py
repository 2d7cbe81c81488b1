"""The values of a segment: numbers, dates and ages."""

from datetime import UTC, date, datetime, timedelta

from digest.deliver.segment import Ago, Attribute, Day, Kind, Number, Value, Words
from digest.deliver.segment_errors import wrong
from digest.deliver.segment_words import Sort, Word

# Longer numbers are not the same in every database, and are numbers of things, such as of a phone.
LONGEST_NUMBER = 15
FIRST_YEAR, LAST_YEAR = 1000, 2999
MOST_DIGITS = 6
LONGEST_AGE = timedelta(days=36_525)
UNITS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
WRITE_A_DATE = "Write a date as 2026-01-31, which is that whole day in UTC."


def read_number(text: str, word: Word) -> Number:
    """Read a number.

    Raises:
        UsageError: It is too long.
    """
    if len(word.text) > LONGEST_NUMBER:
        raise wrong(
            text,
            word.at,
            f"a number may have {LONGEST_NUMBER} characters",
            f'Compare it as a text: "{word.text[:20]}…"',
            length=word.length,
        )
    return Number(written=word.text)


def read_day(text: str, word: Word) -> Day:
    """Read a date.

    Raises:
        UsageError: There is no such day.
    """
    day = day_of(word.text)
    if day is None:
        problem = f"“{word.text[:30]}” is no date"
        raise wrong(text, word.at, problem, WRITE_A_DATE, length=word.length)
    return Day(day=day)


def day_of(text: str) -> date | None:
    """Read a date in its one form; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_ago(text: str, count: Word, unit: Word, *, now: datetime) -> Ago:
    """Read an age, given as its number and its unit.

    Raises:
        UsageError: The unit is none, or the age is no whole number or longer than anybody's.
    """
    name = unit.text.lower().removesuffix("s")
    if unit.sort is not Sort.NAME or name not in UNITS:
        hint = "Write hours, days or weeks; months and years are not all as long: 365 days ago"
        raise wrong(text, unit.at, f"“{unit.text}” is no unit", hint, length=unit.length)
    number = int(count.text) if count.text.isdigit() and len(count.text) <= MOST_DIGITS else -1
    if number < 0 or number * UNITS[name] > LONGEST_AGE:
        raise wrong(
            text,
            count.at,
            "an age is a whole number, and at most 100 years",
            "Write it as: 90 days ago",
            length=count.length,
        )
    return Ago(count=number, unit=f"{name}s", at=now.astimezone(UTC) - number * UNITS[name])


def as_ordered(attribute: Attribute, value: Value) -> Value | None:
    """Understand a value that is to be less or more than an attribute; None when it has no order.

    A number or a date means the same in quotation marks.
    """
    if isinstance(value, Words):
        day = day_of(value.text)
        if day:
            return Day(day=day)
        if attribute.kind is Kind.FIELD and is_number(value.text):
            return Number(written=value.text)
        return None
    return None if isinstance(value, Number) and attribute.kind is Kind.MOMENT else value


def is_number(text: str) -> bool:
    """Whether a text is a number as segments understand it: "-3", "41", "2.5"."""
    digits = text.removeprefix("-")
    whole, point, rest = digits.partition(".")
    return (
        len(text) <= LONGEST_NUMBER
        and digits.isascii()
        and whole.isdigit()
        and (rest.isdigit() if point else True)
    )
