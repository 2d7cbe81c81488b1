"""Look on while workers send an edition, and tell in the end how it went."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from digest.app.halt import Halt
from digest.app.ports import Clock, Stores
from digest.app.send import LEASE, SendReport, close_books
from digest.model.delivery import Books
from digest.model.edition import EditionState
from digest.model.worker import SILENCE

BEING_SENT = (EditionState.PLANNED, EditionState.SENDING)
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
        books, is_over = await asyncio.to_thread(look, slug, stores, clock, wait=wait)
        # Somebody may have given it more time meanwhile.
        told = await asyncio.to_thread(find_end, slug, stores)
        send_by = told or send_by
        if advance:
            advance(books.planned - books.owed, books.planned)
        if is_over or clock.now() >= send_by:
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


def look(slug: str, stores: Stores, clock: Clock, *, wait: bool) -> tuple[Books, bool]:
    """Tell how far an edition is, and whether nobody is due any more."""
    books = stores.ledger.progress(slug)
    record = stores.editions.edition(slug, with_decisions=False)
    if record is None or record.state not in BEING_SENT:
        return books, True
    if books.owed:
        return books, False
    due = stores.ledger.next_due(slug)
    if wait:
        return books, due is None
    return books, due is None or due > clock.now()


def find_end(slug: str, stores: Stores) -> datetime | None:
    """Tell the moment, aware, after which nothing of an edition is begun."""
    record = stores.editions.edition(slug, with_decisions=False)
    return record.send_by if record else None


def settled(books: Books) -> int:
    """Count the readers who have a row, deferred ones too."""
    return books.planned - books.owed
