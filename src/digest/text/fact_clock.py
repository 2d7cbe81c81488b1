"""Times of day in a text: "17:30", "5.30 p.m.", "19 Uhr"."""

import re
from decimal import Decimal
from typing import NamedTuple

CLOCK = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])(?:[:h]([0-5]\d)(?![\d:])|(?:\.([0-5]\d))?"
    r"(?=[ \u00a0\u202f]?(?:[ap]\.?m\b|uhr\b|uur\b|o['’]clock)))"
    r"(?:[ \u00a0\u202f]?([ap])\.?m\b)?",
    re.IGNORECASE,
)
NOON = 720
HOUR = 60


class ClockTime(NamedTuple):
    """A time of day.

    Attributes:
        start, end: Its place in the text.
        readings: The minutes of the day that it can mean, each as "clock"; an hour that is not
            said to be of morning or afternoon can be a plain number as well.
    """

    start: int
    end: int
    readings: frozenset[tuple[Decimal, str]]


def find_clock(text: str, start: int) -> ClockTime | None:
    """Read the time of day that begins at a place; None when none does."""
    clock = CLOCK.match(text, start)
    if clock is None:
        return None
    hour, minutes, half = int(clock[1]), clock[2] or clock[3], clock[4]
    told = hour * HOUR + int(minutes or 0)
    halves = {told % NOON, told % NOON + NOON}
    if half:
        halves = {told % NOON + (NOON if half in "pP" else 0)}
    elif hour == 0 or told >= NOON + HOUR:
        halves = {told}
    readings = {(Decimal(one), "clock") for one in halves}
    if not (minutes or half):
        readings.add((Decimal(hour), ""))
    return ClockTime(clock.start(), clock.end(), frozenset(readings))
