"""The SMTP dialogue of RFC 5321 for one message at a time, with every phase told exactly."""

import contextlib
from dataclasses import dataclass

from digest.adapters.smtp_reply import RawReply, make_reply
from digest.adapters.smtp_wire import Lost, Wire
from digest.model.delivery import Phase, Reply
from digest.model.message import Message

MOST_MESSAGES = 100
READY = 250
GO_ON = 354
CLOSING = 421
NEVER_IN_ADDRESS = frozenset("<> \r\n\t\0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long to wait, in seconds (RFC 5321 section 4.5.3.2; a short final wait makes duplicates).

    Attributes:
        connect: For a connection, and for a TLS handshake.
        command: For the greeting and the replies to EHLO, AUTH, MAIL, RCPT and RSET.
        data: For the reply to DATA.
        block: For 64 KiB of a message to leave.
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
        extensions: What EHLO offered: keyword in capitals → its parameters.
        limits: How long to wait.
    """

    def __init__(self, wire: Wire, extensions: dict[str, str], limits: Limits) -> None:
        self._wire = wire
        self._extensions = extensions
        self._limits = limits
        self._carried = 0
        self._over = False

    @property
    def usable(self) -> bool:
        """Whether another message may be handed over on it."""
        return not self._over and self._carried < MOST_MESSAGES

    async def hand_over(self, message: Message) -> Reply:
        """Hand over one message and tell the reply that decided it. Resets after refusals.

        Never raises for what the relay does: a loss is a Reply with code 0.
        """
        refusal = self._refuse_unsent(message)
        if refusal:
            return refusal
        self._carried += 1
        try:
            reply = await self._mail(message)
        except BaseException:
            # Broken off in the middle of a message: even QUIT would be a part of it.
            self._over = True
            raise
        if reply.phase is Phase.FINAL and reply.code == READY:
            return reply
        await self._tidy_up(reply)
        return reply

    def _refuse_unsent(self, message: Message) -> Reply | None:
        """Refuse for the relay what it has said it cannot take."""
        for address in (message.envelope_sender, message.recipient):
            if set(address) & NEVER_IN_ADDRESS or not address.isprintable():
                raise ValueError("the envelope was not checked before")
        if message.needs_smtputf8 and "SMTPUTF8" not in self._extensions:
            return Reply(
                phase=Phase.RCPT,
                code=553,
                enhanced="5.6.7",
                text="5.6.7 The relay cannot take an address beyond ASCII (no SMTPUTF8).",
            )
        largest = self._extensions.get("SIZE", "")
        if largest.isdigit() and 0 < int(largest) < len(message.data):
            return Reply(
                phase=Phase.MAIL,
                code=552,
                enhanced="5.3.4",
                text=f"5.3.4 {len(message.data)} bytes; the relay takes no more than {largest}.",
            )
        return None

    async def _mail(self, message: Message) -> Reply:
        """Go through the envelope, then the message."""
        reply = await self._command(Phase.MAIL, self._mail_command(message))
        if not is_yes(reply):
            return reply
        recipient = f"RCPT TO:<{message.recipient}>"
        reply = await self._command(Phase.RCPT, recipient)
        if not is_yes(reply):
            return reply
        reply = await self._command(Phase.DATA, "DATA", self._limits.data)
        if reply.code != GO_ON:
            return reply
        return await self._content(message.data)

    def _mail_command(self, message: Message) -> str:
        """Write MAIL with the parameters that the relay offers (RFC 1870, 6152, 6531)."""
        command = f"MAIL FROM:<{message.envelope_sender}>"
        if "SIZE" in self._extensions:
            command += f" SIZE={len(message.data)}"
        if message.needs_smtputf8:
            # The header is UTF-8 then, whatever the parts are.
            command += " BODY=8BITMIME SMTPUTF8"
        elif "8BITMIME" in self._extensions and not message.data.isascii():
            command += " BODY=8BITMIME"
        return command

    async def _command(self, phase: Phase, command: str, limit: float | None = None) -> Reply:
        """Send a command and read its reply; a loss is a reply, too."""
        self._wire.look()
        early = self._wire.has_arrived
        try:
            if not early:
                await self._wire.send(command.encode() + b"\r\n", self._limits.block)
            raw = await self._wire.read_reply(limit or self._limits.command)
        except Lost as lost:
            return self._lose(phase, str(lost))
        # A relay may say goodbye at any time; any other answer to no question is none to this one.
        if early and raw.code != CLOSING:
            return self._lose(phase, f"spoken out of turn: {raw.code} {' '.join(raw.lines)}")
        return self._answer(phase, raw)

    async def _content(self, data: bytes) -> Reply:
        """Send the message and its final dot, which decides."""
        stuffed = data.replace(b"\n.", b"\n..")
        stuffed = b"." + stuffed if stuffed.startswith(b".") else stuffed
        stuffed = stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"
        try:
            await self._wire.send(stuffed, self._limits.block)
            # Without the dot nothing can have been taken: whatever is heard now is no doubt.
            self._wire.look()
            if self._wire.has_arrived or self._wire.ended:
                self._over = True
                raw = await self._wire.read_reply(self._limits.command)
                return self._answer(Phase.DATA, raw)
        except Lost as lost:
            return self._lose(Phase.DATA, str(lost))
        # As long as no byte of the dot has left, no answer is one to it.
        phase = Phase.DATA
        try:
            if await self._wire.send(b".\r\n", self._limits.block):
                phase = Phase.FINAL
            raw = await self._wire.read_reply(self._limits.final)
        except Lost as lost:
            return self._lose(phase, str(lost))
        return self._answer(phase, raw)

    def _answer(self, phase: Phase, raw: RawReply) -> Reply:
        """Make the reply; one that fits no question is a loss, since we are out of step."""
        reply = make_reply(phase, raw)
        expected = (READY,) if phase is Phase.FINAL else (GO_ON,) if phase is Phase.DATA else ()
        if is_no(reply) or reply.code in expected or (not expected and is_yes(reply)):
            return reply
        return self._lose(phase, f"out of step: {reply.code} {reply.text}")

    def _lose(self, phase: Phase, how: str) -> Reply:
        self._over = True
        return Reply(phase=phase, code=0, text=how)

    async def _tidy_up(self, reply: Reply) -> None:
        """Reset after a refusal, so that the next message begins anew; give up where we cannot."""
        if self._over:
            return
        if reply.code == CLOSING:
            self._over = True
            return
        reset = await self._command(Phase.RSET, "RSET")
        if not is_yes(reset):
            self._over = True

    async def close(self) -> None:
        """Say goodbye and close; never raises."""
        if not self._wire.ended and not self._over:
            with contextlib.suppress(Lost):
                await self._wire.send(b"QUIT\r\n", self._limits.goodbye)
                await self._wire.read_reply(self._limits.goodbye)
        self._over = True
        self._wire.close()


def is_yes(reply: Reply) -> bool:
    """Whether a command was accepted."""
    return 200 <= reply.code < 300  # noqa: PLR2004 - RFC 5321 section 4.2.1


def is_no(reply: Reply) -> bool:
    """Whether a command was refused."""
    return 400 <= reply.code < 600  # noqa: PLR2004 - RFC 5321 section 4.2.1
