"""Cut a text into the parts that dates are made of: numbers, clocks, words, zones, offsets."""

import re
from collections.abc import Sequence
from unicodedata import category

from digest.text.date_labels import is_label
from digest.text.date_patterns import (
    AFTER_CLOCK,
    CALENDAR,
    CJK,
    COMMENT,
    DIGITS_AFTER_SPACE,
    DOTTED,
    HALF,
    HALF_BEFORE,
    HALF_LETTER,
    HALF_OF_LETTER,
    LONG_ZONE,
    LONGEST_UNKNOWN_ZONE,
    MARK,
    MILITARY,
    MONTH_FIRST,
    NOT_DATED,
    OFFSET,
    PATH,
    PATTERNS,
    SEPARATED,
    SPACED,
    T_CLOCK,
    TWO_WORDS,
    UNKNOWN_LONG,
    UNKNOWN_ZONE,
    WORD,
    Kind,
)
from digest.text.date_scanner import Scanner, Token
from digest.text.date_words import Senses, look_up, look_up_in, strip_marks
from digest.text.values import is_timezone
from digest.text.zone_names import BARE, LONG
from digest.text.zones import is_zone, plain_name


def scan(text: str, *, loose: bool, languages: Sequence[str] = ()) -> list[Token]:
    """Cut a text into tokens; white space is left out.

    Args:
        text: A short text; the time this takes grows with its length.
        loose: Whether all of it should be a date: a zone may then be written in small letters, and
            a word behind the clock that nobody knows is taken for a zone.
        languages: Language tags of the page, the likeliest first.
    """
    plain = strip_marks(text)
    for pattern, name in TWO_WORDS:
        plain = pattern.sub(name, plain)
    scanner = Scanner(plain, loose=loose, languages=languages)
    while scanner.advance():
        if not any(read(scanner) for read in READERS):
            scanner.add(Kind.OTHER, scanner.at + 1)
    return scanner.tokens


def read_behind_clock(scanner: Scanner) -> bool:
    """Read what stands behind a clock only: a half of the day, an offset, a zone's long name."""
    last = scanner.last
    before = scanner.match(HALF_BEFORE)
    if before:
        return scanner.add(Kind.HALF, before.end(), HALF_OF_LETTER[before[1].casefold()])
    if last in (Kind.CLOCK, Kind.PAIR):
        half = scanner.match(HALF) or (None if scanner.spaced else scanner.match(HALF_LETTER))
        if half:
            return scanner.add(Kind.HALF, half.end(), HALF_OF_LETTER[half[1].casefold()])
    offset = scanner.match(OFFSET)
    if offset and is_offset(scanner, offset):
        return scanner.add(Kind.OFFSET, offset.end(), *offset.groups())
    long = scanner.match(LONG_ZONE) if last in AFTER_CLOCK else None
    return scanner.add(Kind.ZONE, long.end()) if long else False


def is_offset(scanner: Scanner, offset: re.Match[str]) -> bool:
    """Tell an offset from a hyphen before a number."""
    last = scanner.last
    digits = len(offset[2]) + len(offset[3] or "")
    if last is Kind.ZONE:
        return True
    if last is Kind.DATE:
        dotted = DOTTED.fullmatch(scanner.tokens[-1].text) is not None
        return ":" in offset[0] or (dotted and digits > DIGITS_AFTER_SPACE)
    if scanner.loose and last is Kind.CLOCK and offset[1] == "+":
        return True
    if last is Kind.NUMBER:
        clock = any(token.kind is Kind.CLOCK for token in scanner.tokens)
        return clock and scanner.spaced and digits > DIGITS_AFTER_SPACE
    return last in AFTER_CLOCK and not (scanner.spaced and digits < DIGITS_AFTER_SPACE)


def read_t_clock(scanner: Scanner) -> bool:
    """Read the clock of an ISO 8601 moment, which a T joins to its date."""
    if scanner.spaced or scanner.last not in CALENDAR:
        return False
    clock = scanner.match(T_CLOCK)
    return scanner.add(Kind.CLOCK, clock.end(), *clock.groups()) if clock else False


def read_separated(scanner: Scanner) -> bool:
    """Read three numbers with one separator between them, or a month and a year."""
    for pattern in (*SEPARATED, SPACED) if scanner.loose else SEPARATED:
        found = scanner.match(pattern)
        if found and (
            is_glued(scanner) or (len(found[4]) < DIGITS_AFTER_SPACE and is_count(scanner))
        ):
            return scanner.add(Kind.OTHER, found.end())
        if found:
            return scanner.add(Kind.DATE, found.end(), found[1], found[3], found[4], found[2])
    month = scanner.match(MONTH_FIRST)
    return scanner.add(Kind.YEAR_MONTH, month.end(), month[2], month[1]) if month else False


