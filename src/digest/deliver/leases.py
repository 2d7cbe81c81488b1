"""A limit that several share: who may send how many messages when, on one timetable of all.

The timetable has a place for each message, `1 / rate` seconds apart. Whoever asks is given the next
free places, never beyond one second from now, and no message leaves before its place or more than a
second after it. So in any time T, however many ask, no more than `rate × (T + 1 s)` leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

# No place is given away that is further off.
HORIZON_SECONDS = 1.0
# For so long a holder is supplied; the rest of the horizon is for those who ask later than usual.
COVERED_SECONDS = 0.8
# A holder that has not asked for so long has ended; its share is the others'.
FORGOTTEN_SECONDS = 2.5
# Whoever was not held back may become so much quicker. Nobody else has less for it: until they do,
# these places stay free.
GROWTH = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a holder asks of a limit.

    Attributes:
        name: The limit's.
        rate: Its messages a second; above 0.
        wants: Messages a second that the holder could send; infinite while the limit held it back.
        ahead: Messages for which it is supplied already, or was by its share of the past.
    """

    name: str
    rate: float
    wants: float
    ahead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Places in a limit's timetable that are one holder's.

    Attributes:
        name: The limit's.
        starts_in: Seconds until the first, from the moment of the lease.
        count: How many, `1 / rate` apart; possibly none.
        share: Messages a second that are the holder's at present.
    """

    name: str
    starts_in: float
    count: int
    share: float


def lease(ask: Ask, *, until: float, now: float, others: Sequence[float]) -> tuple[Lease, float]:
    """Give a holder the next places that are its.

    Args:
        ask: What it asks.
        until: Up to when places are given away already, in seconds of the clock of all.
        now: The present moment by that clock.
        others: What each of the other holders wants.

    Returns:
        The lease, and up to when places are given away now.
    """
    share = share_of(ask.wants * GROWTH, others, rate=ask.rate)
    start = max(until, now)
    room = now + HORIZON_SECONDS - start
    # The place that begins within the horizon may be long: a slow limit has one in many seconds.
    free = max(1, floor(room * ask.rate)) if room >= 0 else 0
    count = min(free, max(0, ceil(share * COVERED_SECONDS - ask.ahead)))
    given = Lease(name=ask.name, starts_in=start - now, count=count, share=share)
    return given, start + count / ask.rate if count else until


def share_of(wants: float, others: Sequence[float], *, rate: float) -> float:
    """Share a limit fairly: whoever wants little has it, the rest share evenly (max-min).

    What nobody wants is shared evenly too, so that each may become quicker.

    Returns:
        Messages a second of the one who wants `wants`.
    """
    left, holders = rate, len(others) + 1
    for one in sorted([*others, wants]):
        even = left / holders
        if one >= even:
            return min(wants, even)
        left -= one
        holders -= 1
    return wants + left / (len(others) + 1)
