"""Send a planned edition once, in a process of its own: disk|memory FOLDER READERS PORT.

Prints the seconds and the processor seconds that the sending took: no start, no planning.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.desk import SLUG
from tests.bench.planned import keep_planned, make_readers

from digest.adapters.memory import MemoryStore
from digest.app.ports import Stores
from digest.app.send import send_owed
from digest.config import Settings, read_settings
from digest.wiring import make_clock, make_relay, name_owner, opened_stores


@contextmanager
def opened(where: str, settings: Settings, readers: int) -> Iterator[Stores]:
    """Open the planned edition where it is, or plan it anew in memory."""
    with opened_stores(settings) as stores:
        if where == "disk":
            yield stores
            return
        lock = stores.editions.lock(SLUG)
    memory = MemoryStore(secret=settings.machine.secret)
    planned = Stores(**{part.name: getattr(memory, part.name) for part in fields(Stores)})
    assert lock is not None
    keep_planned(planned, lock, make_readers(readers), datetime.now(tz=UTC))
    yield planned


def main(where: str, folder: Path, readers: int, port: int) -> None:
    """Send to everybody, and tell how long it took."""
    relay = f"smtp+plain://127.0.0.1:{port}"
    settings = read_settings(folder, {"DIGEST_RELAY": relay})
    with opened(where, settings, readers) as stores:
        lock = stores.editions.lock(SLUG)
        assert lock is not None
        wall, cpu = time.perf_counter(), time.process_time()
        report = asyncio.run(
            send_owed(
                lock,
                ledger=stores.ledger,
                relay=make_relay(settings),
                clock=make_clock(None),
                secret=settings.machine.secret,
                owner=name_owner(),
                send_by=datetime.now(tz=UTC) + timedelta(hours=1),
            )
        )
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert report.books.accepted == readers, report
    print(wall, cpu)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
