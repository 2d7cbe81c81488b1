"""A worker from its beginning to its end.

What its jobs do stands in `app`; which job comes next is the engine's affair.
"""

import asyncio
import os
import socket
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from digest import __version__
from digest.app.edition_care import Care
from digest.app.leasing import open_paces
from digest.app.open_editions import OpenEditions
from digest.app.ports import Stores
from digest.app.postroom import Postroom
from digest.errors import DigestError, StoreError
from digest.model.worker import Worker, WorkerState
from digest.wiring import (
    make_engine,
    make_relay,
    make_shared_clock,
    make_signer_of,
    name_owner,
    owner_has_ended,
)
from digest.worker.desk import Desk
from digest.worker.metrics import told_metrics
from digest.worker.wishes import Ending, Voice, WorkerWish

if TYPE_CHECKING:
    from digest.adapters.clock import SharedClock
    from digest.config import OnMachine, Settings

# Well within the silence after which a worker counts as dead.
BEAT_SECONDS = 2.0
# What is said at the end of a trouble, by where it comes from.
ENDED = {
    "relay": "The relay is back.",
    "database": "The database is back.",
    "heartbeat": "This worker is heard again.",
    "job": "Jobs are done again.",
}


@dataclass(slots=True, kw_only=True)
class Shift:
    """A worker from its beginning to its end.

    Attributes:
        stores: The database.
        clock: Follows the database's.
        postroom: Sends batches.
        wish: How it is to work.
        voice: Tells an administrator.
        ending: Whether it is to end.
        me: What it tells of itself.
        desk: Makes the edition whose time has come; None where that is done elsewhere.
        troubles: What keeps it from working, by where that comes from.
    """

    stores: Stores
    clock: "SharedClock"
    postroom: Postroom
    wish: WorkerWish
    voice: Voice
    ending: Ending
    me: Worker
    desk: Desk | None = None
    troubles: dict[str, str] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    async def run(self, settings: "OnMachine") -> None:
        """Work until `ending`; what is in flight then is finished and recorded."""
        from digest.adapters.queue.engine import Tasks

        care = Care(stores=self.stores, clock=self.clock)
        engine = make_engine(
            settings,
            Tasks(
                send_batch=self.postroom.send_batch,
                close_edition=care.close_edition,
                sweep=care.sweep,
                make_edition=self._make_edition if self.desk else None,
                rests=lambda: self.postroom.is_resting,
            ),
            concurrency=self.wish.concurrency,
            # No longer than the lease is held: who takes the job must not wait for the batch.
            stale=self.wish.lease,
            tell=self._note_database,
            fail=self._note_fault,
        )
        others = (self._beat(), self._keep_tidy(), self._watch_broken())
        beside = [asyncio.create_task(one) for one in others]
        try:
            await engine.run(self.ending.begun)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self.postroom.tidy(everything=True)
            with suppress(StoreError):
                await asyncio.to_thread(self.stores.workers.forget_worker, self.me.name)

    def note(self, where: str, trouble: str) -> None:
        """Note what keeps this worker from working; empty once nothing does. Told when new."""
        if self.troubles.get(where, "") == trouble:
            return
        # The heartbeat and the jobs suffer from one and the same.
        told = trouble in self.troubles.values()
        self.troubles[where] = trouble
        if trouble and not told:
            self._told.add(where)
            self.voice.warn(trouble)
        elif not trouble and where in self._told:
            self._told.discard(where)
            self.voice.warn(ENDED[where])

    def _note_database(self, trouble: str) -> None:
        """Note what keeps jobs from being done; once one was done, no earlier one counts."""
        self.note("database", trouble)
        if not trouble:
            self.note("job", "")

    def _note_fault(self, error: BaseException) -> None:
        """Tell of an error; one that nobody foresaw is a fault of ours."""
        if isinstance(error, DigestError):
            self.note("job", f"{error.message} {error.hint}".strip())
        else:
            self.note("job", f"Unexpected: {type(error).__name__}: {error}")

    async def _make_edition(self) -> datetime | None:
        """Make whatever is due, beside the loop that sends."""
        if self.desk:
            await asyncio.to_thread(self.desk.make_due)
        return None

    async def _watch_broken(self) -> None:
        """Break off what is in flight once that is wished."""
        await self.ending.broken.wait()
        self.postroom.break_off()

    async def _beat(self) -> None:
        """Tell every two seconds that this worker is there."""
        while True:
            try:
                await asyncio.to_thread(self.tell)
            except StoreError as error:
                self.note("heartbeat", error.message)
            except Exception as error:  # noqa: BLE001 - a worker that is silent counts as dead
                self.note("heartbeat", f"Unexpected: {type(error).__name__}: {error}")
            else:
                self.note("heartbeat", "")
            await asyncio.sleep(BEAT_SECONDS)

    async def _keep_tidy(self) -> None:
        """Close what nobody uses, beside the beat: a relay may be slow to say goodbye."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await self.postroom.tidy()
            except Exception as error:  # noqa: BLE001 - the next one may be well
                self._note_fault(error)

    def tell(self) -> None:
        """Tell that this worker is there, and hear what time it is.

        Raises:
            StoreError: The database is away.
        """
        asked = self.clock.ask()
        moment = self.stores.workers.note_worker(self.present(), now=self.clock.now())
        self.clock.follow(moment, asked=asked)

    def present(self) -> Worker:
        """Describe this worker as it is now."""
        trouble = next((one for one in self.troubles.values() if one), "")
        return replace(
            self.me,
            seen=self.clock.now(),
            state=self._state(),
            doing=tuple(sorted(self.postroom.doing)),
            sent=self.postroom.served,
            trouble=trouble,
        )

    def _state(self) -> WorkerState:
        if self.ending.begun.is_set():
            return WorkerState.STOPPING
        if self.postroom.is_resting:
            return WorkerState.RESTING
        return WorkerState.WORKING if self.postroom.doing else WorkerState.WAITING


async def run_worker(
    settings: "OnMachine",
    stores: Stores,
    wish: WorkerWish,
    *,
    ending: Ending,
    voice: Voice,
    desk_of: "Settings | None" = None,
) -> int:
    """Send what workers are asked for, until it is to end; tell how many readers were served.

    With `desk_of`, a publication's settings, it also makes each edition when its time has come.

    Raises:
        UsageError: The database is one that only a single machine can use.
        StoreError: It cannot be reached at the beginning.
    """
    clock = make_shared_clock()
    # A database that cannot be used from the beginning is a mistake, and not an outage.
    asked = clock.ask()
    crew = await asyncio.to_thread(stores.workers.crew, now=clock.now())
    clock.follow(crew.now, asked=asked)
    if stores.queue:
        await asyncio.to_thread(stores.queue.prepare)
    began = clock.now()
    me = Worker(
        name=name_owner(),
        host=socket.gethostname(),
        process=os.getpid(),
        version=__version__,
        concurrency=wish.concurrency,
        began=began,
        seen=began,
    )
    editions = OpenEditions(
        stores=stores,
        relay=make_relay(settings),
        clock=clock,
        secret=settings.machine.secret,
        name_owner=name_owner,
        make_signer=lambda order: make_signer_of(order, clock.now),
        lease=wish.lease,
        stopping=ending.begun.is_set,
        dead=owner_has_ended,
        log=voice.tell,
    )
    postroom = Postroom(
        stores=stores,
        clock=clock,
        editions=editions,
        lease=wish.lease,
        stopping=ending.begun.is_set,
    )
    desk = Desk(desk_of, stores, clock, voice.tell, voice.warn) if desk_of else None
    shift = Shift(
        stores=stores,
        clock=clock,
        postroom=postroom,
        wish=wish,
        voice=voice,
        ending=ending,
        me=me,
        desk=desk,
    )
    postroom.tell = lambda trouble: shift.note("relay", trouble)
    postroom.blame = voice.warn
    with told_metrics(wish.metrics_port, shift.present) as where:
        voice.tell(
            f"Working on {me.host} as process {me.process}."
            + (f" Health and metrics are at {where}/healthz and {where}/metrics." if where else "")
        )
        async with open_paces(store=stores.paces, holder=me.name, clock=clock) as keep:
            editions.keep_pace = keep
            # Not before all is ready: whoever is there is waited for.
            await asyncio.to_thread(shift.tell)
            await shift.run(settings)
    return postroom.sent
