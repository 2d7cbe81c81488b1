"""A publication: the newsletter as a brand, with its rules and its sources."""

from dataclasses import dataclass
from datetime import time
from email.utils import parseaddr
from enum import StrEnum

SHIPPED_THEMES = ("daily", "brief", "magazine")


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    FOLDER = "folder"


class Approval(StrEnum):
    """Whether somebody has to sign an edition before it is sent."""

    AUTO = "auto"
    REQUIRED = "required"


class OnUnknown(StrEnum):
    """What to do about a reader of whom nobody can know whether the mail was taken."""

    HOLD = "hold"
    RETRY = "retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where articles come from.

    Attributes:
        name: Unique within the publication; shown to editors.
        kind: How it is read.
        url: An http(s) address; for a folder a path, relative to the publication's folder.
        section: Section that its articles go to; None lets the article's own section decide.
        weight: Trust against other sources; 1.0 is ordinary.
        language: Language tag to assume when an article states none.
        own: Whether this is the desk's own publication, which leads a story told by several.
    """

    name: str
    kind: SourceKind
    url: str
    section: str | None = None
    weight: float = 1.0
    language: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """A named part of every edition.

    Attributes:
        name: Shown to readers.
        limit: Most stories in it.
        minimum: Stories it is given before others fill up.
        keywords: Words in a headline that route a story here when its source names no section.
    """

    name: str
    limit: int = 5
    minimum: int = 0
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An edition's time of day, in the publication's zone.

    Attributes:
        name: Last part of the slug, such as "morning".
        at: Local cut-off.
        send_by: Local time after which nothing is begun; None is the end of the local day.
    """

    name: str
    at: time
    send_by: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRules:
    """What an edition may hold.

    Attributes:
        stories: Most stories in all.
        minimum: Fewer make a quiet day.
        summary_words: Most words of a summary.
        approval: Whether somebody signs it first.
        slots: Times of day, earliest first; empty means one edition a day, at any time.
    """

    stories: int = 12
    minimum: int = 3
    summary_words: int = 60
    approval: Approval = Approval.AUTO
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyRules:
    """The round-up of the week, for readers who do not want every edition.

    Attributes:
        day: Its day of the week, from 0 for Monday.
        at: Local cut-off; it is neither drafted nor sent before.
        send_by: Local time after which nothing is begun; None is the end of the local day.
        stories: Most stories in all.
    """

    day: int = 5
    at: time = time(9)
    send_by: time | None = None
    stories: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionRules:
    """What an edition takes and what it never does.

    Attributes:
        per_source: Most stories that one source may lead, the desk's own aside; None is no limit.
        drop: Words and phrases; a story with one in its headline is left out.
    """

    per_source: int | None = None
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRules:
    """How an edition leaves.

    Attributes:
        send_by: Local time after which nothing is begun; None is the end of the local day.
        bounce_address: Base of the VERP envelope sender; None uses the sender's address.
        unsubscribe_address: Mailbox of the mailto form; None uses reply_to, then the sender.
        on_unknown: What to do about a reader in doubt.
        rate: Most messages a second of all sessions together; None is no limit.
        domain_rates: Most messages a second to single domains, by their A-labels in small letters.
    """

    send_by: time | None = None
    bounce_address: str | None = None
    unsubscribe_address: str | None = None
    on_unknown: OnUnknown = OnUnknown.HOLD
    rate: float | None = None
    domain_rates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectRules:
    """Where sources may be.

    Attributes:
        allow_private: Addresses or networks that are not public but may be fetched from.
    """

    allow_private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRules:
    """Where readers' programs fetch the pictures of a mail.

    Attributes:
        hosted: Whether pictures are fetched once, made as small as the theme needs, and served from
            the archive; otherwise mails link to them where they are.
    """

    hosted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRules:
    """What the check keeps to itself.

    Attributes:
        silent: Rules whose warnings a desk does not want to be told; errors are told all the same.
    """

    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmRules:
    """What a language model may propose for an edition, and what that may cost.

    Attributes:
        summaries: Whether it proposes the summaries of the stories told.
        subject: Whether it proposes the subject and the preheader.
        timeout: Most seconds that one answer may take.
        calls: Most questions for one edition.
        tokens: Most tokens for one edition, questions and answers together.
    """

    summaries: bool = False
    subject: bool = False
    timeout: int = 20
    calls: int = 40
    tokens: int = 60000

    @property
    def is_on(self) -> bool:
        """Whether anything is to be proposed."""
        return self.summaries or self.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderList:
    """A list that readers may be on.

    Attributes:
        name: As in `send --list` and in subscribers.csv.
        title: What readers are shown; empty shows the name.
        about: One sentence for readers; may be empty.
        open: Whether readers may join and leave it themselves; new readers are on all open lists
            unless they choose.
    """

    name: str
    title: str = ""
    about: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRules:
    """How readers come.

    Attributes:
        confirm_hours: How long the link in a letter of confirmation works.
        keep_network: Whether the network that somebody signed up from is kept as a part of the
            proof: 24 bits of an IPv4 address, 48 of an IPv6 one.
        welcome: Whether a letter welcomes a reader who has confirmed.
    """

    confirm_hours: int = 48
    keep_network: bool = False
    welcome: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A span of the calendar.

    Attributes:
        months: Whole months.
        days: Whole days.
    """

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """How long what is kept stays; None keeps it for good. `digest prune` applies them.

    Attributes:
        pending: People who have not confirmed, from when they asked.
        left: People who have left, or whose address is dead, from when they did.
        returned_mail: What mails that came back said, from when they were read.
        letters: Letters to single people, from when they were sent.
        deliveries: Message-IDs and replies of an edition's deliveries, from its end.
        records: An edition's deliveries altogether but for their counts, from its end.
        articles: What was collected, from when it was first seen.
    """

    pending: Span | None = None
    left: Span | None = None
    returned_mail: Span | None = None
    letters: Span | None = None
    deliveries: Span | None = None
    records: Span | None = None
    articles: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The newsletter as a brand. Made from digest.toml by `digest.config`.

    Attributes:
        id: Names editions and the List-Id; never changes.
        name: The masthead.
        strapline: The slogan under it; may be empty.
        timezone: IANA zone of every local time here.
        language: BCP 47 tag of the edition.
        languages: Further tags that readers may have it in; see `Edition.language`.
        site: Address of the website; may be empty.
        sender: Mailbox in the From field, with or without a display name.
        reply_to: Mailbox for answers; None leaves the field out.
        address: Postal address in the footer.
        theme: Name of a shipped theme, or of a folder under templates/.
        weekly: The round-up; None offers readers none.
    """

    id: str
    name: str
    strapline: str = ""
    timezone: str = "UTC"
    language: str = "en"
    languages: tuple[str, ...] = ()
    site: str = ""
    sender: str
    reply_to: str | None = None
    address: str = ""
    theme: str = "daily"
    edition: EditionRules = EditionRules()
    weekly: WeeklyRules | None = None
    selection: SelectionRules = SelectionRules()
    sending: SendingRules = SendingRules()
    collect: CollectRules = CollectRules()
    llm: LlmRules = LlmRules()
    images: ImageRules = ImageRules()
    check: CheckRules = CheckRules()
    readers: ReaderRules = ReaderRules()
    retention: RetentionRules = RetentionRules()
    lists: tuple[ReaderList, ...] = ()
    sections: tuple[SectionRule, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def desk_address(self) -> str:
        """Bare address that readers' answers go to."""
        return parseaddr(self.reply_to or "")[1] or parseaddr(self.sender)[1]

    @property
    def bounce_address(self) -> str:
        """Bare address that undelivered mail comes back to."""
        return self.sending.bounce_address or parseaddr(self.sender)[1]

    @property
    def unsubscribe_address(self) -> str:
        """Bare address that readers write to who leave by mail."""
        return self.sending.unsubscribe_address or self.desk_address
