"""Cut a text into the parts that dates are made of: numbers, clocks, words, zones, offsets."""

import re
from dataclasses import dataclass, field

from digest.text.date_patterns import (
    AFTER_CLOCK,
    CALENDAR,
    CJK,
    COMMENT,
    DIGITS_AFTER_SPACE,
    HALF,
    HALF_LETTER,
    HALF_OF_LETTER,
    LONG_ZONE,
    LONGEST_UNKNOWN_ZONE,
    MARK,
    MONTH_FIRST,
    OFFSET,
    PATH,
    PATTERNS,
    SEPARATED,
    SPACE,
    T_CLOCK,
    TWO_WORDS,
    UNKNOWN_ZONE,
    WORD,
    Kind,
)
from digest.text.date_words import Senses, look_up, strip_marks
from digest.text.values import is_timezone
from digest.text.zones import LONG, is_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A part of a text.

    Attributes:
        kind: What it is.
        text: As it stands, without accents.
        parts: The texts of its numbers, in their order; "" for one that is left out.
        senses: What a word means.
    """

    kind: Kind
    text: str
    parts: tuple[str, ...] = ()
    senses: Senses = field(default_factory=Senses)


def scan(text: str, *, loose: bool) -> list[Token]:
    """Cut a text into tokens; white space is left out.

    Args:
        text: A short text; the time this takes grows with its length.
        loose: Whether all of it should be a date: a zone may then be written in small letters, and
            a word behind the clock that nobody knows is taken for a zone.
    """
    plain = strip_marks(text)
    for pattern, name in TWO_WORDS:
        plain = pattern.sub(name, plain)
    return Scanner(plain, loose=loose).scan()


class Scanner:
    """A place in a text, with the tokens before it."""

    def __init__(self, text: str, *, loose: bool) -> None:
        self.text = text
        self.loose = loose
        self.at = 0
        self.spaced = False
        self.tokens: list[Token] = []

    def scan(self) -> list[Token]:
        """Read all tokens."""
        while True:
            space = self.match(SPACE)
            self.spaced = space is not None
            self.at = space.end() if space else self.at
            if self.at >= len(self.text):
                return self.tokens
            if not any(read(self) for read in READERS):
                self.add(Kind.OTHER, self.at + 1)

    @property
    def last(self) -> Kind | None:
        """Kind of the token before this place; small words and punctuation do not count."""
        return next(
            (
                token.kind
                for token in reversed(self.tokens)
                if token.kind is not Kind.MARK and not token.senses.filler
            ),
            None,
        )

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern at this place."""
        return pattern.match(self.text, self.at)

    def add(self, kind: Kind, end: int, *parts: str | None, senses: Senses | None = None) -> bool:
        """Add a token that ends at `end`."""
        self.tokens.append(
            Token(
                kind=kind,
                text=self.text[self.at : end],
                parts=tuple(part or "" for part in parts),
                senses=senses or Senses(),
            )
        )
        self.at = end
        return True


def read_behind_clock(scanner: Scanner) -> bool:
    """Read what stands behind a clock only: a half of the day, an offset, a zone's long name."""
    last = scanner.last
    if last in (Kind.CLOCK, Kind.PAIR):
        half = scanner.match(HALF) or (None if scanner.spaced else scanner.match(HALF_LETTER))
        if half:
            return scanner.add(Kind.HALF, half.end(), HALF_OF_LETTER[half[1].casefold()])
    offset = scanner.match(OFFSET)
    if offset and is_offset(scanner, offset):
        return scanner.add(Kind.OFFSET, offset.end(), *offset.groups())
    long = scanner.match(LONG_ZONE) if last else None
    return scanner.add(Kind.ZONE, long.end()) if long else False


def is_offset(scanner: Scanner, offset: re.Match[str]) -> bool:
    """Tell an offset from a hyphen before a number."""
    last = scanner.last
    digits = len(offset[2]) + len(offset[3] or "")
    if last is Kind.ZONE:
        return True
    if last is Kind.DATE:
        return ":" in offset[0]
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
    for pattern in SEPARATED:
        found = scanner.match(pattern)
        if found:
            return scanner.add(Kind.DATE, found.end(), found[1], found[3], found[4], found[2])
    month = scanner.match(MONTH_FIRST)
    return scanner.add(Kind.YEAR_MONTH, month.end(), month[2], month[1]) if month else False


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
    if is_zone(inner) or inner.casefold() in LONG or is_timezone(inner):
        return scanner.add(Kind.ZONE, found.end(), inner)
    if not scanner.loose or any(char.isdecimal() for char in inner):
        return False
    return scanner.add(Kind.COMMENT, found.end())


def read_path(scanner: Scanner) -> bool:
    """Read an IANA name, or what looks like one behind a clock."""
    path = scanner.match(PATH)
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
    senses = look_up(found[0])
    if is_zone_here(scanner, found[0], senses):
        return scanner.add(Kind.ZONE, found.end())
    if senses:
        return scanner.add(Kind.WORD, found.end(), senses=senses)
    kind = Kind.UNKNOWN_ZONE if may_be_zone(scanner, found[0]) else Kind.OTHER
    return scanner.add(kind, found.end())


def is_zone_here(scanner: Scanner, word: str, senses: Senses | None) -> bool:
    """Tell a zone from a word that is spelled like one: "est", "pt.", "art"."""
    if not is_zone(word):
        return False
    behind = scanner.last in AFTER_CLOCK
    written = word.isupper() or (scanner.loose and behind and senses is None)
    return written and (behind or senses is None)


def may_be_zone(scanner: Scanner, word: str) -> bool:
    """Tell whether a word that nobody knows stands where a zone does."""
    short = scanner.loose and word.isascii() and len(word) <= LONGEST_UNKNOWN_ZONE
    return scanner.last in AFTER_CLOCK and (short or bool(UNKNOWN_ZONE.fullmatch(word)))


def read_mark(scanner: Scanner) -> bool:
    """Read a character that may stand between the parts of a date."""
    return bool(scanner.match(MARK)) and scanner.add(Kind.MARK, scanner.at + 1)


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
