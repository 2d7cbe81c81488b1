import asyncio
from datetime import UTC, datetime, timedelta, timezone

from digest.adapters.clock import FixedClock, SystemClock

MORNING = datetime(2026, 11, 23, 5, 30, tzinfo=timezone(timedelta(hours=1)))


def test_a_rehearsed_clock_starts_where_it_was_set_and_goes_on() -> None:
    clock = FixedClock(MORNING)
    asyncio.run(asyncio.sleep(0.02))
    first = clock.now()

    asyncio.run(clock.sleep(timedelta(milliseconds=20)))
    later = clock.now()

    assert first.tzinfo is UTC
    assert first == MORNING
    assert timedelta(milliseconds=19) < later - first < timedelta(seconds=5)


def test_the_system_clock_is_aware_and_never_waits_for_the_past() -> None:
    clock = SystemClock()
    first = clock.now()

    asyncio.run(clock.sleep(timedelta(days=-1)))

    assert first.tzinfo is UTC
    assert clock.now() - first < timedelta(seconds=5)
