"""A delivery: one edition to one subscriber, and the books over all of them."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from digest.model.edition import EditionState
from digest.model.subscriber import Subscriber, SuppressionReason


class Outcome(StrEnum):
    """How a delivery stands. No row at all means: still owed."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"


# Who has an edition, for all that anybody knows.
MAY_HAVE_IT = (Outcome.ACCEPTED, Outcome.UNKNOWN)


class Phase(StrEnum):
    """Where in the SMTP dialogue a reply or a loss happened."""

    CONNECT = "connect"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    FINAL = "final"
    RSET = "rset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the relay said, or that the connection was lost.

    Attributes:
        phase: Where in the dialogue. A loss at FINAL is one after our final dot had begun to leave.
        code: Three digits (RFC 5321); 0 when the connection was lost before any reply.
        enhanced: RFC 3463 code such as "5.1.1"; None when there is none.
        text: The reply's text, control characters escaped; or how the connection was lost.
    """

    phase: Phase
    code: int
    enhanced: str | None = None
    text: str = ""

    @property
    def lost(self) -> bool:
        """Whether this is a loss instead of a reply."""
        return self.code == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the ledger.

    Attributes:
        subscriber_id: The reader.
        outcome: How it stands.
        message_id: With angle brackets; empty when nothing was ever made for this reader.
        code: Last SMTP code; 0 for a loss, a crash, or no attempt.
        enhanced: Last enhanced code.
        reply: Last reply text or reason.
        at: Aware, UTC: when this outcome was known.
        attempts: SMTP transactions so far.
        next_attempt: Aware, UTC; set exactly for deferred rows.
        variant: Which of the edition's variants the reader was sent; None for the whole edition.
        suppress: Why the address may never be mailed again; the store suppresses it in the
            transaction that records the row. Not a part of the row itself: None when read back.
        full: Whether the mailbox is full; the store suppresses the address when that has gone on
            for too long. Not a part of the row either: False when read back.
    """

    subscriber_id: int
    outcome: Outcome
    message_id: str = ""
    code: int = 0
    enhanced: str | None = None
    reply: str = ""
    at: datetime
    attempts: int = 0
    next_attempt: datetime | None = None
    variant: int | None = None
    suppress: SuppressionReason | None = None
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The counts that must balance: planned is the sum of all the others."""

    planned: int = 0
    accepted: int = 0
    deferred: int = 0
    rejected: int = 0
    suppressed: int = 0
    expired: int = 0
    unknown: int = 0
    owed: int = 0

    @property
    def balanced(self) -> bool:
        """Whether nobody was lost and nobody counted twice."""
        counts: list[int] = [getattr(self, field.name) for field in fields(self)]
        return counts[0] == sum(counts[1:]) and min(counts) >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A claimed part of an edition's audience.

    Attributes:
        edition: Slug.
        number: From 1.
        epoch: Grows with each claim; an older one is fenced off.
        owner: Who claimed it.
    """

    edition: str
    number: int
    epoch: int
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedReader:
    """A reader of an open window, with the attempts made for them before.

    The subscriber holds what a mail is made of: neither lists nor fields nor consent. `had` names
    the editions behind a round-up that the reader was sent; it is empty for any other edition.
    """

    subscriber: Subscriber
    attempts: int = 0
    had: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWindow:
    """What the ledger answers when the next window of a batch is asked for.

    Attributes:
        state: The edition's state; only SENDING allows a byte to leave.
        readers: Whom to send to now; already recorded as intent. Empty when the batch has nobody
            left to try now, or when `state` forbids it.
        fresh: How many readers of the batch were never in a window. They come before those who
            were put back.
    """

    state: EditionState
    readers: tuple[OwnedReader, ...] = ()
    fresh: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDelivery:
    """A row of the ledger beside the reader's address, for reports."""

    email: str
    delivery: Delivery
