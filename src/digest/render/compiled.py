"""What a mail is made of: the plan of its header, a reader's own parts, the compiled edition."""

from dataclasses import dataclass, field
from typing import Protocol, Self

from digest.model.message import PersonalField


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A display name, which may be empty, and a bare address with its domain as A-labels."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """What every copy of an edition has in its header, besides what its lock says.

    Attributes:
        sender: For From.
        public_url: Base of the public pages in ASCII; empty while there are none with https, which
            is what mail providers post to (RFC 8058).
        reply_to: For Reply-To; None leaves it out.
        mark: Stands before the subject, such as "[Test]"; empty for readers.
        view_url: The edition's page in its main language; empty while there is none.
        hashed: Whether every copy's body is hashed, because it will be signed.
        automatic: Whether it says that a program wrote it in answer to somebody (RFC 3834), so that
            no vacation message comes back.
    """

    sender: Mailbox
    public_url: str = ""
    reply_to: Mailbox | None = None
    mark: str = ""
    view_url: str = ""
    hashed: bool = False
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What one reader's copy has for itself.

    Attributes:
        message_id: With angle brackets.
        envelope_sender: Address for MAIL FROM.
        to: The reader; the address is the one for RCPT TO.
        language: BCP 47 tag that the reader prefers; None means the edition's own.
        unsubscribe_url: The page; empty while there is none. A header names it only with https.
        unsubscribe_mailto: The mailto form.
        preferences_url: Empty while there is none.
        needs_smtputf8: Whether the envelope cannot be written in ASCII.
    """

    message_id: str
    envelope_sender: str
    to: Mailbox
    language: str | None = None
    unsubscribe_url: str = ""
    unsubscribe_mailto: str
    preferences_url: str = ""
    needs_smtputf8: bool = False


class HashState(Protocol):
    """A hash that was begun, as `hashlib` has them."""

    def update(self, data: bytes, /) -> None:
        """Go on with more bytes."""
        ...

    def copy(self) -> Self:
        """Copy it, so that one may go on and the other stay."""
        ...

    def digest(self) -> bytes:
        """Tell the hash of all bytes so far."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledHash:
    """What of a body's hash is the same for all readers.

    Attributes:
        begun: SHA-256 over the relaxed bytes before the first personal place; only ever copied.
        rest: The relaxed pieces from there on, every other one an empty personal place, the first
            one to begin with; empty when the body has none.
    """

    begun: HashState = field(repr=False)
    rest: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPart:
    """An edition's mail in one language.

    Attributes:
        language: BCP 47 tag.
        before: Header fields before To.
        after: Header fields from Subject to Date.
        closing: The other header fields that all readers share, and the blank line.
        body: Pieces of bytes; every other one is an empty personal place, the first one never.
        fields: The personal fields that the body has, each once.
        order: For each personal place, which value stands there: three times the place of its
            field in `fields`, and 0, 1 or 2 for text, HTML or a URL.
        name_in_url: Whether a reader's name stands in a URL, where it is written in its own way.
        dotless: Whether no line of what is shared begins with a dot.
        hashed: For the body's hash; None when nobody wants it.
    """

    language: str
    before: bytes
    after: bytes
    closing: bytes
    body: tuple[bytes, ...]
    fields: tuple[PersonalField, ...]
    order: tuple[int, ...]
    name_in_url: bool
    dotless: bool
    hashed: CompiledHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledMail:
    """An edition's mail in all its languages, the publication's own first."""

    parts: tuple[CompiledPart, ...]
    languages: tuple[str, ...]
