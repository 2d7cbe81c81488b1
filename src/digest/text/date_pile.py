"""The tokens of one date, sorted by what they can mean."""

from collections.abc import Sequence

from digest.text.date_order import AMERICAN_NAMES, DIGITS_OF_YEAR, Hints, Setting
from digest.text.date_patterns import UNITS, Kind
from digest.text.date_tokens import Token
from digest.text.date_words import fold, is_croatian_october

HUNGARIAN_AFTERNOON = "du"
ZONES = (Kind.ZONE, Kind.UNKNOWN_ZONE)
LONGER_THAN_A_CLOCK = 3


class NoDateError(ValueError):
    """The tokens make no sense together. Never leaves `read_parts`."""


class Pile:
    """The tokens of a date by their kind. What may mean two things is taken off when it is read.

    Raises:
        NoDateError: One of them belongs to no date.
    """

    def __init__(self, tokens: Sequence[Token], setting: Setting) -> None:
        self.setting = setting
        self.tokens = [token for token in tokens if token.kind is not Kind.MARK]
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
        """Take a number such as "0646" before a zone for the time of day."""
        for token, follower in zip(self.tokens, self.tokens[1:], strict=False):
            clock = token.kind is Kind.NUMBER and len(token.parts[0]) == DIGITS_OF_YEAR
            zone = follower.kind in (Kind.ZONE, Kind.OFFSET)
            if clock and zone and not self.clocks and len(self.tokens) > LONGER_THAN_A_CLOCK:
                self.numbers.remove(token)
                self.clocks = [(token.parts[0][:2], token.parts[0][2:])]

    @property
    def zones(self) -> tuple[str, ...]:
        """What stands where the name of a zone does."""
        names = [token.parts[0] if token.parts else token.text for token in self.of(*ZONES)]
        if not names and self.clocks:
            names = [token.text for token in self.of(Kind.COMMENT)]
        return tuple(names)

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
        months = {
            10 if is_croatian_october(token.text, self.setting.languages) else token.senses.month
            for token in chosen
        }
        if len(months) > 1:
            raise NoDateError
        return next(iter(months), None)

    def hints(self, separator: str = "") -> Hints:
        """Tell what decides the order of three numbers."""
        words = [token.senses.weekdays for token in self.of(Kind.WORD)]
        american = self.half != "" or any(zone.upper() in AMERICAN_NAMES for zone in self.zones)
        return Hints(
            separator=separator,
            weekdays=next((days for days in words if days), frozenset()),
            american=american,
        )
