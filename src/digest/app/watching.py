"""Look on while workers send an edition, and tell in the end how it went."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.app.halt import Halt
from digest.app.ports import Clock, Stores
from digest.app.send import LEASE, SendReport, close_books
from digest.model.delivery import Books
from digest.model.edition import BEING_SENT
from digest.model.worker import SILENCE

LOOK = timedelta(seconds=0.5)


async def watch_workers(
    slug: str,
    *,
    stores: Stores,
    clock: Clock,
    send_by: datetime,
    before: Books,
    wait: bool,
    stopping: Callable[[], bool],
    advance: Callable[[int, int], None] | None = None,
) -> SendReport | None:
    """Look on until the workers have tried everybody who is due, or the edition's time is over.

    Args:
        slug: A planned edition, whose jobs are in the queue.
        stores: The database.
        clock: Tells the present moment.
        send_by: After it nothing is begun; aware.
        before: The counts when it was handed over.
        wait: Whether to stay until nobody is deferred any more.
        stopping: Whether whoever looks on wants to go; the workers go on.
        advance: Told how many readers are settled, and how many there are.

    Returns:
        How it went; None when no worker is there, so that somebody else has to send.
    """
    began = last_seen = clock.now()
    while not stopping():
        seen = await asyncio.to_thread(look, slug, stores, clock, wait=wait)
        send_by = seen.send_by or send_by
        if advance:
            advance(settled(seen.books), seen.books.planned)
        if seen.is_over or clock.now() >= send_by:
            break
        crew = await asyncio.to_thread(stores.workers.crew, now=clock.now())
        if crew.senders:
            last_seen = clock.now()
        elif last_seen == began or clock.now() - last_seen > SILENCE:
            # Nobody was there, or whoever was has been silent for as long as the dead are.
            return None
        await clock.sleep(LOOK)
    report = await asyncio.to_thread(
        close_books,
        slug,
        ledger=stores.ledger,
        clock=clock,
        halt=Halt(clock=clock, send_by=send_by, stopping=stopping, lease=LEASE),
        began=began,
        paused=(),
    )
    return replace(report, tried=settled(report.books) - settled(before))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How far an edition is.

    Attributes:
        books: Its counts.
        send_by: After it nothing is begun, aware; somebody may have given it more time.
        is_over: Whether nobody is due any more.
    """

    books: Books
    send_by: datetime | None
    is_over: bool


def look(slug: str, stores: Stores, clock: Clock, *, wait: bool) -> Seen:
    """Look how far an edition is; with `wait` the deferred are due too."""
    books = stores.ledger.progress(slug)
    record = stores.editions.edition(slug, with_decisions=False)
    if record is None or record.state not in BEING_SENT:
        is_over = True
    elif books.owed:
        is_over = False
    else:
        due = stores.ledger.next_due(slug)
        is_over = due is None or (not wait and due > clock.now())
    return Seen(books=books, send_by=record.send_by if record else None, is_over=is_over)


def settled(books: Books) -> int:
    """Count the readers who have a row, deferred ones too."""
    return books.planned - books.owed
