"""What comes of bringing an edition so far that it can be sent."""

from dataclasses import dataclass, field
from datetime import datetime

from digest.app.draft import DraftReport
from digest.app.ready import Ready
from digest.model.delivery import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The day has too few stories; nothing is sent.

    Attributes:
        draft: What was found.
        told: Whether an earlier run has said so already.
    """

    draft: DraftReport
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDue:
    """The day's first slot has not come yet; nothing is done before.

    Attributes:
        slug: Its edition.
        at: When its time comes.
    """

    slug: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchosen:
    """Nobody has chosen the round-up yet; it is neither made nor sent.

    Attributes:
        slug: The round-up.
        told: Whether an earlier run has said so already.
    """

    slug: str
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Somebody was asked and said no."""

    ready: Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Halted:
    """The edition was halted, and nobody has resumed it: nothing is sent.

    Attributes:
        slug: The edition.
        books: Its counts.
    """

    slug: str
    books: Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An edition whose audience is frozen; what is owed may be sent.

    Attributes:
        slug: The edition.
        before: Its counts before anybody could send of it.
    """

    slug: str
    before: Books = field(default_factory=Books, compare=False)


Unsent = Quiet | NotDue | Unchosen | Refused | Halted
