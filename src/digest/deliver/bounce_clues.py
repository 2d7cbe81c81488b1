"""What in a returned mail may name its reader: our tokens, and our Message-IDs.

A token proves itself, wherever it stands. The address that a report came to (VERP) comes first;
providers who take every address out of a complaint leave our links and our envelope sender in it.
"""

import re
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass

from digest.deliver.bounce_parts import Mail, fields_of
from digest.deliver.tokens import LONGEST_TOKEN, MAC_LETTERS, SHORTEST_TOKEN, Purpose, read_token

# Where servers keep the address that a mail came to, the surest first.
ENVELOPE = (
    *("x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to"),
    *("x-delivered-to", "x-original-recipient", "original-recipient", "x-real-to", "apparently-to"),
    *("resent-to", "to", "cc"),
)
WORD = rf"[a-zA-Z2-7]{{{SHORTEST_TOKEN},{LONGEST_TOKEN}}}"
IN_ADDRESS = re.compile(rf"\+({WORD})@")
# Within a mail: after the sign of an address, of a link or of a subject.
ANYWHERE = re.compile(rb"(?:[+/]|%20|=20|unsubscribe )(" + WORD.encode() + rb")(?![a-zA-Z0-9])")
MESSAGE_ID = re.compile(rb"<([a-zA-Z2-7]{%d}@[a-zA-Z0-9.-]{1,255})>" % MAC_LETTERS)
SOFT_BREAK = re.compile(rb"=\r?\n")
BASE64 = re.compile(rb"(?:^[A-Za-z0-9+/]{40,100}={0,2}\r?\n){2,3000}", re.MULTILINE)
MOST = 100
PURPOSES = (Purpose.BOUNCE, Purpose.UNSUBSCRIBE, Purpose.PREFERENCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whom a genuine token names, and by its mark which edition; the mark may be empty."""

    reader: int
    mark: str = ""


def find_tokens(mail: Mail, raw: bytes) -> tuple[str, ...]:
    """Find what may be our tokens, those of the address that the mail came to first."""
    first = [
        token
        for name in ENVELOPE
        for value in fields_of(mail, name)
        for token in IN_ADDRESS.findall(value)
    ]
    rest = [match.decode("ascii") for match in ANYWHERE.findall(SOFT_BREAK.sub(b"", raw))]
    packed = [
        match.decode("ascii")
        for block in BASE64.findall(raw)[:5]
        for match in ANYWHERE.findall(unpack(block))
    ]
    return tuple(dict.fromkeys(token.lower() for token in (*first, *rest, *packed)))[:MOST]


def unpack(block: bytes) -> bytes:
    """Decode lines of base64; nothing when they are none."""
    letters = b"".join(block.split())
    try:
        return b64decode(letters[: len(letters) // 4 * 4])
    except ValueError:
        return b""


def find_message_ids(raw: bytes) -> tuple[str, ...]:
    """Find what may be the Message-IDs of our copies."""
    found = (match.decode("ascii").lower() for match in MESSAGE_ID.findall(raw))
    return tuple(f"<{one}>" for one in dict.fromkeys(found))[:MOST]


def find_owner(
    tokens: Sequence[str], *, publication: str, secrets: Sequence[str], leaves: bool = False
) -> Owner | None:
    """Tell whom the first genuine token names; one that names an edition comes before others.

    Args:
        tokens: What may be tokens.
        publication: The publication's id.
        secrets: The key that links are signed with, and former ones that are still honoured.
        leaves: Whether only a token to unsubscribe counts.
    """
    for purpose in (Purpose.UNSUBSCRIBE,) if leaves else PURPOSES:
        for token in tokens:
            claim = read_token(token, purpose, publication=publication, secrets=secrets)
            if claim is not None:
                return Owner(reader=claim.subscriber_id, mark=claim.mark)
    return None
