"""The record of a person: all that is kept about them, in whatever table; and how long it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from digest.model.delivery import Delivery
from digest.model.signup import ConsentGiven, ConsentText, SignUp
from digest.model.subscriber import Subscriber, Suppression


class Kept(StrEnum):
    """What a publication may keep for some time only; the keys of `[retention]`."""

    PENDING = "pending"
    LEFT = "left"
    RETURNED_MAIL = "returned_mail"
    LETTERS = "letters"
    DELIVERIES = "deliveries"
    RECORDS = "records"
    ARTICLES = "articles"


# A round-up looks back over four weeks at who was sent what, on a day of the week after them.
RECORDS_ARE_NEEDED = timedelta(weeks=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRecord:
    """A letter that a person was written, or is about to be.

    Attributes:
        kind: Why: to confirm, to welcome, to tell that they are known.
        language: The one that it is in; None means the publication's.
        asked_at: When what it answers was asked.
        due: When it is tried next; None once nothing is left to do.
        attempts: SMTP transactions so far.
        outcome: How it stands; None before the first attempt.
        code: Last SMTP code; 0 for none.
        reply: What the relay said.
        at: When the outcome was known.
    """

    kind: str
    language: str | None = None
    asked_at: datetime
    due: datetime | None = None
    attempts: int = 0
    outcome: str | None = None
    code: int = 0
    reply: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRecord:
    """A mail about a person that came back.

    Attributes:
        key: Hash of its bytes.
        name: What the mailbox knew it by.
        at: When it was read.
        kind: What it is.
        edition: Slug of the edition it is about; None when it is not known.
        status: RFC 3463 code; None when there is none.
        reason: What it says.
        is_kept: Whether the mail itself is kept, for somebody to look at.
    """

    key: str
    name: str
    at: datetime
    kind: str
    edition: str | None = None
    status: str | None = None
    reason: str = ""
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNote:
    """What is kept beside a delivery: a bounce, a complaint, a doubt that was there before.

    Attributes:
        edition: Slug.
        at: When it was noted.
        kind: What it is.
        detail: What was said; may be empty.
    """

    edition: str
    at: datetime
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReport:
    """Everything that is kept about a person.

    Attributes:
        subscriber: The person.
        suppression: Why they are never mailed; None when they may be.
        sign_up: What they asked for and have not confirmed yet.
        consents: Every proof of consent, the oldest first.
        texts: The words that they agreed to, by version.
        letters: Letters to them, the oldest first.
        deliveries: Every delivery with its edition's slug, the oldest first.
        notes: What is kept beside those.
        returned: Mails about them that came back, the oldest first.
        events: Instant, kind, detail; the oldest first.
        dropped: How many editions since the person was added are kept no longer by who got them.
    """

    subscriber: Subscriber
    suppression: Suppression | None = None
    sign_up: SignUp | None = None
    consents: tuple[ConsentGiven, ...] = ()
    texts: Mapping[str, ConsentText] = field(default_factory=dict)
    letters: tuple[LetterRecord, ...] = ()
    deliveries: tuple[tuple[str, Delivery], ...] = ()
    notes: tuple[DeliveryNote, ...] = ()
    returned: tuple[ReturnRecord, ...] = ()
    events: tuple[tuple[datetime, str, str], ...] = ()
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What is kept of an address that is nobody's: nothing but keyed hashes.

    Attributes:
        suppression: Why it is never mailed; None when it may be.
        editions: How many editions are not sent to it any more: those it got or may have got before
            it was forgotten, and those that were planned or being sent then.
    """

    suppression: Suppression | None = None
    editions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A person with all that proves their consent.

    Attributes:
        subscriber: The person; their own `consent` is what an import or the desk said, or the
            latest of `given` in short.
        given: Every consent that they gave by themselves, the oldest first.
    """

    subscriber: Subscriber
    given: tuple[ConsentGiven, ...] = ()
