"""What a mail is made of: the plan of its header, a reader's own parts, the compiled edition."""

from dataclasses import dataclass

from digest.model.message import Sentinel


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
    """

    sender: Mailbox
    public_url: str = ""
    reply_to: Mailbox | None = None
    mark: str = ""


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
        view_url: Empty while there is none.
        needs_smtputf8: Whether the envelope cannot be written in ASCII.
    """

    message_id: str
    envelope_sender: str
    to: Mailbox
    language: str | None = None
    unsubscribe_url: str = ""
    unsubscribe_mailto: str
    preferences_url: str = ""
    view_url: str = ""
    needs_smtputf8: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPart:
    """An edition's mail in one language.

    Attributes:
        language: BCP 47 tag.
        before: Header fields before To.
        after: Header fields from Subject to Date.
        closing: The other header fields that all readers share, and the blank line.
        body: Pieces of bytes, and the sentinels between them.
    """

    language: str
    before: bytes
    after: bytes
    closing: bytes
    body: tuple[bytes | Sentinel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledMail:
    """An edition's mail in all its languages, the publication's own first."""

    parts: tuple[CompiledPart, ...]
