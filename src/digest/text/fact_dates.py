"""The dates that a text speaks of, and whether they are those of its source."""

# ruff: noqa: RUF001 - letters of many scripts are meant here

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from digest.text.abbreviations import base_language
from digest.text.date_words import Senses, look_up
from digest.text.fact_tokens import CJK, Token, fold_text

LAST_DAY = 31
LAST_MONTH = 12
DAY = re.compile(r"\d{1,2}")
YEAR = re.compile(r"\d{4}")
FIRST_YEAR, LAST_YEAR = 1000, 2999
SHORTEST_WEEKDAY = 4
SHORTEST_PLURAL = 6
SHORTEST_MONTH = 3
NUMERIC = re.compile(
    r"(?<![\d./-])(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2}))"
    r"(?![\d/-])"
)
# "am 19.11.", in languages that write decimals with a comma and ordinals with a stop.
DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.[ \u00a0]?(\d{1,2})\.(?!\d)")
DOTTING = frozenset(("de", "da", "no", "nb", "fi", "cs", "sk", "sl", "hr"))
CJK_DATE = re.compile(r"(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日号])?")
CJK_WEEKDAY = re.compile(r"([月火水木金土日])曜|(?:星期|周|週|礼拜)([一二三四五六日天])")
CJK_DAYS = {
    name: at for row in ("月火水木金土日", "一二三四五六日") for at, name in enumerate(row)
} | {"天": 6}
# Weekdays that are everyday words as well: ordinals, a week, a market, the environment.
_AMBIGUOUS = (
    "segunda terça quarta quinta sexta minggu pazar salı среда среду δευτέρα τρίτη τετάρτη"
    " πέμπτη mart marti ראשון שני שלישי רביעי חמישי שישי"
)
AMBIGUOUS = frozenset(map(fold_text, _AMBIGUOUS.split()))
RELATIVE = {
    fold_text(word): days
    for days, words in {
        -1: "yesterday gestern hier ayer ieri ontem gisteren вчера вчора wczoraj χθες أمس",
        0: "today tonight heute aujourd hoy oggi hoje vandaag сегодня сьогодні dzisiaj σήμερα"
        " اليوم आज",
        1: "tomorrow demain domani amanhã завтра jutro αύριο غدا",
    }.items()
    for word in words.split()
}
CJK_RELATIVE = re.compile(r"(昨日|昨天)|(本日|今日|今天)|(明日|明天)")
# A month alone is one only behind a word like these: "may", "march" and "mars" are others.
_BEFORE_MONTH = (
    "in of since until till by from last next early late mid this every im ab seit bis anfang ende"
    " mitte vom en de depuis des fin debut jusqu d del desde hasta a di da dal em do sinds eind"
    " begin vanaf в с до к на w od z τον του απο"
)
BEFORE_MONTH = frozenset(map(fold_text, _BEFORE_MONTH.split()))
BETWEEN = re.compile(
    r"[ \u00a0\u202f]?(?:\.|º|ª|°)?,?[ \u00a0\u202f]?(?:(?:de|of|del|do|of the) )?"
)
ORDINAL_END = frozenset(("st", "nd", "rd", "th", "er", "e"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTold:
    """A date in a text.

    Attributes:
        text: As it stands.
        start, end: Its place.
        days: Month and day, both ways where they can be read so; empty when none is told.
        month: 1 to 12 for a month alone.
        year: When it is told with its day or month.
        weekday: 0 for Monday.
        away: Days from the day of writing: -1 for "yesterday".
    """

    text: str
    start: int
    end: int
    days: frozenset[tuple[int, int]] = frozenset()
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    away: int | None = None


def read_dates(text: str, tokens: Sequence[Token], language: str = "en") -> list[DateTold]:
    """Read the dates of a text: with figures, in words, weekdays, "yesterday"."""
    found = [*_numeric(text), *_asian(text)]
    if base_language(language) in DOTTING:
        found += _dotted(text)
    taken = {at for one in found for at in range(one.start, one.end)}
    end = 0
    for at, token in enumerate(tokens):
        if token.start < end or token.start in taken or not _may_be_date(token):
            continue
        if told := _told_at(text, tokens, at):
            found.append(told)
            end = told.end
    return sorted(found, key=lambda one: one.start)


def _may_be_date(token: Token) -> bool:
    return token.figures or token.small in RELATIVE or senses_of(token.text) is not None


@lru_cache(maxsize=8192)
def senses_of(word: str) -> Senses | None:
    """Tell what a word means in a date; None when it is no word of dates. "Tuesdays" is one."""
    found = look_up(word)
    if found is None and len(word) > SHORTEST_PLURAL and word.endswith("days"):
        return look_up(word[:-1])
    return found


def _numeric(text: str) -> Iterator[DateTold]:
    for match in NUMERIC.finditer(text):
        if match[1]:
            year, pairs = int(match[1]), {(int(match[2]), int(match[3]))}
        else:
            one, other = int(match[4]), int(match[5])
            year, pairs = int(match[6]), {(one, other), (other, one)}
            year += 2000 if year < 100 else 0  # noqa: PLR2004 - two figures
        days = frozenset(pair for pair in pairs if _is_day(*pair))
        if days and FIRST_YEAR < year < LAST_YEAR:
            yield DateTold(
                text=match[0], start=match.start(), end=match.end(), days=days, year=year
            )


def _dotted(text: str) -> Iterator[DateTold]:
    for match in DOTTED.finditer(text):
        day, month = int(match[1]), int(match[2])
        if _is_day(month, day):
            yield replace(_spot(match), days=frozenset(((month, day),)))


def _asian(text: str) -> Iterator[DateTold]:
    """Read the dates of Chinese and Japanese, which have no spaces around them."""
    if text.isascii() or not CJK.search(text):
        return
    for match in CJK_DATE.finditer(text):
        year, month, day = (int(one) if one else None for one in match.groups())
        days = frozenset(((month, day),) if month and day and _is_day(month, day) else ())
        whole = month is not None and day is None and year is not None and month <= LAST_MONTH
        if days or whole:
            spot = _spot(match)
            yield replace(spot, days=days, year=year, month=month if whole else None)
    for match in CJK_WEEKDAY.finditer(text):
        yield replace(_spot(match), weekday=CJK_DAYS[match[1] or match[2]])
    for match in CJK_RELATIVE.finditer(text):
        yield replace(_spot(match), away=(match.lastindex or 0) - 2)


def _spot(match: re.Match[str]) -> DateTold:
    return DateTold(text=match[0], start=match.start(), end=match.end())


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= LAST_MONTH and 1 <= day <= LAST_DAY


def _told_at(text: str, tokens: Sequence[Token], at: int) -> DateTold | None:
    token = tokens[at]
    if token.figures:
        return _day_first(text, tokens, at)
    away = RELATIVE.get(token.small)
    if away is not None and not (token.small == "hier" and _is_german(tokens, at)):
        return DateTold(text=token.text, start=token.start, end=token.end, away=away)
    senses = senses_of(token.text)
    if senses is None:
        return None
    if _is_weekday(tokens, at, senses.weekdays):
        [weekday] = senses.weekdays
        return DateTold(text=token.text, start=token.start, end=token.end, weekday=weekday)
    if senses.month and len(token.small) >= SHORTEST_MONTH:
        return _month_first(text, tokens, at, senses.month)
    return None


def _is_german(tokens: Sequence[Token], at: int) -> bool:
    """Whether "hier" is the German "here": words around it have German spellings."""
    around = {token.small for token in tokens[max(0, at - 12) : at + 12]}
    return not around.isdisjoint(("der", "die", "das", "und", "ist", "nicht", "wir", "ein"))


def _is_weekday(tokens: Sequence[Token], at: int, weekdays: frozenset[int]) -> bool:
    token = tokens[at]
    if len(weekdays) != 1 or len(token.small) < SHORTEST_WEEKDAY:
        return False
    follows = tokens[at + 1].small if at + 1 < len(tokens) else ""
    return token.small not in AMBIGUOUS or follows == "feira"


def _day_first(text: str, tokens: Sequence[Token], at: int) -> DateTold | None:
    """Read "24 November 2026", "24. November", "24th of November", "24 de mayo de 2026"."""
    day = _day_at(tokens[at])
    there = at + 1
    if there < len(tokens) and tokens[there].small in ORDINAL_END:
        there += 1
    while there < len(tokens) and there < at + 3 and tokens[there].small in ("of", "de", "do"):
        there += 1
    month = _month_at(tokens, there)
    if day is None or month is None or not _is_near(text, tokens[at], tokens[there]):
        return None
    year, end = _year_behind(text, tokens, there)
    return replace(_span(text, tokens, at, end), days=frozenset(((month, day),)), year=year)


def _month_first(text: str, tokens: Sequence[Token], at: int, month: int) -> DateTold | None:
    """Read "November 24, 2026", "November 2026", and "in November"."""
    if at + 1 < len(tokens) and _touches(text, tokens, at):
        following = tokens[at + 1]
        day = _day_at(following)
        if day is not None:
            year, end = _year_behind(text, tokens, at + 1)
            return replace(_span(text, tokens, at, end), days=frozenset(((month, day),)), year=year)
    year, end = _year_behind(text, tokens, at)
    before = tokens[at - 1].small if at else ""
    if year is None and (before not in BEFORE_MONTH or _is_verb(tokens[at])):
        return None
    return replace(_span(text, tokens, at, end), month=month, year=year)


def _is_verb(token: Token) -> bool:
    return token.text in ("may", "march", "mars", "mar", "set", "sep", "jan", "out", "mag", "gen")


def _span(text: str, tokens: Sequence[Token], start: int, end: int) -> DateTold:
    """Make a date of some tokens that does not say yet when it is."""
    begin, stop = tokens[start].start, tokens[end - 1].end
    return DateTold(text=text[begin:stop], start=begin, end=stop)


def _day_at(token: Token) -> int | None:
    day = int(token.text) if DAY.fullmatch(token.text) else 0
    return day if 1 <= day <= LAST_DAY else None


def _month_at(tokens: Sequence[Token], at: int) -> int | None:
    if at >= len(tokens) or tokens[at].figures or len(tokens[at].small) < SHORTEST_MONTH:
        return None
    senses = senses_of(tokens[at].text)
    return senses.month if senses else None


def _is_near(text: str, one: Token, other: Token) -> bool:
    between = text[one.end : other.start].casefold()
    for end in ("st", "nd", "rd", "th", "er", "e"):
        if between.startswith(f"{end} "):
            between = between[len(end) :]
    return BETWEEN.fullmatch(between) is not None


def _touches(text: str, tokens: Sequence[Token], at: int) -> bool:
    between = text[tokens[at].end : tokens[at + 1].start]
    return between in (" ", "\u00a0", ". ", " the ", "\u202f")


def _year_behind(text: str, tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Find the year behind a date, and where it all ends."""
    there = at + 1
    if there < len(tokens) and tokens[there].small in ORDINAL_END:
        there += 1
    if there < len(tokens) and tokens[there].small in ("de", "of", "del"):
        there += 1
    if there < len(tokens) and YEAR.fullmatch(tokens[there].text):
        year = int(tokens[there].text)
        gap = text[tokens[there - 1].end : tokens[there].start]
        if FIRST_YEAR < year < LAST_YEAR and len(gap.strip(" ,\u00a0")) == 0:
            return year, there + 1
    return None, at + 1
