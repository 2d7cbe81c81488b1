"""What the desk wishes of single articles."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WishKind(StrEnum):
    """What is wished."""

    PIN = "pin"
    DROP = "drop"
    EMBARGO = "embargo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A wish for one article, and so for the story that it tells.

    Attributes:
        url: Canonical address of the article.
        kind: What is wished.
        headline: The article's, for people.
        section: Where a pinned story shall stand; None leaves it in its own.
        until: Moment before which an embargoed story is not shown; None for other wishes.
        at: When it was wished, aware, UTC.
    """

    url: str
    kind: WishKind
    headline: str
    section: str | None = None
    until: datetime | None = None
    at: datetime
