"""A process that leases and departs as fast as it may, run as a child: it notes each departure.

Usage: python -m tests.integration.store.pacer URL NOTES SECONDS [TOTAL [DOMAIN [CAPACITY]]]
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from tests.integration.store.examples import SECRET

from digest.adapters.clock import SystemClock
from digest.adapters.owner import name_owner
from digest.adapters.store import open_store
from digest.app.leasing import open_pace
from digest.deliver.limits import Limits, Pace

SLOW = "slow.example.org"


async def depart(pace: Pace, notes: Path, seconds: float, capacity: float) -> None:
    """Depart whenever something is due: to the slow domain first."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    with notes.open("w", encoding="ascii") as file:
        while (now := loop.time()) < end:
            if wait := pace.wait(now):
                await asyncio.sleep(min(wait, 0.2))
                continue
            domain = "" if pace.wait_for(SLOW, now) else SLOW
            pace.depart(domain, now)
            file.write(json.dumps([time.time(), domain]) + "\n")
            file.flush()
            await asyncio.sleep(1 / capacity if capacity else 0)


async def run(
    url: str, notes: Path, seconds: float, *, total: float, domain: float, capacity: float
) -> None:
    store = open_store(url, secret=SECRET)
    limits = Limits(total=total, domains={SLOW: domain})
    async with open_pace(
        limits, store=store.paces, holder=name_owner(), clock=SystemClock()
    ) as pace:
        await depart(pace, notes, seconds, capacity)
    store.close()


if __name__ == "__main__":
    given = [float(one) for one in sys.argv[3:]]
    seconds, total, domain, capacity, *_ = (*given, *(3.0, 200.0, 20.0, 0.0)[len(given) :])
    asyncio.run(
        run(
            sys.argv[1],
            Path(sys.argv[2]),
            seconds,
            total=total,
            domain=domain,
            capacity=capacity,
        )
    )
