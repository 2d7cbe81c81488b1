"""The tokens of one date, sorted by what they can mean."""

from collections.abc import Sequence
from dataclasses import replace

from digest.text.date_order import AMERICAN_NAMES, DIGITS_OF_YEAR, Hints, Setting
from digest.text.date_patterns import DOTTED, UNITS, Kind
from digest.text.date_scanner import Token
from digest.text.date_words import fold
from digest.text.zone_names import HERE, LONG
from digest.text.zones import plain_name

HUNGARIAN_AFTERNOON = "du"
HOURS = frozenset({"hrs", "hours"})
ZONES = (Kind.ZONE, Kind.UNKNOWN_ZONE)


class NoDateError(ValueError):
    """The tokens make no sense together. Never leaves `read_parts`."""


def clocks_apart(tokens: list[Token]) -> list[Token]:
    """Take "18.12.00" for a clock beside another day: "23. november 2026 18.12.00"."""
    dated = any(
        token.senses.surely_month
        or (token.kind is Kind.DATE and DIGITS_OF_YEAR in map(len, token.parts))
        for token in tokens
    )
    # "Mar" is Tuesday in some languages; with a year of its own it is the month.
    has_year = any(
        token.kind is Kind.NUMBER and len(token.parts[0]) == DIGITS_OF_YEAR for token in tokens
    )
    dated = dated or (has_year and any(token.senses.month for token in tokens))
    dotted = [token for token in tokens if token.kind is Kind.DATE and DOTTED.fullmatch(token.text)]
    if not dated or len(dotted) != 1:
        return tokens
    return [
        replace(token, kind=Kind.CLOCK, parts=token.parts[:3]) if token is dotted[0] else token
        for token in tokens
    ]


def is_clocklike(before: Token | None, behind: Token | None) -> bool:
    """Tell whether four digits between two tokens are hours and minutes: "at 0646", "0646 GMT"."""
    if before and before.text.casefold() == "at":
        return True
    return behind is not None and (
        behind.kind in (Kind.ZONE, Kind.OFFSET) or behind.text.casefold() in HOURS
    )


class Pile:
    """The tokens of a date by their kind. What may mean two things is taken off when it is read.

    Raises:
        NoDateError: One of them belongs to no date.
    """

    def __init__(self, tokens: Sequence[Token], setting: Setting) -> None:
        self.setting = setting
        self.tokens = clocks_apart([token for token in tokens if token.kind is not Kind.MARK])
        if self.of(Kind.OTHER):
            raise NoDateError
        self.pairs = self.of(Kind.PAIR)
        self.numbers = self.of(Kind.NUMBER)
        self.clocks = [token.parts for token in self.of(Kind.CLOCK)]
        self.clocks += [token.parts[3:] for token in self.of(Kind.DAY) if token.parts[3]]
        self.units: dict[str, str] = {}
        for token in self.of(Kind.UNIT):
            unit = UNITS[token.parts[1]]
            if unit in self.units:
                raise NoDateError
            self.units[unit] = token.parts[0]
        self.take_four_digits()

    def of(self, *kinds: Kind) -> list[Token]:
        """Find the tokens of some kinds."""
        return [token for token in self.tokens if token.kind in kinds]

    def take_four_digits(self) -> None:
        """Take a number such as "0646" before a zone for the time of day, beside another year."""
        years = len([token for token in self.numbers if len(token.parts[0]) == DIGITS_OF_YEAR])
        years += len(self.of(Kind.DATE, Kind.YEAR_MONTH, Kind.UNIT))
        around = zip([None, *self.tokens], self.tokens, [*self.tokens[1:], None], strict=False)
        for before, token, behind in around:
            clock = token.kind is Kind.NUMBER and len(token.parts[0]) == DIGITS_OF_YEAR
            if clock and years > 1 and not self.clocks and is_clocklike(before, behind):
                self.numbers.remove(token)
                self.clocks = [(token.parts[0][:2], token.parts[0][2:])]

    @property
    def zones(self) -> tuple[str, ...]:
        """What stands where the name of a zone does."""
        names = [token.parts[0] if token.parts else token.text for token in self.of(*ZONES)]
        if not names and self.clocks:
            names = [token.text for token in self.of(Kind.COMMENT)]
        return tuple(name for name in names if LONG.get(plain_name(name)) is not HERE)

    @property
    def days_back(self) -> int | None:
        """Tell how many days before today a word means: 1 for "yesterday"; None without one."""
        found = {token.senses.days_back for token in self.of(Kind.WORD)} - {None}
        return found.pop() if len(found) == 1 else None

    @property
    def weekdays(self) -> frozenset[int]:
        """Tell which weekday is named; several when a name is ambiguous, empty for none."""
        words = [token.senses.weekdays for token in self.of(Kind.WORD)]
        return next((days for days in words if days), frozenset())

    @property
    def half(self) -> str:
        """Tell which half of the day is named; empty for none."""
        halves = {token.parts[0] for token in self.of(Kind.HALF)}
        halves |= {token.senses.half for token in self.of(Kind.WORD)} - {""}
        hungarian = bool(self.setting.languages) and self.setting.languages[0][:2] == "hu"
        if hungarian and any(fold(token.text) == HUNGARIAN_AFTERNOON for token in self.tokens):
            halves.add("pm")
        if len(halves) > 1:
            raise NoDateError
        return next(iter(halves), "")

    def read_month(self, *, sure: bool) -> int | None:
        """Read the month that a word names.

        Args:
            sure: Whether only a word counts that can be nothing else. Otherwise the last one that
                may be a month is taken: "mar 12 mar 2024" is a Tuesday in March.
        """
        words = [token for token in self.of(Kind.WORD) if token.senses.month]
        certain = [token for token in words if token.senses.surely_month]
        chosen = certain or ([] if sure else words[-1:])
        months = {token.senses.month for token in chosen}
        if len(months) > 1:
            raise NoDateError
        return next(iter(months), None)

    def hints(self, separator: str = "") -> Hints:
        """Tell what decides the order of three numbers."""
        american = self.half != "" or any(zone.upper() in AMERICAN_NAMES for zone in self.zones)
        return Hints(
            separator=separator,
            weekdays=self.weekdays,
            american=american,
        )
