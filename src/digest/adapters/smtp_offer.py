"""What a relay has said to EHLO that it can do, and the envelope written accordingly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.model.delivery import Phase, Reply
from digest.model.message import Message

SIZE = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A relay's extensions; none of them where it knows HELO alone.

    Attributes:
        pipelining: Commands may be sent before the replies to those before them (RFC 2920).
        sized: The size of a message may be declared (RFC 1870).
        largest: The largest message in bytes; 0 when there is no fixed limit.
        eight_bit: 8BITMIME (RFC 6152).
        utf8: SMTPUTF8 (RFC 6531).
        starttls: STARTTLS (RFC 3207).
        mechanisms: How one may sign in (RFC 4954), in capitals.
    """

    pipelining: bool = False
    sized: bool = False
    largest: int = 0
    eight_bit: bool = False
    utf8: bool = False
    starttls: bool = False
    mechanisms: frozenset[str] = frozenset()

    def refuse(self, message: Message) -> Reply | None:
        """Refuse for the relay what it has said it cannot take; None when it may be sent.

        Raises:
            ValueError: An address would end its command.
        """
        if not (is_clean(message.envelope_sender) and is_clean(message.recipient)):
            raise ValueError("the envelope was not checked before")
        if message.needs_smtputf8 and not self.utf8:
            # Where the reader's address is plain it is our own that is not: no reader's row.
            ours = message.recipient.isascii()
            return Reply(
                phase=Phase.MAIL if ours else Phase.RCPT,
                code=553,
                enhanced="5.6.7",
                text="5.6.7 The relay cannot take an address beyond ASCII (no SMTPUTF8).",
            )
        size = len(message.data)
        if 0 < self.largest < size:
            return Reply(
                phase=Phase.MAIL,
                code=552,
                enhanced="5.3.4",
                text=f"5.3.4 {size} bytes; the relay takes no more than {self.largest}.",
            )
        return None

    def mail_command(self, message: Message) -> bytes:
        """Write MAIL with the parameters that the relay offers."""
        size = f" SIZE={len(message.data)}" if self.sized else ""
        body = ""
        if message.needs_smtputf8:
            # The header is UTF-8 then, whatever the parts are.
            body = " BODY=8BITMIME SMTPUTF8"
        elif self.eight_bit and not message.data.isascii():
            body = " BODY=8BITMIME"
        return f"MAIL FROM:<{message.envelope_sender}>{size}{body}\r\n".encode()


def rcpt_command(message: Message) -> bytes:
    """Write RCPT."""
    return f"RCPT TO:<{message.recipient}>\r\n".encode()


def is_clean(address: str) -> bool:
    """Whether an address stays between its angle brackets."""
    odd = "<" in address or ">" in address or " " in address
    return address.isprintable() and not odd


def read_offer(lines: Sequence[str]) -> Offer:
    """Read what EHLO was answered.

    Args:
        lines: The reply's lines; the first one greets and is left out.
    """
    found: dict[str, list[str]] = {}
    for line in lines[1:]:
        # Old relays write AUTH=PLAIN.
        keyword, *parameters = line.upper().replace("AUTH=", "AUTH ", 1).split() or [""]
        found.setdefault(keyword, []).extend(parameters)
    largest = next(iter(found.get("SIZE", [])), "")
    return Offer(
        pipelining="PIPELINING" in found,
        sized="SIZE" in found,
        largest=int(largest) if SIZE.fullmatch(largest) else 0,
        eight_bit="8BITMIME" in found,
        utf8="SMTPUTF8" in found,
        starttls="STARTTLS" in found,
        mechanisms=frozenset(found.get("AUTH", [])),
    )
