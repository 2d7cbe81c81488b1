"""What an edition becomes: the rendered parts, the lock, a reader's message, findings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PersonalField(StrEnum):
    """The parts of a mail that differ from reader to reader."""

    NAME = "name"
    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    VIEW = "view"


class PersonalContext(StrEnum):
    """Where a personal part stands, which decides how it is escaped."""

    TEXT = "text"
    HTML = "html"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentinel:
    """A word of letters and digits that stands for a personal part until it is personalised."""

    field: PersonalField
    context: PersonalContext
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """An edition in one language, rendered once for all readers.

    Attributes:
        language: BCP 47 tag.
        subject: Plain text.
        html: The HTML part, with sentinels.
        text: The text part, LF line ends, with sentinels.
        sentinels: Those that may stand in `html` and `text`.
    """

    language: str
    subject: str
    html: str
    text: str
    sentinels: tuple[Sentinel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A rendering with what it was made of, for those who look at it closely.

    Attributes:
        rendered: As it would be sent.
        mjml: What the MJML compiler got for the HTML part.
    """

    rendered: Rendered
    mjml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Stories of an edition that a reader gets all of, or none.

    Attributes:
        section: Id of the section that readers choose them by; None when they go to everybody.
        editions: Slugs of the editions that told them before, for a round-up.
        stories: How many there are; sponsors' slots do not count.
    """

    section: str | None
    editions: tuple[str, ...] = ()
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An edition without some of its parts, rendered once for all readers who want no more.

    Attributes:
        without: Numbers of the parts that are left out, from 0.
        rendered: One per language, in the order of the whole edition's.
    """

    without: tuple[int, ...]
    rendered: tuple[Rendered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What was decided to be sent, frozen: the truth for every process that sends it.

    Attributes:
        slug: The edition.
        number: Its running number.
        content_hash: SHA-256 (hex) over everything that reaches the mail.
        date: Value of the Date header; aware, in the publication's zone.
        publication_id, publication_name: For List-Id and Feedback-ID.
        sender, reply_to, site: As in the publication.
        bounce_address, unsubscribe_address: Bare addresses, already resolved from the defaults.
        public_url: Base of the public pages; empty when there are none.
        on_unknown: "hold" or "retry".
        lists: The audience rule; empty means every subscriber.
        segment: A further rule that they fit (`deliver.segment`); empty for none, and in locks of
            an earlier version.
        rendered: One per language, the publication's own first.
        articles: Canonical addresses of every article told, so that none is told again.
        sources: The edition file behind each rendering, without its bench, in the same order;
            empty in locks of an earlier version.
        kind: "daily", or "weekly" for a round-up.
        parts: What readers may get of it, by what they chose and had before; empty when all of
            them get the whole, and in locks of an earlier version.
        variants: The edition without some of its parts; `Delivery.variant` counts them from 0.
    """

    slug: str
    number: int
    content_hash: str
    date: datetime
    publication_id: str
    publication_name: str
    sender: str
    reply_to: str | None
    site: str
    bounce_address: str
    unsubscribe_address: str
    public_url: str
    on_unknown: str
    lists: tuple[str, ...]
    rendered: tuple[Rendered, ...]
    articles: tuple[str, ...]
    sources: tuple[str, ...] = ()
    kind: str = "daily"
    segment: str = ""
    parts: tuple[Part, ...] = ()
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One reader's message, ready for the wire.

    Attributes:
        message_id: With angle brackets; the same whenever this edition goes to this reader.
        envelope_sender: Address for MAIL FROM, without brackets.
        recipient: Address for RCPT TO, its domain as A-label.
        data: The final bytes: CRLF line ends, not dot-stuffed.
        needs_smtputf8: Whether the envelope cannot be written in ASCII.
        dotless: Whether no line begins with a dot, so that nothing has to be stuffed; False when
            nobody has looked.
        body_hash: SHA-256 over the body in its relaxed form (RFC 6376 section 3.4.4); empty when
            nobody has made it.
    """

    message_id: str
    envelope_sender: str
    recipient: str
    data: bytes
    needs_smtputf8: bool = False
    dotless: bool = False
    body_hash: bytes = b""


class Level(StrEnum):
    """How much a finding matters: an error blocks sending."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A place in the edition file, and what is to stand there instead.

    Attributes:
        line, column: Where it begins, from 1; columns are characters.
        end_line, end_column: Where it ends; this character is no part of it.
        text: What is to stand there; may be empty.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found.

    Attributes:
        rule: Stable id, such as "mid-sentence-summary".
        level: Whether it blocks.
        message: One sentence for an editor, quoting what it is about.
        file: Path as shown; None when the finding belongs to no file.
        line: From 1; None when it has no one line.
        column: From 1; None when it is about the whole line.
        fix: What `digest check --fix` would do, as one phrase; None when it needs a person.
        edits: The same as places in the file, in their order; empty without `fix`.
    """

    rule: str
    level: Level
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    fix: str | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of rendering a sample.

    Attributes:
        rendered: The mail; None when it cannot be made.
        findings: What is wrong with it, at its place in the templates.
    """

    rendered: Rendered | None = None
    findings: tuple[Finding, ...] = ()
