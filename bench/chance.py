"""Answers of relays and domains of readers, drawn from a number, so that every run is the same."""

from itertools import accumulate
from math import exp
from statistics import NormalDist

from bench.inputs import RECEIVERS, Inputs

DRAWS = 4_096
LETTERS = 64
FIRST, SECOND = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
HALF, TOP = 32, 52
ALL = (1 << LETTERS) - 1


def draw(number: int, seed: int) -> int:
    """Draw one of 4,096 by a number."""
    mixed = (number * FIRST + seed * SECOND) & ALL
    mixed ^= mixed >> HALF
    return ((mixed * SECOND) & ALL) >> TOP


def make_answers(inputs: Inputs) -> list[float]:
    """List how many seconds a relay takes to answer: log-normal, with the mean that is wanted."""
    normal, spread = NormalDist(), inputs.answer_spread
    points = (normal.inv_cdf((number + 0.5) / DRAWS) for number in range(DRAWS))
    raw = [exp(spread * point) for point in points]
    mean = sum(raw) / DRAWS
    return [inputs.answer * one / mean for one in raw]


def make_domains() -> list[int]:
    """List which receiver a reader has: each as often as its share wants."""
    ends = list(accumulate(one.share for one in RECEIVERS))
    return [
        next(
            at for at, end in enumerate(ends) if (number + 0.5) / DRAWS < end or at == len(ends) - 1
        )
        for number in range(DRAWS)
    ]
