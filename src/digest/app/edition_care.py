"""See to what is planned beside the sending: that it has jobs, and that nothing stays open late."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from digest.app.ports import Clock, Stores
from digest.model.edition import BEGUN, BEING_SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """Looks after all editions of a database; any worker may, and several at once.

    Attributes:
        stores: The database.
        clock: Tells the present moment, as the database has it.
    """

    stores: Stores
    clock: Clock

    async def close_edition(self, slug: str) -> datetime | None:
        """Close the books of an edition whose time is over; tell when that will be."""
        return await asyncio.to_thread(self._close, slug)

    async def sweep(self) -> datetime | None:
        """See to it that whatever is owed has a job, and that nothing is open past its time."""
        await asyncio.to_thread(self._sweep)
        return None

    def _close(self, slug: str) -> datetime | None:
        record = self.stores.editions.edition(slug, with_decisions=False)
        if record is None or record.state not in BEGUN:
            return None
        if self.clock.now() < record.send_by:
            return record.send_by
        self._end(slug)
        return None

    def _end(self, slug: str) -> None:
        self.stores.ledger.settle(slug, now=self.clock.now())
        self.stores.ledger.expire(slug, now=self.clock.now())

    def _sweep(self) -> None:
        queue = self.stores.queue
        for record in self.stores.editions.editions():
            if record.state in BEGUN and record.send_by <= self.clock.now():
                self._end(record.slug)
            elif queue and record.state in BEING_SENT:
                if left := self.stores.ledger.unfinished(record.slug):
                    queue.put_batches(record.slug, left, send_by=record.send_by)
                else:
                    # Whoever finished the last batch died before it could say so.
                    self.stores.ledger.settle(record.slug, now=self.clock.now())
