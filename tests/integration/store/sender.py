"""A process that sends, run as a child: it notes each reader before it records the result.

Usage: python -m tests.integration.store.sender URL NOTES
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.integration.store.examples import SECRET, SLUG, accepted

from digest.adapters.owner import has_ended, name_owner
from digest.adapters.store import open_store
from digest.errors import EditionBusy
from digest.model.delivery import Delivery

WINDOW = 5
LEASE = timedelta(seconds=60)


def send(url: str, notes: Path) -> None:
    owner = name_owner()
    store = open_store(url, secret=SECRET)
    file = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    while True:
        try:
            batch = store.ledger.claim(
                SLUG,
                owner=owner,
                now=datetime.now(UTC),
                lease=LEASE,
                on_unknown="hold",
                dead=has_ended,
            )
        except EditionBusy:
            time.sleep(0.01)
            continue
        if batch is None:
            break
        results = list[Delivery]()
        while True:
            now = datetime.now(UTC)
            window = store.ledger.open_window(batch, results, size=WINDOW, now=now, lease=LEASE)
            if not window.readers:
                break
            results = []
            for reader in window.readers:
                os.write(file, f"{reader.subscriber.id}\n".encode())
                results.append(accepted(reader.subscriber.id))
        store.ledger.release(batch)
    store.ledger.settle(SLUG, now=datetime.now(UTC))
    store.close()
    os.close(file)


if __name__ == "__main__":
    send(sys.argv[1], Path(sys.argv[2]))
