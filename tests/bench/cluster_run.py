"""One step of `make bench-cluster`, as a process: plan|ledger URL READERS, send|work URL SESSIONS.

`plan` fills an empty database with so many readers and plans an edition for them, `ledger` records
a result for everybody it gets and sends nothing, `send` sends with a relay of this process that
takes each message after a millisecond, and `work` does so as a worker, which has its batches from
the queue of jobs. Prints what it did, when that began and ended, and the processor seconds that it
took: no start, no connecting.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from tests.bench.desk import SLUG
from tests.bench.planned import DAY, make_lock

from digest.adapters.clock import SystemClock
from digest.adapters.owner import name_owner
from digest.adapters.queue.engine import Engine, Tasks
from digest.adapters.queue.jobs import JobQueue
from digest.adapters.store import Store, open_store
from digest.adapters.store.postgres import PostgresDatabase
from digest.app.edition_care import Care
from digest.app.open_editions import OpenEditions
from digest.app.ports import Stores
from digest.app.postroom import Postroom
from digest.app.send import send_owed
from digest.deliver.endings import name_copy
from digest.errors import EditionBusy
from digest.model.delivery import Batch, Delivery, Outcome, OwnedReader, Phase, Reply
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.message import Lock, Message
from digest.model.worker import SendingOrder

SECRET = "of a benchmark, and of nothing else"
WINDOW = 100
LEASE = timedelta(seconds=30)
TAKE_SECONDS = 0.001
# How often a worker looks whether the edition is complete.
LOOK_SECONDS = 0.25
# As the ids of Postfix with enable_long_queue_ids, so that no two replies are alike.
LETTERS = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"
FILL = """
INSERT INTO subscriber (key, email, name, state, added_at, added_by, frequency)
SELECT 'reader.' || n || '@mail' || (n - n / 7 * 7) || '.example.org',
       'reader.' || n || '@mail' || (n - n / 7 * 7) || '.example.org',
       'Reader Number ' || n, 'subscribed', 0, 'benchmark', 'daily'
FROM ({numbers}) AS numbers
"""
NUMBERS = {
    "postgresql": "SELECT generate_series(1, {count}) AS n",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count})"
    " SELECT n FROM s",
}


class QuickRelay:
    """A relay within this process, which takes every message after a millisecond.

    Args:
        sessions: How many may be open at once.
    """

    def __init__(self, sessions: int) -> None:
        self._sessions = sessions

    def sessions(self) -> int:
        """How many sessions may be open at once."""
        return self._sessions

    async def open(self) -> "QuickSession":
        """Open a session."""
        return QuickSession()


class QuickSession:
    """One connection to it."""

    usable = True
    announced: Message | None = None

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        """Take a message."""
        del following
        await asyncio.sleep(TAKE_SECONDS)
        return Reply(phase=Phase.FINAL, code=250, text=reply_to(hash(message.message_id)))

    async def close(self) -> None:
        """Close it."""


def reply_to(number: int) -> str:
    """Say what a Postfix says."""
    name = ""
    for _ in range(10):
        number, place = divmod(number, len(LETTERS))
        name += LETTERS[place]
    return f"2.0.0 Ok: queued as 4Xkz{name}"


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print when the block began and ended, and its processor seconds."""
    began, cpu = time.time(), time.process_time()
    yield
    print(what, began, time.time(), time.process_time() - cpu)


def fill(store: Store, readers: int) -> None:
    """Make readers of several domains."""
    with store.database.writing() as connection:
        kind = connection.dialect.name
        numbers = NUMBERS[kind].format(count=int(readers))
        connection.exec_driver_sql(FILL.format(numbers=numbers))
        connection.exec_driver_sql("ANALYZE")


def plan(store: Store, readers: int) -> None:
    """Plan an edition for so many readers."""
    fill(store, readers)
    now = datetime.now(tz=UTC)
    lock = make_lock(2, now)
    store.editions.save_draft(
        EditionRecord(
            slug=lock.slug,
            number=lock.number,
            state=EditionState.DRAFTED,
            window=Window(start=now - DAY, end=now),
            draft_hash="",
            send_by=now + DAY,
        )
    )
    with timed("planned"):
        planned = store.ledger.plan(lock, now=now, send_by=now + DAY)
    assert planned.owed == readers


