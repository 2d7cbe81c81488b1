"""Which of three numbers is the day: by the page's language, the weekday, and what is possible."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo

DIGITS_OF_YEAR = 4
DIGITS_OF_SHORT_YEAR = 2
MONTH_FIRST_REGIONS = frozenset({"US", "PH", "FM", "MH", "PW", "AS", "GU", "MP", "PR", "VI"})
MONTH_FIRST_LANGUAGES = frozenset({"fil", "tl"})
UNDECIDED_REGIONS = frozenset({"CA"})
# Where the year comes first and the month before the day.
YEAR_FIRST_LANGUAGES = frozenset({"ja", "zh", "ko", "hu", "lt", "sv", "eu"})
AMERICAN_ZONES = frozenset(
    {"New_York", "Detroit", "Chicago", "Menominee", "Denver", "Boise", "Phoenix", "Los_Angeles"}
    | {"Anchorage", "Juneau", "Nome", "Honolulu", "Indianapolis", "Louisville"}
)
AMERICAN_NAMES = frozenset(
    {"ET", "EST", "EDT", "CT", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT", "AKT", "HST"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known besides the text.

    Attributes:
        now: The present moment, aware.
        home: Zone to assume; None when none is known.
        languages: Language tags, the likeliest first.
        whole: Whether the text is said to be a date, so that its year may be left out.
    """

    now: datetime
    home: tzinfo | None
    languages: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the rest of a date tells about the order of its numbers.

    Attributes:
        separator: What stands between the numbers, without space; empty for space alone.
        weekdays: 0 for Monday; empty when no weekday is named, several when a name is ambiguous.
        american: Whether an American zone or a half of the day is named.
    """

    separator: str = ""
    weekdays: frozenset[int] = frozenset()
    american: bool = False


def order_days(parts: tuple[str, ...], hints: Hints, setting: Setting) -> list[datetime]:
    """Read three numbers as days.

    Args:
        parts: The numbers in their order, as texts.
        hints: What the rest of the date tells.
        setting: What is known besides.

    Returns:
        Local midnights, naive, the likeliest first; more than one only when nothing decides.
        Empty for what can be no day.
    """
    first, second, third = parts
    if len(first) == DIGITS_OF_YEAR:
        return list(make_days([(first, second, third)], setting))
    day_first, month_first = (third, second, first), (third, first, second)
    decided = decide(hints, setting)
    orders = [month_first, day_first] if decided.month_first else [day_first, month_first]
    if len(third) == DIGITS_OF_SHORT_YEAR == len(first):
        year_first = (first, second, third)
        orders = [year_first, *orders] if decided.year_first else [*orders, year_first]
    days = list(make_days(orders, setting))
    fitting = [day for day in days if day.weekday() in hints.weekdays]
    if len(hints.weekdays) == 1 and fitting:
        return fitting
    return days[:1] if decided.surely else days


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An order of numbers, and whether another one is out of the question."""

    month_first: bool
    surely: bool
    year_first: bool = False


def decide(hints: Hints, setting: Setting) -> Decision:
    """Decide between day first and month first.

    A region of the language tag decides, then any language but English; English alone leaves it
    to the zone, without one to America. Without a language dots mean day first.
    """
    language, _, rest = (setting.languages[0] if setting.languages else "").partition("-")
    region = rest.upper()[-2:]
    language = language.casefold()
    if region in MONTH_FIRST_REGIONS or language in MONTH_FIRST_LANGUAGES:
        return Decision(month_first=True, surely=True)
    if language in YEAR_FIRST_LANGUAGES:
        return Decision(month_first=language not in ("lt", "sv"), surely=True, year_first=True)
    if language not in ("", "en") or (region and region not in UNDECIDED_REGIONS):
        return Decision(month_first=False, surely=True)
    if hints.separator == ".":
        return Decision(month_first=False, surely=True)
    american = hints.american or is_american(setting.home)
    if language == "en":
        american = american or setting.home is None
    return Decision(month_first=american and hints.separator != "", surely=False)


def is_american(zone: tzinfo | None) -> bool:
    """Tell whether a zone is one of the United States."""
    name = str(getattr(zone, "key", ""))
    return name.startswith("US/") or any(part in AMERICAN_ZONES for part in name.split("/"))


def make_days(orders: list[tuple[str, str, str]], setting: Setting) -> Iterator[datetime]:
    """Make the days that there are of texts for year, month and day."""
    for year, month, day in orders:
        with suppress(ValueError):
            yield datetime(expand_year(year, setting), int(month), int(day))  # noqa: DTZ001


def expand_year(text: str, setting: Setting) -> int:
    """Read a year of two or four digits; of two, the latest that is not after next year.

    Raises:
        ValueError: It has another number of digits.
    """
    if len(text) == DIGITS_OF_YEAR:
        return int(text)
    if len(text) != DIGITS_OF_SHORT_YEAR:
        raise ValueError(text)
    century = setting.now.year // 100 * 100
    year = century + int(text)
    return year if year <= setting.now.year + 1 else year - 100
