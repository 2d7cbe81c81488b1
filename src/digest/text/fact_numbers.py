"""The numbers of a text: in figures or in words, with what they count."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from digest.text.abbreviations import base_language
from digest.text.fact_clock import ClockTime, find_clock
from digest.text.fact_number_words import (
    ABOVE,
    APPROXIMATE,
    ARTICLES,
    BELOW,
    CJK_SCALES,
    HUNDRED,
    NumberWords,
    words_of,
)
from digest.text.fact_tokens import Token, fold_text
from digest.text.fact_units import (
    CENT,
    CJK_UNITS,
    CODES,
    LINKS,
    MONEY,
    OF_HUNDRED,
    PER,
    PERCENT,
    POINT,
    POINTS,
    UNITS,
)

Reading = tuple[Decimal, str]

LONGEST_FIGURES = 24
FIRST_TENS = 20
FOUR = 4
# Languages that part thousands with a comma; all others do it with a stop or a space.
COMMA_PARTS = frozenset(("en", "zh", "ja", "ko", "hi", "th", "he", "ar", "ur", "bn"))
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,])\d{3}")
GROUPED = re.compile(r"\d{1,3}(?:(?:[.,]\d{3})+|(?:,\d{2})*,\d{3})")
NEAR = re.compile(r"[ \u00a0\u202f\u2009'’-]{0,2}\.?[ \u00a0\u202f]?")
CLOSE = re.compile(r"[ \u00a0\u202f\u2009'’-]{0,2}")
RANGE = re.compile(r"(?:[–—-]|to|and|or|bis|und|oder|à|et|ou|a|y|o|e|tot|en|of|и|или|до|και|έως)")
FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667", "⅛": "0.125"}
BEFORE = 3  # words in which an approximation may stand
LONGEST_GAP = 8  # the longest word of RANGE, and spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of a text.

    Attributes:
        readings: What it can mean, each with what it counts; "" when nothing known is counted.
        text: As it stands.
        start, end: Its place.
        rough: Whether the text says, or shows by its scale, that it is rounded.
        above: Whether it says that there are more.
    """

    readings: frozenset[Reading]
    text: str
    start: int
    end: int
    rough: bool = False
    above: bool = False


def read_numbers(text: str, tokens: Sequence[Token], language: str) -> list[Number]:
    """Read the numbers of a text, in order."""
    reader = _Reader(text, tokens, language)
    return spread_units(text, [*reader.read()])


def read_figures(figures: str, language: str) -> frozenset[Decimal]:
    """Read a number in figures; several values when its mark can part thousands or decimals."""
    plain = re.sub(r"[ \u00a0\u202f\u2009'’]", "", figures.replace("٬", ",").replace("٫", "."))
    if len(plain) > LONGEST_FIGURES:
        return frozenset()
    if plain.isdigit():
        return frozenset((Decimal(plain),))
    comma_parts = base_language(language) in COMMA_PARTS
    if one := THOUSANDS.fullmatch(plain):
        whole = Decimal(plain.replace(one["mark"], ""))
        broken = Decimal(plain.replace(",", "."))
        return frozenset((whole,) if (one["mark"] == ",") is comma_parts else (whole, broken))
    if GROUPED.fullmatch(plain) and len({*re.findall(r"[.,]", plain)}) == 1:
        return frozenset((Decimal(re.sub(r"[.,]", "", plain)),))
    whole_part, _, decimals = plain.replace(",", ".").rpartition(".")
    if "." in whole_part and not GROUPED.fullmatch(whole_part.replace(".", ",")):
        return frozenset()  # a version, a section of a law: compared as it stands
    return frozenset((Decimal(f"{whole_part.replace('.', '')}.{decimals}"),))


