"""When a deferred reader is tried again."""

from datetime import datetime, timedelta
from hashlib import sha256

FIRST_WAIT = timedelta(minutes=5)
# With its jitter the longest wait is one hour.
LONGEST_WAIT = timedelta(minutes=48)
JITTER = 0.25
STEPS = 2**16


def next_attempt(key: str, *, attempts: int, now: datetime) -> datetime:
    """Choose the moment of the next attempt (RFC 5321 section 4.5.4.1).

    Waits double from five minutes up to an hour. Each is up to a quarter longer, by a hash of the
    key, so that readers deferred together do not come back together; never shorter, because
    greylisting counts from the first attempt. Nothing is begun after the edition's `send_by`,
    whatever this says.

    Args:
        key: What tells this delivery from others, such as its Message-ID.
        attempts: How many were made, from 1.
        now: The moment of the last one, aware.
    """
    doublings = min(max(attempts, 1) - 1, 8)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    digest = sha256(f"{key} {attempts}".encode()).digest()
    share = int.from_bytes(digest[:2], "big") / STEPS
    return now + wait * (1 + JITTER * share)
