"""One batch of readers: a window of them rolls over it, and every result is recorded.

The window is who may be in flight. It is recorded before its first byte leaves; whoever has fared
somehow leaves it in the transaction that lets others in, while the rest go on being sent.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from digest.app.clerk import Clerk
from digest.app.halt import Halt
from digest.app.lanes import Lanes
from digest.app.ports import Clock, Ledger, Signer
from digest.app.waiting import Letter
from digest.deliver.pace import FIRST_WINDOW, next_window
from digest.errors import EditionBusy, RelayError, StoreError
from digest.model.delivery import Batch, Books, Delivery, OpenWindow, OwnedReader

HEARTBEAT_SECONDS = 1.0
# Handing messages to the signing cores costs something, once for each handful.
SIGNED_TOGETHER = 10
# The progress is counted so often and no oftener, for counting is not for free.
PROGRESS_SECONDS = 0.2
# How long until a database that is away is asked again.
BREATH = timedelta(seconds=0.5)
# So much of a slow rate stands in the window, and no more.
WINDOW_OF_RATE_SECONDS = 1.0


@dataclass(slots=True, kw_only=True)
class BatchRun:
    """Sends the batches that a run has claimed, one after the other.

    Attributes:
        ledger: Who was sent what.
        clerk: Does the ledger's work.
        lanes: Carry the messages.
        clock: Tells the present moment.
        halt: When to begin nothing more.
        signer: Signs messages; None leaves them unsigned.
        advance: Told the progress now and then; None when nobody looks.
        insists: Whether results are recorded late rather than never, as long as the batch is ours.
        batches: How many were sent.
        tried: Readers who were settled or deferred.
        size: How many readers the window may have.
        window: Readers of the window without a recorded result, by number.
    """

    ledger: Ledger
    clerk: Clerk
    lanes: Lanes
    clock: Clock
    halt: Halt
    signer: Signer | None = None
    advance: Callable[[int, int], None] | None = None
    insists: bool = False
    batches: int = 0
    tried: int = 0
    size: int = FIRST_WINDOW
    window: dict[int, None] = field(default_factory=dict)
    _began: float = 0.0
    _told: float = float("-inf")
    _all_in: bool = False
    _signing: set[asyncio.Task[None]] = field(default_factory=set)
    _let_gone: int = 0
    _fresh: int = 0

    async def send(self, batch: Batch) -> None:
        """Send one batch, and give it back.

        Raises:
            EditionBusy: Another run has taken it.
            StoreError: Results could not be written; its open window stays a doubt.
        """
        self.batches += 1
        self.halt.renewed = self.clock.now()
        self._all_in, self._fresh = False, 0
        try:
            await self._reach_relay()
            await self._roll(batch)
        except EditionBusy:
            self.halt.fenced = True
            await self._quiet()
            raise
        except StoreError as error:
            # Once more when nothing is on its way: what is known is worth a second try.
            self.halt.trouble = self.halt.trouble or error
            await self._quiet()
            await self._record_at_last(batch)
            raise
        except asyncio.CancelledError as error:
            self.halt.mistake = self.halt.mistake or error
            # Asked twice to end: who was not tried yet is owed, and no doubt.
            await self._break_off()
            await self._turn_over(batch)
            raise
        finally:
            self.lanes.withdraw()
        if self.halt.mistake:
            raise self.halt.mistake
        await self.clerk.do(lambda: self.ledger.release(batch))
        self.halt.renewed = None

    async def _record_at_last(self, batch: Batch) -> None:
        """Record what is known although the database was away, and give the batch back.

        Who insists tries for as long as the batch is theirs: a server that is started anew is there
        again in seconds, and what was answered meanwhile is no doubt.

        Raises:
            EditionBusy: Another run has taken it.
            StoreError: It is away still.
        """
        while True:
            try:
                await self._turn_over(batch)
            except StoreError:
                if not (self.insists and self.halt.ours):
                    raise
                await self.clock.sleep(BREATH)
            else:
                break
        if self.insists:
            await self.clerk.do(lambda: self.ledger.release(batch))

    async def _reach_relay(self) -> None:
        """Have a session before a reader is at risk: a relay that never greets costs no doubt."""
        if self.lanes.sessions.alive or not self.halt.going:
            return
        try:
            channel = await self.lanes.sessions.take()
        except RelayError as error:
            self.halt.trouble = self.halt.trouble or error
            return
        if channel:
            self.lanes.sessions.give_back(channel)

    async def _roll(self, batch: Batch) -> None:
        """Let readers into the window and out of it, until nobody is left."""
        await self._turn_over(batch)
        while self.window:
            await self._wait_for_news(batch)
            await self._turn_over(batch)

    async def _turn_over(self, batch: Batch) -> None:
        """Record results and let others into the window, in one transaction."""
        results, self.lanes.results = self.lanes.results, []
        self.lanes.news.clear()
        for one in results:
            self.window.pop(one.subscriber_id, None)
        if not self.halt.going:
            self._let_go()
        elif self._others_wait():
            self._make_room()
        keep = list(self.window)
        room = max(0, self.size - len(keep)) if self.halt.going else 0
        try:
            opened, books = await self.clerk.do(lambda: self._record(batch, results, room, keep))
        except StoreError:
            self.lanes.results = [*results, *self.lanes.results]
            raise
        self.tried += len(results)
        self.halt.state = opened.state
        self.halt.breaker = self.halt.breaker or self.lanes.breaker.why()
        self.window.update(dict.fromkeys(reader.subscriber.id for reader in opened.readers))
        self._all_in, self._fresh = len(opened.readers) < room, opened.fresh
        self._note_pace(len(results))
        self._put(opened.readers)
        if self.advance and books:
            self.advance(books.planned - books.owed, books.planned)

    def _let_go(self) -> None:
        """Keep in the window only who may be on their way."""
        self._let_gone += 1
        self.lanes.withdraw()
        self.window = {one: None for one in self.window if one in self.lanes.flying}

    def _others_wait(self) -> bool:
        """Whether others had better have the places of readers who wait for their domain's pace.

        Where the batch has none but such readers left, only those of another domain had better.
        """
        several = len(self.lanes.pace.domains) > 1
        return self._fresh > 0 or (several and not self._all_in)

    def _crowd(self) -> int:
        """How many readers stand in the way of others."""
        return self.lanes.parked.surplus(self.size)

    def _make_room(self) -> None:
        """Let readers out of the window who would only wait in it: they stay owed."""
        for letter in self.lanes.parked.take_surplus(self.size):
            self.window.pop(letter.reader.subscriber.id, None)

    def _record(
        self, batch: Batch, results: Sequence[Delivery], room: int, keep: Sequence[int]
    ) -> tuple[OpenWindow, Books | None]:
        """Do the ledger's part of a turn-over."""
        now = self.clock.now()
        opened = self.ledger.open_window(
            batch, results, size=room, now=now, lease=self.halt.lease, keep=keep
        )
        self.halt.renewed = now
        books = None
        moment = monotonic()
        if self.advance and (not keep or moment - self._told >= PROGRESS_SECONDS):
            self._told = moment
            # What is recorded stays recorded, whether or not it can be counted now.
            with suppress(StoreError):
                books = self.ledger.progress(batch.edition)
        return opened, books

    def _note_pace(self, sent: int) -> None:
        """Fit the window to what leaves in 50 ms."""
        now = asyncio.get_running_loop().time()
        took, self._began = now - self._began, now
        if sent:
            sessions = self.lanes.sessions.limit
            self.size = next_window(self.size, sent, timedelta(seconds=took), sessions=sessions)
        if most := self.lanes.pace.most_in(WINDOW_OF_RATE_SECONDS):
            self.size = min(self.size, most)

    def _put(self, readers: Sequence[OwnedReader]) -> None:
        """Hand readers to the lanes, by way of the signer when there is one."""
        # With half of the window left the next readers are fetched, so that nobody runs dry.
        self.lanes.enough = len(self.window) if self._all_in else max(1, len(self.window) // 2)
        if self.signer is None:
            self.lanes.put(Letter(reader) for reader in readers)
            return
        for at in range(0, len(readers), SIGNED_TOGETHER):
            some = [Letter(reader) for reader in readers[at : at + SIGNED_TOGETHER]]
            task = asyncio.create_task(self._sign(self.signer, some))
            self._signing.add(task)
            task.add_done_callback(self._signing.discard)

    async def _sign(self, signer: Signer, letters: Sequence[Letter]) -> None:
        """Have messages made and signed, and hand them to the lanes."""
        let_gone = self._let_gone
        try:
            made = [letter for letter in letters if self.lanes.made(letter)]
            signed = await signer.sign([letter.ready for letter in made])
            for letter, message in zip(made, signed, strict=True):
                letter.message = message
        except Exception as error:  # noqa: BLE001 - told when what is known is recorded
            self.halt.mistake = self.halt.mistake or error
            self.lanes.news.set()
            return
        # Who has left the window in the meantime is owed again, and perhaps in it once more: with
        # another letter, and this one would be a second copy.
        if let_gone == self._let_gone:
            self.lanes.put(made)

    async def _wait_for_news(self, batch: Batch) -> None:
        """Wait until a transaction is of use; renew the lease each second all the while."""
        loop = asyncio.get_running_loop()
        beat = loop.time() + self._beat_seconds
        while not self._has_news():
            try:
                async with asyncio.timeout_at(beat):
                    await self.lanes.news.wait()
                self.lanes.news.clear()
            except TimeoutError:
                if self.lanes.results or (self._others_wait() and self._crowd()):
                    return
                beat = loop.time() + self._beat_seconds
                await self._beat(batch)

    def _has_news(self) -> bool:
        """Whether enough readers have fared somehow, or nothing is on its way in a halted run."""
        if self.halt.going:
            # Others are let in at once only where they were never tried: so each reader makes room
            # once at most. Of who was put back some are let in with the heartbeat, once a second.
            crowd = self._crowd() if self._fresh else 0
            return len(self.lanes.results) + crowd >= self.lanes.enough
        self.lanes.wake()
        return not self.lanes.flying and not self._signing

    @property
    def _beat_seconds(self) -> float:
        """A halt from another machine stills workers within a second, with time to spare."""
        return HEARTBEAT_SECONDS / 2 if self.insists else HEARTBEAT_SECONDS

    async def _beat(self, batch: Batch) -> None:
        """Renew the lease, however long one reply takes, and hear of a halt."""
        now = self.clock.now()
        lease = self.halt.lease
        try:
            self.halt.state = await self.clerk.do(
                lambda: self.ledger.heartbeat(batch, now=now, lease=lease)
            )
            self.halt.renewed = now
            if self.halt.going:
                # After a pause that ended in time.
                self.lanes.put(())
        except EditionBusy:
            self.halt.fenced = True
        except StoreError as error:
            # Nothing more is begun, but what is in flight is ours as long as it may be.
            self.halt.trouble = self.halt.trouble or error

    async def _quiet(self) -> None:
        """Wait until nothing is on its way any more."""
        await asyncio.gather(*self._signing)
        await self.lanes.quiet()

    async def _break_off(self) -> None:
        """End everything at once."""
        for task in self._signing:
            task.cancel()
        await asyncio.gather(*self._signing, return_exceptions=True)
        await self.lanes.break_off()