class _Reader:
    """One reading of a text, from its first token to its last."""

    def __init__(self, text: str, tokens: Sequence[Token], language: str) -> None:
        self.text, self.tokens, self.language = text, tokens, language
        self.words: NumberWords = words_of(language)

    def read(self) -> Iterator[Number]:
        """Yield every number, in order."""
        end = 0
        for at, token in enumerate(self.tokens):
            if at >= end and (token.figures or token.small in self.words.starts):
                found = self._read_at(at)
                if found:
                    number, end = found
                    yield number

    def _read_at(self, at: int) -> tuple[Number, int] | None:
        token = self.tokens[at]
        if token.figures:
            if clock := find_clock(self.text, token.start):
                return self._clock(at, clock)
            part = FRACTIONS.get(self.tokens[at + 1].text) if self._adjoins(at + 1) else None
            values = {
                value + Decimal(part or 0) for value in read_figures(token.text, self.language)
            }
            after = at + 2 if part else at + 1
            return self._finish(at, after, frozenset(values), scaled=False)
        if token.small in self.words.values or token.small in self.words.hundreds:
            value, after = self._spelt(at)
            return self._finish(at, after, frozenset((Decimal(value),)), scaled=False)
        if token.small in ARTICLES and self._multiplies(at + 1):
            return self._finish(at, at + 1, frozenset((Decimal(1),)), scaled=False)
        return None

    def _multiplies(self, at: int) -> bool:
        small = self.tokens[at].small if at < len(self.tokens) else ""
        many = small in self.words.scales or small in self.words.hundreds
        return many and self._touches(at - 1, at, CLOSE)

    def _touches(self, before: int, after: int, gap: re.Pattern[str] = CLOSE) -> bool:
        """Whether two tokens stand next to each other with nothing but `gap` between them."""
        if after >= len(self.tokens):
            return False
        between = self.text[self.tokens[before].end : self.tokens[after].start]
        return gap.fullmatch(between) is not None

    def _spelt(self, at: int) -> tuple[int, int]:
        """Add up a number in words; its scale is left to `_finish`."""
        total = self.words.values.get(self.tokens[at].small) or HUNDRED
        at += 1
        while at < len(self.tokens) and self._touches(at - 1, at):
            here = at
            if self.tokens[at].small == self.words.joiner and self._touches(at, at + 1):
                here = at + 1
            small = self.tokens[here].small
            value = self.words.values.get(small)
            if small in ARTICLES and (here > at or self.text[self.tokens[at - 1].end] == "-"):
                value = 1
            if here == at and small in self.words.hundreds and total < HUNDRED:
                total *= HUNDRED
            elif total == FOUR and value == FIRST_TENS:
                total = FOUR * FIRST_TENS  # French counts in twenties from here
            elif value is not None and _fits(total, value):
                total += value
            else:
                break
            at = here + 1
        return total, at

    def _finish(
        self, start: int, at: int, values: frozenset[Decimal], *, scaled: bool
    ) -> tuple[Number, int]:
        """Multiply by the scale that follows, and find what is counted."""
        readings = {(value, "") for value in values}
        gap = CLOSE
        while at < len(self.tokens) and self._touches(at - 1, at, gap):
            small = self.tokens[at].small
            factor = self.words.scales.get(small) or (
                HUNDRED if small in self.words.hundreds else None
            )
            power = CJK_SCALES.get(small[0])
            if factor is None and power is None:
                break
            # "5m" is five million, or five metres.
            kept = {(value, "metre") for value, _ in readings} if small == "m" else set()
            multiplied = {(v * (factor or Decimal(10) ** (power or 0)), u) for v, u in readings}
            readings, scaled, gap = multiplied | kept, True, NEAR
            at += 1
            if power is not None and self._adds(small, at):
                rest = read_figures(self.tokens[at].text, self.language)
                readings = {(v + more, u) for v, u in readings for more in rest}
                at += 1
            if power is not None and len(small) > 1 and (unit := _cjk_unit(small[1:])):
                readings = {(value, unit) for value, _ in readings}
                return self._make(start, at, readings, scaled=scaled), at
        unit, after = self._unit(at, gap)
        unit = unit or self._money_before(start)
        if unit:
            readings = {(value, counted or unit) for value, counted in readings}
        at = max(at, after)
        return self._make(start, at, readings, scaled=scaled), at

    def _adds(self, scale: str, at: int) -> bool:
        """Whether the rest of a number follows its Chinese or Japanese scale."""
        return len(scale) == 1 and self._adjoins(at) and self.tokens[at].figures

    def _adjoins(self, at: int) -> bool:
        """Whether a token follows the one before it without any space, as in 3¾ and 3万5000."""
        return at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def _make(self, start: int, end: int, readings: set[Reading], *, scaled: bool) -> Number:
        first, last = self.tokens[start], self.tokens[end - 1]
        before = [token.small for token in self.tokens[max(0, start - BEFORE) : start]]
        begin = first.start
        if start and (unit := self.tokens[start - 1]).small in UNITS and unit.end == begin:
            begin = unit.start
        text = self.text[begin : last.end]
        if not readings:
            readings = {(Decimal(0), text)}
        return Number(
            readings=frozenset(readings),
            text=text,
            start=begin,
            end=last.end,
            rough=scaled or not APPROXIMATE.isdisjoint(before),
            above=not ABOVE.isdisjoint(before) and BELOW.isdisjoint(before),
        )

    def _unit(self, at: int, gap: re.Pattern[str]) -> tuple[str, int]:
        """Find what is counted behind a number, and where that ends."""
        start = at
        while at < len(self.tokens) and at < start + 2 and self._touches(at - 1, at, gap):
            small = self.tokens[at].small
            if unit := self._known(at):
                return self._points(unit, at)
            if small in PER and at + 1 < len(self.tokens) and self.tokens[at + 1].small in CENT:
                return self._points(PERCENT, at + 1)
            if small.startswith(OF_HUNDRED) and self._is_point(at + 1):
                return POINTS, at + 2
            if small in POINT and (end := self._of_hundred(at + 1)):
                return POINTS, end
            if small not in LINKS:
                break
            at, gap = at + 1, CLOSE
        return "", start

    def _known(self, at: int) -> str:
        small = self.tokens[at].small
        return UNITS.get(small) or _cjk_unit(small)

    def _of_hundred(self, at: int) -> int:
        """Find the end of "de pourcentage" or "porcentuales"; 0 when it is not there."""
        following = range(at, min(at + 2, len(self.tokens)))
        return next(
            (there + 1 for there in following if self.tokens[there].small.startswith(OF_HUNDRED)), 0
        )

    def _points(self, unit: str, at: int) -> tuple[str, int]:
        if unit == PERCENT and self._is_point(at + 1):
            return POINTS, at + 2
        return unit, at + 1

    def _is_point(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].small in POINT

    def _money_before(self, at: int) -> str:
        """Find the currency that stands before a number: "$5", "€ 5", "EUR 5"."""
        if at == 0 or not self._touches(at - 1, at):
            return ""
        before = self.tokens[at - 1]
        unit = UNITS.get(before.small, "")
        code = CODES.get(before.small, "") if before.text.isupper() else ""
        sign = unit if unit in MONEY and not before.text.isalpha() else ""
        return sign or code

    def _clock(self, at: int, clock: ClockTime) -> tuple[Number, int]:
        """Take a time of day for a number of minutes."""
        while at < len(self.tokens) and self.tokens[at].start < clock.end:
            at += 1
        text = self.text[clock.start : clock.end]
        number = Number(readings=clock.readings, text=text, start=clock.start, end=clock.end)
        return number, at


def _fits(total: int, value: int) -> bool:
    """Whether a further word adds to a number: "twenty" and "one", "two hundred" and "ten"."""
    if total % HUNDRED == 0:
        return value < HUNDRED
    return total % 10 == 0 and total % HUNDRED >= FIRST_TENS and value < FIRST_TENS


def _cjk_unit(word: str) -> str:
    if word.isascii():
        return ""
    return next((unit for name, unit in CJK_UNITS.items() if word.startswith(name)), "")


def spread_units(text: str, numbers: list[Number]) -> list[Number]:
    """Give the first of "3 to 4 percent", "20 and 24 km" what the second counts."""
    spread = list(numbers)
    for at in range(len(numbers) - 2, -1, -1):
        one, other = spread[at], spread[at + 1]
        gap = text[one.end : min(other.start, one.end + LONGEST_GAP)]
        between = fold_text(gap).strip() if other.start - one.end < LONGEST_GAP else ""
        if RANGE.fullmatch(between) and all(unit == "" for _, unit in one.readings):
            units = {unit for _, unit in other.readings if unit and unit != "clock"}
            added = {(value, unit) for value, _ in one.readings for unit in units}
            spread[at] = replace(one, readings=one.readings | added)
    return spread
