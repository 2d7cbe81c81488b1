"""Which variant of an edition a reader gets: by what they chose, and by what they had before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from digest.model.message import Lock, Part

NOTHING_CHOSEN = "nothing in it is of the sections that the reader chose"
NOTHING_NEW = "the reader was sent all of it before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of an edition a reader gets.

    Attributes:
        variant: Number of the variant; None is the whole edition.
        reason: Why they get nothing; empty when they get something.
    """

    variant: int | None = None
    reason: str = ""


WHOLE = Choice()


def unwanted_parts(
    parts: Sequence[Part], sections: Collection[str], had: Collection[str] = ()
) -> frozenset[int]:
    """Number the parts that a reader is not to get.

    Args:
        parts: Of the edition.
        sections: Ids that the reader chose; empty means all.
        had: Slugs of the editions that they were sent.
    """
    return frozenset(
        number
        for number, part in enumerate(parts)
        if (sections and part.section is not None and part.section not in sections)
        or not set(part.editions).isdisjoint(had)
    )


def repeated_parts(parts: Sequence[Part], had: Collection[str]) -> frozenset[int]:
    """Number the parts that a reader was sent before."""
    return unwanted_parts(parts, (), had)


def count_stories(parts: Sequence[Part], without: Collection[int]) -> int:
    """Count the stories that are left without some parts."""
    return sum(part.stories for number, part in enumerate(parts) if number not in without)


def why_nothing(parts: Sequence[Part], unwanted: Collection[int], had: Collection[str]) -> str:
    """Tell why a reader gets nothing of an edition; empty when there is something for them."""
    if not parts or count_stories(parts, unwanted):
        return ""
    return NOTHING_NEW if had and repeated_parts(parts, had) else NOTHING_CHOSEN


def choose_variant(lock: Lock, sections: Collection[str], had: Collection[str] = ()) -> Choice:
    """Choose the smallest variant that holds all that a reader wants.

    The whole edition is one of them. What they were sent before never comes again: where every
    variant that holds all they want would repeat something, they get the one that repeats nothing
    and holds the most of what they want.

    Args:
        lock: The edition.
        sections: Ids that the reader chose, as they are now; empty means all.
        had: Slugs of the editions that they were sent, for a round-up.
    """
    parts = lock.parts
    unwanted = unwanted_parts(parts, sections, had)
    if not unwanted:
        return WHOLE
    if reason := why_nothing(parts, unwanted, had):
        return Choice(reason=reason)
    repeated = repeated_parts(parts, had) if had else frozenset()
    every: Iterable[tuple[int | None, frozenset[int]]] = [
        (None, frozenset()),
        *((number, frozenset(one.without)) for number, one in enumerate(lock.variants)),
    ]
    bearable = [one for one in every if repeated <= one[1]]
    bearable = [one for one in bearable if wanted_of(parts, one[1], unwanted)]
    if not bearable:
        return Choice(reason=NOTHING_NEW)
    best = min(
        bearable,
        key=lambda one: (-wanted_of(parts, one[1], unwanted), count_stories(parts, one[1])),
    )
    return Choice(variant=best[0])


def wanted_of(parts: Sequence[Part], without: Collection[int], unwanted: Collection[int]) -> int:
    """Count the stories of a variant that a reader wants."""
    return count_stories(parts, {*without, *unwanted})
