"""Whether a number stands in a source, in whatever form, rounded or not."""

import re
from collections.abc import Sequence
from decimal import Decimal

from digest.text.fact_numbers import Number
from digest.text.fact_units import MONEY, PERCENT

# "A further 12.5 million" of a text about euros may be written with its sign.
LEAST_MONEY = Decimal(10_000)
# A result, which looks like a time of day: "14:13" for "14 to 13".
SCORE = re.compile(r"([1-9]?\d):([1-9]?\d)")
ROUNDED = Decimal("0.05")
YEAR = re.compile(r"(?:19|20)\d\d")


class Counted:
    """The numbers of a source, by their values.

    Args:
        numbers: All of them.
    """

    def __init__(self, numbers: Sequence[Number]) -> None:
        self._units: dict[Decimal, set[str]] = {}
        self._numbers = numbers
        # A year is no number that is rounded.
        self._exact = {
            reading
            for number in numbers
            if not YEAR.fullmatch(number.text)
            for reading in number.readings
        }
        for number in numbers:
            for value, unit in number.readings:
                self._units.setdefault(value, set()).add(unit)
        self._money = {unit for units in self._units.values() for unit in units} & MONEY

    def has(self, number: Number) -> bool:
        """Tell whether a number stands in the source, counting the same."""
        if any(self._counts(value, unit) for value, unit in number.readings):
            return True
        score = SCORE.fullmatch(number.text)
        if score and all("" in self._units.get(Decimal(part), ()) for part in score.groups()):
            return True
        return any(self._fits(value, unit, number) for value, unit in number.readings)

    def _counts(self, value: Decimal, unit: str) -> bool:
        units = self._units.get(value, set())
        if unit in self._money and value >= LEAST_MONEY and "" in units:
            return True
        if unit:
            return unit in units
        return bool(units - {PERCENT})

    def _fits(self, value: Decimal, unit: str, number: Number) -> bool:
        """Whether the source has a number that rounds to this one, or that this one is below."""
        if not (number.rough or number.above):
            return False
        near = [
            exact
            for exact, other in self._exact
            if exact > 0 < value and (unit == other if unit else other != PERCENT)
        ]
        step = step_of(value)
        if number.above and any(value <= exact < value + step for exact in near):
            return True
        return number.rough and any(
            abs(exact - value) < step and abs(exact - value) <= ROUNDED * value for exact in near
        )

    def nearest(self, number: Number) -> str:
        """Find what the source says instead: the nearest number, of the same kind if there is."""
        value, unit = max(number.readings)
        best = min(
            self._numbers,
            key=lambda one: min(
                (other != unit, abs(exact - value) / max(abs(exact), abs(value), Decimal(1)))
                for exact, other in one.readings
            ),
            default=None,
        )
        return best.text if best else ""


def step_of(value: Decimal) -> Decimal:
    """Tell how much the last figure of a number is worth: 1,000 for 18,000, 0.1 for 1.2."""
    plain = value.normalize()
    return Decimal(10) ** (plain.adjusted() - len(plain.as_tuple().digits) + 1)