def is_glued(scanner: Scanner) -> bool:
    """Tell whether more of the same stands right before: "v1.2.2024", "10.11.12.13"."""
    if scanner.spaced or not scanner.tokens:
        return False
    last, before = scanner.tokens[-1], scanner.text[max(0, scanner.at - 2) : scanner.at]
    if last.kind is Kind.MARK:
        return before[-1] in "./-" and before[0].isdecimal()
    says_nothing = last.kind is Kind.OTHER or last.senses.filler
    return says_nothing and before[-1].isascii() and before[-1].isalnum()


def is_count(scanner: Scanner) -> bool:
    """Tell whether the word before says that three short numbers count something else."""
    return bool(scanner.tokens) and scanner.tokens[-1].text.casefold() in NOT_DATED


def read_number(scanner: Scanner) -> bool:
    """Read anything else that begins with a digit."""
    if not scanner.text[scanner.at].isdecimal():
        return False
    for kind, pattern in PATTERNS:
        found = scanner.match(pattern)
        if found:
            return scanner.add(kind, found.end(), *found.groups())
    return False


def read_comment(scanner: Scanner) -> bool:
    """Read words in parentheses: a weekday, a zone, or what says nothing."""
    found = scanner.match(COMMENT)
    if not found:
        return False
    inner = found[1]
    senses = look_up(inner)
    if senses and senses.weekdays:
        return scanner.add(Kind.WORD, found.end(), senses=senses)
    if is_zone(inner) or plain_name(inner) in LONG or is_timezone(inner):
        return scanner.add(Kind.ZONE, found.end(), inner)
    if not scanner.loose or any(char.isdecimal() for char in inner):
        return False
    return scanner.add(Kind.COMMENT, found.end())


def read_path(scanner: Scanner) -> bool:
    """Read an IANA name, or what looks like one behind a clock."""
    path = scanner.match(PATH)
    long = scanner.match(UNKNOWN_LONG) if scanner.loose and scanner.last in AFTER_CLOCK else None
    if long:
        return scanner.add(Kind.UNKNOWN_ZONE, long.end())
    if not path:
        return False
    if is_timezone(path[0]):
        return scanner.add(Kind.ZONE, path.end())
    if not scanner.loose or scanner.last not in AFTER_CLOCK:
        return False
    return scanner.add(Kind.UNKNOWN_ZONE, path.end())


def read_word(scanner: Scanner) -> bool:
    """Read a word: of dates, a zone, or another."""
    found = scanner.match(CJK) or scanner.match(WORD)
    if not found:
        return False
    senses = look_up_in(found[0], scanner.languages)
    if is_zone_here(scanner, found[0], senses):
        return scanner.add(Kind.ZONE, found.end())
    if scanner.loose and scanner.spaced and is_military(scanner):
        return scanner.add(Kind.UNKNOWN_ZONE, found.end())
    if senses and (scanner.loose or senses.days_back is None):
        return scanner.add(Kind.WORD, found.end(), senses=senses)
    kind = Kind.UNKNOWN_ZONE if may_be_zone(scanner, found[0]) else Kind.OTHER
    return scanner.add(kind, found.end())


def is_zone_here(scanner: Scanner, word: str, senses: Senses | None) -> bool:
    """Tell a zone from a word that is spelled like one: "est", "pt.", "art"."""
    behind = scanner.last in AFTER_CLOCK
    if scanner.loose and behind and word.casefold() in BARE:
        return True
    if not is_zone(word):
        return False
    written = word.isupper() or (scanner.loose and behind and senses is None)
    return written and (behind or senses is None)


def is_military(scanner: Scanner) -> bool:
    """Tell a military letter from a word: a single capital at the end, right behind the clock."""
    behind = bool(scanner.tokens) and scanner.tokens[-1].kind is Kind.CLOCK
    return behind and scanner.match(MILITARY) is not None


def may_be_zone(scanner: Scanner, word: str) -> bool:
    """Tell whether a word that nobody knows stands where a zone does."""
    if is_label(word) or len(word) == 1:
        return False
    short = scanner.loose and word.isascii() and len(word) <= LONGEST_UNKNOWN_ZONE
    return scanner.last in AFTER_CLOCK and (short or bool(UNKNOWN_ZONE.fullmatch(word)))


def read_mark(scanner: Scanner) -> bool:
    """Read a character that may stand between the parts of a date.

    Where all of a text should be a date, any sign is one that is no amount, share or tag.
    """
    char = scanner.text[scanner.at]
    sign = scanner.loose and category(char)[0] in "PSC" and category(char) != "Sc"
    between = bool(scanner.match(MARK)) or (sign and char not in "%+=#&$")
    return between and scanner.add(Kind.MARK, scanner.at + 1)


READERS = (
    read_behind_clock,
    read_t_clock,
    read_separated,
    read_number,
    read_comment,
    read_path,
    read_word,
    read_mark,
)
