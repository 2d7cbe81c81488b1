"""Whoever sends on a server goes by the server's clock, however wrong this machine's is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.unit.app.postroom_desk import NotedQueue, make_post, stores_of

from digest.adapters.clock import SystemClock
from digest.adapters.memory_workers import MemoryWorkers
from digest.model.worker import Crew
from digest.wiring import clock_of

FAST = timedelta(minutes=90)
MINUTE = timedelta(minutes=1)


class Elsewhere(MemoryWorkers):
    """Workers of a database whose clock is far from ours."""

    def crew(self, *, now: datetime) -> Crew:
        return Crew(now=now + FAST)


def test_the_clock_of_a_shared_database_is_followed() -> None:
    stores = replace(stores_of(make_post().desk, NotedQueue()), workers=Elsewhere())

    ahead = clock_of(stores, None).now() - SystemClock().now()

    assert abs(ahead - FAST) < MINUTE


def test_a_single_machine_and_a_rehearsal_have_clocks_of_their_own() -> None:
    alone = replace(stores_of(make_post().desk, None), workers=Elsewhere())
    shared = replace(alone, queue=NotedQueue())
    moment = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)

    assert abs(clock_of(alone, None).now() - SystemClock().now()) < MINUTE
    assert clock_of(shared, moment).now() == moment
