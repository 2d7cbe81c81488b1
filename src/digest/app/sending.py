"""One batch of readers: windows are opened, sent by several sessions at once, and recorded."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from digest.app.halt import Halt
from digest.app.mailing import Mailing, make_message
from digest.app.ports import Clock, Ledger
from digest.app.sessions import PATIENCE, Channel, Sessions
from digest.deliver.pace import FIRST_WINDOW, LOOKED_BACK, next_window, why_halt
from digest.deliver.replies import Verdict, judge
from digest.deliver.retry import next_attempt
from digest.errors import (
    DigestError,
    EditionBusy,
    ExitStatus,
    RelayError,
    RelayUnavailable,
    RenderError,
    StoreError,
)
from digest.model.delivery import Batch, Delivery, Outcome, OwnedReader, Phase, Reply
from digest.model.message import Message
from digest.model.subscriber import SuppressionReason

HEARTBEAT_SECONDS = 1.0


@dataclass(slots=True, kw_only=True)
class BatchRun:
    """Sends the batches that a run has claimed, one after the other.

    Attributes:
        mailing: The compiled edition.
        ledger: Who was sent what.
        sessions: With the relay.
        clock: Tells the present moment.
        halt: When to begin nothing more.
        advance: Told the progress after each window; None when nobody looks.
        batches: How many were sent.
        tried: Readers who were settled or deferred.
        size: How many readers the next window has.
        waiting: Readers of the open window who were not tried yet.
        results: How the others of the open window fared.
        recent: The last outcomes, for the circuit breaker.
    """

    mailing: Mailing
    ledger: Ledger
    sessions: Sessions
    clock: Clock
    halt: Halt
    advance: Callable[[int, int], None] | None = None
    batches: int = 0
    tried: int = 0
    size: int = FIRST_WINDOW
    waiting: deque[OwnedReader] = field(default_factory=deque)
    results: list[Delivery] = field(default_factory=list)
    recent: deque[Outcome] = field(default_factory=lambda: deque(maxlen=LOOKED_BACK))

    async def send(self, batch: Batch) -> None:
        """Send one batch, and give it back.

        Raises:
            EditionBusy: Another run has taken it.
            StoreError: Results could not be written; its open window stays a doubt.
        """
        self.batches += 1
        self.halt.renewed = self.clock.now()
        heart = asyncio.create_task(self.beat(batch))
        try:
            await self.reach_relay()
            await self.send_windows(batch)
        finally:
            heart.cancel()
            with suppress(asyncio.CancelledError):
                await heart
        self.ledger.release(batch)

    async def reach_relay(self) -> None:
        """Have a session before a reader is at risk: a relay that never greets costs no doubt."""
        try:
            channel = await self.sessions.take() if self.halt.going else None
        except RelayError as error:
            self.halt.trouble = self.halt.trouble or error
            return
        if channel:
            self.sessions.give_back(channel)

    async def send_windows(self, batch: Batch) -> None:
        """Open, send and record one window after the other until nobody is left."""
        while readers := self.turn_over(batch, self.size if self.halt.going else 0):
            began = self.clock.now()
            try:
                failures = await self.send_window(readers)
            except asyncio.CancelledError:
                # Asked twice to end: who was not tried yet is owed, and no doubt.
                self.turn_over(batch, 0)
                raise
            if failures:
                # A mistake of ours: what is known is written before anybody hears of it.
                self.turn_over(batch, 0)
                raise failures[0]
            self.size = next_window(len(readers), self.clock.now() - began)
            self.halt.breaker = why_halt(self.recent) or ""

    def turn_over(self, batch: Batch, size: int) -> Sequence[OwnedReader]:
        """Record the results of the last window and open the next one, in one transaction."""
        self.tried += len(self.results)
        now = self.clock.now()
        window = self.ledger.open_window(
            batch, self.results, size=size, now=now, lease=self.halt.lease
        )
        self.results = []
        self.halt.renewed = now
        self.halt.state = window.state
        if self.advance:
            books = self.ledger.progress(batch.edition)
            self.advance(books.planned - books.owed, books.planned)
        return window.readers

    async def beat(self, batch: Batch) -> None:
        """Renew the lease each second, however long one reply takes, and hear of a halt."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            now = self.clock.now()
            try:
                self.halt.state = self.ledger.heartbeat(batch, now=now, lease=self.halt.lease)
                self.halt.renewed = now
            except EditionBusy:
                self.halt.fenced = True
                return
            except StoreError as error:
                # Nothing more is begun, but what is in flight is ours as long as it may be.
                self.halt.trouble = self.halt.trouble or error

    async def send_window(self, readers: Sequence[OwnedReader]) -> list[BaseException]:
        """Send to a window of readers over several sessions.

        Nothing in flight is ever broken off: one session's failure leaves the others alone.

        Returns:
            What no session may fail with: mistakes of ours.
        """
        self.waiting = deque(readers)
        workers = [self.work() for _ in range(min(self.sessions.limit, len(readers)))]
        ended = await asyncio.gather(*workers, return_exceptions=True)
        return [error for error in ended if isinstance(error, BaseException)]

    async def work(self) -> None:
        """Send to one waiting reader after the other over one session at a time."""
        setbacks = 0
        try:
            while self.waiting and self.halt.going:
                channel = await self.sessions.take()
                if channel is None:
                    return
                if not self.waiting or not self.halt.going:
                    self.sessions.give_back(channel)
                    return
                settled = await self.send_one(channel, self.waiting.popleft(), setbacks)
                setbacks = 0 if settled else setbacks + 1
        except RelayError as error:
            self.halt.trouble = self.halt.trouble or error

    async def send_one(self, channel: Channel, reader: OwnedReader, setbacks: int) -> bool:
        """Send to one reader and note what came of it.

        Args:
            channel: An open session.
            reader: Whom to send to.
            setbacks: How often in a row the relay turned us away before it heard of a reader.

        Returns:
            False when nothing was said about the reader, who waits again.

        Raises:
            RelayUnavailable: The relay takes nothing from us now.
        """
        try:
            message = make_message(self.mailing, reader.subscriber)
        except RenderError as error:
            self.sessions.give_back(channel)
            self.note_no_message(reader, error.message)
            return True
        if message is None:
            self.sessions.give_back(channel)
            self.note_no_message(reader, "This is no e-mail address.")
            return True
        try:
            reply = await channel.session.hand_over(message)
        except BaseException:
            self.note(reader, message, Reply(phase=Phase.FINAL, code=0, text="broken off by us"))
            await self.sessions.drop(channel)
            raise
        verdict = judge(reply)
        used = channel.carried > 0
        channel.carried += 1
        # A session that carried mail and ends at MAIL was closed between two messages.
        away = verdict.stop is ExitStatus.UNAVAILABLE or (used and closed_between(reply))
        # Noted before anything is waited for: who was told yes is never owed again.
        if away:
            self.waiting.appendleft(reader)
        elif verdict.stop:
            self.waiting.appendleft(reader)
            self.halt.trouble = self.halt.trouble or refused(reply, verdict.stop)
        else:
            self.note(reader, message, reply)
        await self.keep_or_drop(channel, verdict)
        if away:
            await self.wait_for_relay(reply, 0 if used else setbacks + 1)
        return not away

    async def keep_or_drop(self, channel: Channel, verdict: Verdict) -> None:
        """Keep a session that can carry more."""
        if verdict.close or not channel.session.usable:
            await self.sessions.drop(channel)
        else:
            self.sessions.give_back(channel)

    async def wait_for_relay(self, reply: Reply, setbacks: int) -> None:
        """Back off from a relay that takes nothing now.

        Raises:
            RelayUnavailable: It has lasted.
        """
        if setbacks > len(PATIENCE):
            raise RelayUnavailable(
                f"The relay takes no mail from us now: {quote_reply(reply)}",
                "Nothing is lost. Send the rest later: digest send",
            )
        if setbacks:
            await self.clock.sleep(PATIENCE[setbacks - 1])

    def note(self, reader: OwnedReader, message: Message, reply: Reply) -> None:
        """Note how a reader fared, for the next transaction."""
        verdict = judge(reply)
        outcome = verdict.outcome or Outcome.DEFERRED
        attempts = reader.attempts + 1
        now = self.clock.now()
        deferred = outcome is Outcome.DEFERRED
        self.recent.append(outcome)
        self.results.append(
            Delivery(
                subscriber_id=reader.subscriber.id,
                outcome=outcome,
                message_id=message.message_id,
                code=reply.code,
                enhanced=reply.enhanced,
                reply=reply.text,
                at=now,
                attempts=attempts,
                next_attempt=next_attempt(message.message_id, attempts=attempts, now=now)
                if deferred
                else None,
                suppress=SuppressionReason.BOUNCED if verdict.suppress else None,
            )
        )

    def note_no_message(self, reader: OwnedReader, reason: str) -> None:
        """Note a reader for whom no message can be made; that costs this one alone."""
        self.recent.append(Outcome.REJECTED)
        self.results.append(
            Delivery(
                subscriber_id=reader.subscriber.id,
                outcome=Outcome.REJECTED,
                reply=reason,
                at=self.clock.now(),
                attempts=reader.attempts,
            )
        )


def closed_between(reply: Reply) -> bool:
    """Whether a session ended before anything was said about a reader."""
    return reply.lost and reply.phase is Phase.MAIL


def refused(reply: Reply, stop: ExitStatus) -> DigestError:
    """Make the error of a relay that takes this mail from nobody."""
    if stop is ExitStatus.BLOCKED:
        return RenderError(
            f"The mail is too large for the relay: {quote_reply(reply)}",
            "Shorten the edition, or ask the relay's operator for a higher limit.",
        )
    return RelayError(
        f"The relay refuses our mail: {quote_reply(reply)}",
        "Look at sender and bounce_address in digest.toml, and at the account of DIGEST_RELAY.",
    )


def quote_reply(reply: Reply) -> str:
    """Write what the relay said."""
    return f"{reply.code or 'connection lost'} {reply.text}".strip()
