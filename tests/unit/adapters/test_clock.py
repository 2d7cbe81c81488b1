import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from digest.adapters import clock as clocks
from digest.adapters.clock import FixedClock, SharedClock, SystemClock

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


def test_a_shared_clock_goes_by_this_machine_until_it_has_heard_the_other() -> None:
    clock = SharedClock()

    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - SystemClock().now()) < timedelta(seconds=5)


def test_a_shared_clock_follows_the_other_and_runs_on_by_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = [1000.0]
    monkeypatch.setattr(clocks, "run_of_machine", lambda: run[0])
    clock = SharedClock()

    clock.follow(MORNING, asked=clock.ask())
    assert clock.now() == MORNING
    assert clock.now().tzinfo is UTC

    run[0] += 90
    assert clock.now() == MORNING + timedelta(seconds=90)

    # Back, too, when the other says so.
    clock.follow(MORNING, asked=clock.ask())
    assert clock.now() == MORNING


def test_a_shared_clock_is_never_behind_the_other_however_late_it_hears_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = [1000.0]
    monkeypatch.setattr(clocks, "run_of_machine", lambda: run[0])
    clock = SharedClock()

    def hear(moment: datetime, *, after: float) -> None:
        asked = clock.ask()
        run[0] += after
        clock.follow(moment, asked=asked)

    # It told the time at once, and the process was stopped before it could hear of that.
    hear(MORNING, after=20)
    assert clock.now() == MORNING + timedelta(seconds=20)

    hear(MORNING + timedelta(seconds=20), after=0.25)
    assert clock.now() == MORNING + timedelta(seconds=20.25)

    # An answer that took long may be of its end, and would put the clock ahead.
    hear(MORNING + timedelta(seconds=60), after=40)
    assert clock.now() == MORNING + timedelta(seconds=60.25)


def test_a_shared_clock_never_waits_for_the_past() -> None:
    asyncio.run(SharedClock().sleep(timedelta(days=-1)))
