"""What ties two articles to one story, or one story to an earlier one."""

from dataclasses import dataclass
from enum import StrEnum


class TieKind(StrEnum):
    """How two articles belong together."""

    COPY = "copy"  # the same text, shortened or lightly rewritten
    EVENT = "event"  # the same event in other words
    SEQUEL = "sequel"  # a later development of the same event


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two articles that belong together.

    Attributes:
        first: Canonical address of one; of a sequel, that of the earlier article.
        second: That of the other; of a sequel, the one that goes on with it.
        kind: How they belong together.
        strength: From 0 to 1. Of a copy, the part of the shorter text that stands in the longer
            one; else how alike their rare words are.
        words: Rare words that both have, as one of them writes them, the heaviest first.
    """

    first: str
    second: str
    kind: TieKind
    strength: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An article's address with what it is compared by, packed for keeping."""

    url: str
    marks: bytes
