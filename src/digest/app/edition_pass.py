"""One run's part in sending an edition: batch after batch, until nobody is due or it is to end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from digest.app.clerk import Clerk
from digest.app.halt import Halt
from digest.app.lanes import Lanes
from digest.app.mailing import make_message, open_mailing
from digest.app.ports import Clock, Ledger, Relay, Signer
from digest.app.sending import BatchRun
from digest.app.sessions import PULSE, Sessions
from digest.deliver.endings import nobody_is_dead
from digest.deliver.limits import Pace
from digest.deliver.tokens import LinkKeys
from digest.errors import EditionBusy
from digest.model.delivery import Batch
from digest.model.message import Lock

# How often a run that waits for readers to be due asks whether it was halted.
LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What one run works with.

    Attributes:
        lock: What is sent.
        ledger: Who was sent what.
        clerk: Does the ledger's work.
        clock: Tells the present moment.
        halt: When to begin nothing more.
        lanes: Carry the messages.
        run: Sends a batch.
        owner: A name that no other process ever has.
        dead: Tells of an owner's name whether that process has certainly ended.
    """

    lock: Lock
    ledger: Ledger
    clerk: Clerk
    clock: Clock
    halt: Halt
    lanes: Lanes
    run: BatchRun
    owner: str
    dead: Callable[[str], bool]

    async def claim(self, number: int | None = None) -> Batch | None:
        """Take a batch that has somebody to try now: any, or one alone."""
        wish = partial(
            self.ledger.claim,
            self.lock.slug,
            owner=self.owner,
            now=self.clock.now(),
            lease=self.halt.lease,
            on_unknown=self.lock.on_unknown,
            dead=self.dead,
            number=number,
        )
        return await self.clerk.do(wish)

    async def send_all(self) -> None:
        """Send until nobody is deferred any more, or the run is to end."""
        held = await self.send_due(patient=True)
        while await self.wait_for_due(held=held):
            self.lanes.domains.begin_pass()
            held = await self.send_due(patient=True)

    async def send_due(self, *, patient: bool = False) -> bool:
        """Send one batch after the other, until nobody is due.

        Args:
            patient: Whether others who send what is left are no trouble.

        Returns:
            Whether others send what is left.
        """
        try:
            while self.halt.going and (batch := await self.claim()):
                await self.run.send(batch)
        except EditionBusy as error:
            # Others send what is left; what this run did is told all the same.
            if not self.run.batches:
                raise
            if patient and not self.halt.fenced:
                return True
            self.halt.trouble = self.halt.trouble or error
        return False

    async def wait_for_due(self, *, held: bool) -> bool:
        """Wait until a deferred reader is due; False when nobody will be, or the run is to end.

        Args:
            held: Whether others may give back what they hold at any moment.
        """
        await self.look()
        due = await self.clerk.do(partial(self.ledger.next_due, self.lock.slug))
        if held:
            due = self.clock.now() + timedelta(seconds=LOOK_SECONDS)
        looked = asyncio.get_running_loop().time()
        while due and self.halt.going and (now := self.clock.now()) < due:
            await self.clock.sleep(min(PULSE, due - now, self.halt.send_by - now))
            if asyncio.get_running_loop().time() - looked >= LOOK_SECONDS:
                looked = asyncio.get_running_loop().time()
                await self.look()
        return bool(due) and self.halt.going

    async def look(self) -> None:
        """See whether somebody has halted the edition, or completed it."""
        wish = partial(self.ledger.settle, self.lock.slug, now=self.clock.now())
        self.halt.state = await self.clerk.do(wish)

    async def close(self) -> None:
        """End the sessions with the relay, and the ledger's thread."""
        try:
            await self.lanes.close()
        finally:
            self.clerk.close()


def open_pass(
    lock: Lock,
    *,
    ledger: Ledger,
    relay: Relay,
    halt: Halt,
    secret: str,
    links: LinkKeys | None,
    owner: str,
    signer: Signer | None,
    pace: Pace | None,
    advance: Callable[[int, int], None] | None = None,
    dead: Callable[[str], bool] = nobody_is_dead,
    insists: bool = False,
) -> Pass:
    """Compile an edition, and make what carries it; see `send_owed` and `BatchRun`.

    Raises:
        RenderError: The lock cannot be made into mail.
    """
    mailing = open_mailing(lock, secret=secret, links=links, signed=signer is not None)
    clerk = Clerk()
    lanes = Lanes(
        make=lambda reader: make_message(
            mailing, reader.subscriber, variant=mailing.choose(reader).variant
        ),
        choose=mailing.choose,
        sessions=Sessions(relay, clock=halt.clock, stopping=halt.over),
        clock=halt.clock,
        halt=halt,
        pace=pace or Pace(),
    )
    run = BatchRun(
        ledger=ledger,
        clerk=clerk,
        lanes=lanes,
        clock=halt.clock,
        halt=halt,
        signer=signer,
        advance=advance,
        insists=insists,
    )
    return Pass(
        lock=lock,
        ledger=ledger,
        clerk=clerk,
        clock=halt.clock,
        halt=halt,
        lanes=lanes,
        run=run,
        owner=owner,
        dead=dead,
    )
