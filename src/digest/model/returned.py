"""Returned mail: what comes back when our mail could not be left, or was not wanted."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digest.model.subscriber import SuppressionReason


class ReturnKind(StrEnum):
    """What a returned mail is. The first five are told of; the others bring nothing about.

    A bounce is HARD when the address does not exist, SOFT when it does, for all that is known: its
    mailbox is full, the mail waits, or somebody's policy refuses it. DELIVERED is a report of
    success, UNREADABLE a mail that nobody here understands.
    """

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"
    AUTO_REPLY = "auto-reply"
    DELIVERED = "delivered"
    UNREADABLE = "unreadable"


BOUNCES = (ReturnKind.HARD, ReturnKind.SOFT)


class ReturnEvent(StrEnum):
    """What a returned mail says of a delivery, as the ledger keeps it beside the row."""

    BOUNCED = "bounced"
    FULL = "full"
    REFUSED = "refused"
    DELAYED = "delayed"
    COMPLAINED = "complained"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxMail:
    """A mail in a mailbox.

    Attributes:
        name: What the mailbox knows it by: a file's name, a UID; "-" for one that was piped in.
        data: Its bytes, as far as they are read.
    """

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a report says of one recipient.

    Attributes:
        address: The recipient; empty when the report does not say.
        original: The address that the mail was sent to at first, where that is told; else empty.
        kind: HARD or SOFT.
        status: RFC 3463 code such as "5.1.1"; None when there is none.
        reason: What was said, in one line; may be empty.
        event: What it means for the delivery.
        counts: Whether it counts as a full mailbox does: given up when that goes on for too long.
    """

    address: str = ""
    original: str = ""
    kind: ReturnKind
    status: str | None = None
    reason: str = ""
    event: ReturnEvent
    counts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was understood of a mail, whoever it is about.

    Attributes:
        kind: What it is.
        failures: What it says of each recipient; only in a bounce.
        address: Whom it is about, or who wrote it, by its own words, which anybody can forge.
        reason: What it says, in one line.
        tokens: What may be our tokens, the ones of the envelope first.
        message_ids: What may be the Message-IDs of our copies, with angle brackets.
    """

    kind: ReturnKind
    failures: tuple[Failure, ...] = ()
    address: str = ""
    reason: str = ""
    tokens: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A returned mail on its way into the store.

    Attributes:
        key: SHA-256 (hex) of its bytes; the same mail counts once.
        name: What its mailbox knows it by.
        reading: What was understood of it.
        reader: Number of the reader that a genuine token names; None when there is none.
        mark: `edition_mark` of the edition that the token names; empty when it names none.
        trusts_addresses: Whether a bare address counts as much as a token does.
        raw: The mail itself.
    """

    key: str
    name: str
    reading: Reading
    reader: int | None = None
    mark: str = ""
    trusts_addresses: bool = False
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a returned mail.

    Attributes:
        known: Whether it was taken in before, so that nothing more happened.
        email: Address of the reader that it is about; empty when that is nobody's.
        certain: Whether that is proven, by our own token or Message-ID.
        failure: What it says of that reader, in a bounce.
        suppressed: Why their address is not mailed from now on; None when nothing changed.
    """

    known: bool = False
    email: str = ""
    certain: bool = False
    failure: Failure | None = None
    suppressed: SuppressionReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMail:
    """A returned mail that a person should look at.

    Attributes:
        key: As in `Returned`.
        name: What its mailbox knew it by.
        kind: UNREADABLE, or what it is when it names nobody for certain.
        at: When it was read, aware, UTC.
        reason: What it says, or why it is not understood.
        raw: The mail itself.
    """

    key: str
    name: str
    kind: ReturnKind
    at: datetime
    reason: str = ""
    raw: bytes = field(default=b"", repr=False)
