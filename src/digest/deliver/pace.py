"""How much is sent at a time, and when a run had better stop."""

from collections.abc import Sequence
from datetime import timedelta

from digest.model.delivery import Outcome

FIRST_WINDOW = 25
LARGEST_WINDOW = 100
# What is in doubt after a crash is one window: about this much sending.
WINDOW_TIME = timedelta(milliseconds=50)
LOOKED_BACK = 500
MOST_REJECTED = LOOKED_BACK // 20
MOST_DEFERRED = LOOKED_BACK // 2


def next_window(size: int, took: timedelta) -> int:
    """Choose the size of the next window from how long the last one took to send.

    Args:
        size: How many readers were sent to; from 1.
        took: How long that took.

    Returns:
        So many as take about 50 ms, at most twice and at least half as many as before, 1 to 100.
    """
    fitting = int(size * (WINDOW_TIME / max(took, timedelta.resolution)))
    slower, faster = max(1, size // 2), min(LARGEST_WINDOW, size * 2)
    return min(max(fitting, slower), faster)


def why_halt(recent: Sequence[Outcome]) -> str | None:
    """Tell why a run had better stop: a circuit breaker.

    Args:
        recent: The outcomes of the last 500 attempts at most.

    Returns:
        A clause for an editor; None as long as all is well. So few readers that they make no
        share of 500 never trip it.
    """
    rejected = sum(1 for outcome in recent if outcome is Outcome.REJECTED)
    deferred = sum(1 for outcome in recent if outcome is Outcome.DEFERRED)
    if rejected > MOST_REJECTED:
        return f"{rejected} of the last {len(recent)} readers were rejected"
    if deferred > MOST_DEFERRED:
        return f"{deferred} of the last {len(recent)} readers were deferred"
    return None
