"""The SMTP dialogue of RFC 5321 for one message after the other, with every phase told exactly.

Where the relay offers PIPELINING (RFC 2920) the end of a message and the envelope of the next one
leave in one write, so that a message costs one round trip; else each command waits for its reply.
"""

import contextlib
from dataclasses import dataclass

from digest.adapters.smtp_allowance import CLOSING, Allowance
from digest.adapters.smtp_loss import CLOSED, Lost
from digest.adapters.smtp_offer import Offer, rcpt_command
from digest.adapters.smtp_reply import RawReply, make_reply
from digest.adapters.smtp_steps import (
    ENVELOPE,
    GO_ON,
    is_expected,
    is_no,
    lose,
    stuff_dots,
    told_as,
)
from digest.adapters.smtp_wire import Wire
from digest.model.delivery import Phase, Reply
from digest.model.message import Message

READY = 250
LASTING = 500
DOT = b".\r\n"
CRLF = b"\r\n"
DATA = b"DATA\r\n"
RSET = b"RSET\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long to wait, in seconds (RFC 5321 section 4.5.3.2; a short final wait makes duplicates).

    Attributes:
        connect: For a connection, and for a TLS handshake.
        command: For the greeting and the replies to EHLO, AUTH, MAIL, RCPT and RSET.
        data: For the reply to DATA.
        block: For a full wire to take more of a message.
        final: For the reply to the final dot.
        goodbye: For the reply to QUIT.
    """

    connect: float = 30
    command: float = 300
    data: float = 120
    block: float = 180
    final: float = 600
    goodbye: float = 2


class SmtpSession:
    """A connection that is ready for MAIL.

    Args:
        wire: The connection.
        offer: What the relay can do.
        limits: How long to wait.
        allowance: How many messages it may carry; told when the relay wants fewer.
    """

    def __init__(self, wire: Wire, offer: Offer, limits: Limits, allowance: Allowance) -> None:
        self._wire = wire
        self._offer = offer
        self._limits = limits
        self._allowance = allowance
        self._most = allowance.messages
        self._carried = 0
        self._over = False
        self._announced: Message | None = None
        # What the relay has yet to answer before the announced message may be sent.
        self._due: tuple[Phase, ...] = ()
        # It has refused a message's content and not been reset since.
        self._content_refused = False
        # It waits for the content of a message that nobody may get.
        self._waits_for_dot = False

    @property
    def usable(self) -> bool:
        """Whether another message may be handed over on it."""
        return not self._over and self._carried < self._most and not self._wire.ended

    @property
    def announced(self) -> Message | None:
        """The message whose envelope the relay has been told already; None when there is none."""
        return self._announced if self.usable else None

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        """Hand over one message and tell the reply that decided it. Resets after refusals.

        Never raises for what the relay does: a loss is a Reply with code 0.

        Raises:
            ValueError: Another message was announced, or the envelope was not checked before.
        """
        announced = self._announced
        if announced is None:
            refusal = self._offer.refuse(message)
            if refusal:
                return refusal
        elif announced is not message and announced != message:
            raise ValueError("another message was announced")
        self._announced = None
        self._carried += 1
        try:
            refusal = await (self._read_replies(self._due) if announced else self._begin(message))
            if refusal is None:
                return await self._send_content(message, following)
            self._allowance.hear(refusal, carried=self._carried - 1)
            if not self._over:
                await self._reset(following)
        except BaseException:
            # Broken off in the middle of a message: even QUIT would be a part of it.
            self._over = True
            raise
        return refusal

    async def _begin(self, message: Message) -> Reply | None:
        """Tell the envelope; None when the relay waits for the content."""
        if self._offer.pipelining:
            return await self._ask(self._envelope(message), ENVELOPE)
        return (
            await self._ask(self._offer.mail_command(message), (Phase.MAIL,))
            or await self._ask(rcpt_command(message), (Phase.RCPT,))
            or await self._ask(DATA, (Phase.DATA,))
        )

    def _envelope(self, message: Message) -> bytes:
        return self._offer.mail_command(message) + rcpt_command(message) + DATA

    def _next_to_announce(self, following: Message | None) -> Message | None:
        """The following message, when it may be announced on this session."""
        if following is None or not self._offer.pipelining or self._carried >= self._most:
            return None
        # What must not be sent is told when it is its turn.
        with contextlib.suppress(ValueError):
            if self._offer.refuse(following) is None:
                return following
        return None

    async def _ask(self, commands: bytes, due: tuple[Phase, ...]) -> Reply | None:
        """Send commands and read their replies; None when all of them are yes."""
        self._wire.look()
        if self._wire.has_arrived:
            return await self._read_early(due[0])
        await self._wire.send(commands, self._limits.block)
        return await self._read_replies(due)

    async def _read_early(self, phase: Phase) -> Reply:
        """Read what came before we asked.

        A relay may say goodbye at any time; any other answer to no question is none to this one.
        """
        self._over = True
        try:
            raw = await self._wire.read_reply(self._limits.command)
        except Lost as lost:
            return lose(phase, str(lost))
        if raw.code == CLOSING:
            return make_reply(phase, raw)
        return lose(phase, f"spoken out of turn: {raw.code} {' '.join(raw.lines)}")

    async def _read_replies(self, due: tuple[Phase, ...]) -> Reply | None:
        """Read the replies to commands that were sent, in their order.

        Returns:
            None when all of them are yes; else the first that is not, or a loss. All replies have
            been read then, or the session is over.
        """
        refusal: Reply | None = None
        code = 0
        refused: set[Phase] = set()
        for phase in due:
            try:
                raw = self._wire.take_reply() or await self._wire.read_reply(self._limit(phase))
            except Lost as lost:
                self._over = True
                return refusal or lose(told_as(phase), str(lost))
            code = raw.code
            if is_expected(phase, code):
                continue
            reply = self._judge_step(phase, raw)
            if reply.lost:
                # We are out of step: the refusal before may have been no answer to its command.
                return lose(refusal.phase, reply.text) if refusal else reply
            refusal = refusal or reply
            refused.add(phase)
            if self._over:
                return refusal
        self._content_refused = False
        if refusal and code == GO_ON:
            # RFC 2920 section 3.1: a lone dot ends it, and without a recipient nobody can get it.
            self._waits_for_dot = Phase.RCPT in refused
            self._over = not self._waits_for_dot
        return refusal

    def _judge_step(self, phase: Phase, raw: RawReply) -> Reply:
        """Make the reply to a command that was not answered with yes."""
        reply = make_reply(told_as(phase), raw)
        if raw.code == CLOSING:
            self._over = True
            return reply
        # A relay that is still busy with the content that it has refused, or has not forgotten the
        # envelope, refuses MAIL for good, which would speak of us: another connection will tell.
        doubtful = self._content_refused and phase is Phase.MAIL and raw.code >= LASTING
        if phase in ENVELOPE and is_no(raw.code) and not doubtful:
            return reply
        self._over = True
        return lose(told_as(phase), f"out of step: {raw.code} {reply.text}")

    def _limit(self, phase: Phase) -> float:
        return self._limits.data if phase is Phase.DATA else self._limits.command

    async def _send_content(self, message: Message, following: Message | None) -> Reply:
        """Send the message and its final dot, which decides, and announce the following one."""
        content = message.data if message.dotless else stuff_dots(message.data)
        ending = DOT if content.endswith(CRLF) else CRLF + DOT
        ahead = self._next_to_announce(following)
        if ahead:
            ending += self._envelope(ahead)
        begun = await self._wire.send_message(content, ending, self._limits.block)
        # As long as no byte of the dot has left nothing can have been taken, and no answer is one
        # to it: whatever is heard now is no doubt.
        phase = Phase.FINAL if begun else Phase.DATA
        try:
            raw = await self._wire.read_reply(self._limits.final if begun else self._limits.command)
        except Lost as lost:
            self._over = True
            return lose(phase, str(lost))
        reply = make_reply(phase, raw)
        taken = begun and raw.code == READY
        if not taken and not is_no(raw.code):
            self._over = True
            return lose(phase, f"out of step: {raw.code} {reply.text}")
        self._over = not begun or raw.code == CLOSING
        if not self._over:
            await self._go_on(ahead, taken=taken)
        return reply

    async def _go_on(self, ahead: Message | None, *, taken: bool) -> None:
        """Be ready for the next message, after the reply to the dot."""
        self._content_refused = not taken
        if ahead:
            # The dot has ended the transaction (RFC 5321 section 4.1.1.4); RSET would end the next.
            self._announced, self._due = ahead, ENVELOPE
        elif not taken:
            await self._reset(None)

    async def _reset(self, following: Message | None) -> None:
        """Reset after a refusal, so that the next message begins anew; give up where we cannot."""
        commands = RSET
        due: tuple[Phase, ...] = (Phase.RSET,)
        if self._waits_for_dot:
            commands, due = DOT + RSET, (Phase.FINAL, Phase.RSET)
            self._waits_for_dot = False
        self._wire.look()
        ahead = self._next_to_announce(following)
        if ahead:
            await self._wire.send(commands + self._envelope(ahead), self._limits.block)
            self._announced, self._due = ahead, (*due, *ENVELOPE)
        else:
            await self._wire.send(commands, self._limits.block)
            await self._read_replies(due)

    async def close(self) -> None:
        """Say goodbye and close; never raises.

        After an announced envelope the relay would take QUIT for content.
        """
        if self._wire.ended == CLOSED and not self._over:
            self._allowance.hear(lose(Phase.MAIL, CLOSED), carried=self._carried)
        try:
            if not self._wire.ended and not self._over and self._announced is None:
                with contextlib.suppress(Lost):
                    await self._wire.send(b"QUIT\r\n", self._limits.goodbye)
                    await self._wire.read_reply(self._limits.goodbye)
        finally:
            self._over = True
            self._announced = None
            self._wire.close()