def record(store: Store, _readers: int) -> None:
    """Record a result for everybody, window after window, as a sender does that takes no time."""
    lock = store.editions.lock(SLUG)
    assert lock is not None
    owner, ledger = name_owner(), store.ledger
    with timed("recorded"):
        while batch := claim(store, owner):
            results: list[Delivery] = []
            while True:
                window = ledger.open_window(
                    batch, results, size=WINDOW, now=datetime.now(tz=UTC), lease=LEASE
                )
                if not window.readers:
                    break
                results = [accept(one, lock) for one in window.readers]
            ledger.release(batch)


def claim(store: Store, owner: str) -> Batch | None:
    """Take the next batch; None when others hold what is left."""
    now = datetime.now(tz=UTC)
    try:
        return store.ledger.claim(SLUG, owner=owner, now=now, lease=LEASE, on_unknown="hold")
    except EditionBusy:
        return None


def accept(reader: OwnedReader, lock: Lock) -> Delivery:
    """Make the row of a reader whose message a Postfix has taken."""
    number = reader.subscriber.id
    return Delivery(
        subscriber_id=number,
        outcome=Outcome.ACCEPTED,
        message_id=name_copy(lock, number, secret=SECRET),
        code=250,
        enhanced="2.0.0",
        reply=reply_to(number * 7919 << 24),
        at=datetime.now(tz=UTC),
        attempts=1,
    )


def send(store: Store, sessions: int) -> None:
    """Send to all who are left, as `digest send` does."""
    lock = store.editions.lock(SLUG)
    assert lock is not None
    with timed("sent"):
        report = asyncio.run(
            send_owed(
                lock,
                ledger=store.ledger,
                relay=QuickRelay(sessions),
                clock=SystemClock(),
                secret=SECRET,
                owner=name_owner(),
                send_by=datetime.now(tz=UTC) + DAY,
            )
        )
    assert report.books.balanced


def work(store: Store, sessions: int) -> None:
    """Send to all who are left as a worker, which takes its batches from the queue of jobs."""
    queue = JobQueue(store.database)
    queue.prepare()
    lock = store.editions.lock(SLUG)
    assert lock is not None
    # Whichever of several workers comes first; the others find all of it done.
    if store.orders.order(SLUG) is None:
        store.orders.save_order(SLUG, SendingOrder(zone="UTC", link_key=SECRET))
    end = datetime.now(tz=UTC) + DAY
    queue.put_batches(SLUG, store.ledger.unfinished(SLUG), send_by=end)
    parts = {one.name: getattr(store, one.name) for one in fields(Stores)}
    with timed("worked"):
        asyncio.run(take_all(replace(Stores(**parts), queue=queue), store, sessions))


async def take_all(stores: Stores, store: Store, sessions: int) -> None:
    """Take jobs until the edition is complete."""
    ending = asyncio.Event()
    clock = SystemClock()
    editions = OpenEditions(
        stores=stores,
        relay=QuickRelay(sessions),
        clock=clock,
        secret=SECRET,
        name_owner=name_owner,
        make_signer=lambda _: None,
        lease=LEASE,
        stopping=ending.is_set,
    )
    room = Postroom(
        stores=stores, clock=clock, editions=editions, lease=LEASE, stopping=ending.is_set
    )
    care = Care(stores=stores, clock=clock)
    engine = Engine(
        url=store.database.url if isinstance(store.database, PostgresDatabase) else "",
        tasks=Tasks(send_batch=room.send_batch, close_edition=care.close_edition, sweep=care.sweep),
        concurrency=1,
        stale=LEASE,
        tell=print_trouble,
        fail=print_trouble,
    )
    running = asyncio.create_task(engine.run(ending))
    while not ending.is_set():
        await asyncio.sleep(LOOK_SECONDS)
        if await asyncio.to_thread(is_complete, stores):
            ending.set()
    await running
    await room.tidy(everything=True)


def is_complete(stores: Stores) -> bool:
    """Whether nobody is owed any more."""
    return stores.ledger.progress(SLUG).owed == 0


def print_trouble(trouble: object) -> None:
    """Show what keeps a worker from working, where a failed run is looked at."""
    if trouble:
        print(trouble, file=sys.stderr)


STEPS = {"plan": plan, "ledger": record, "send": send, "work": work}


def main(step: str, url: str, number: int) -> None:
    """Take one step."""
    store = open_store(url, secret=SECRET)
    try:
        STEPS[step](store, number)
    finally:
        store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
