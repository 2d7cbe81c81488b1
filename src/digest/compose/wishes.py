"""What an edition has to heed besides its rules: the desk's wishes, embargoes, changed texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.model.article import Story
from digest.model.wish import Wish, WishKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is to be heeded for single articles, by their canonical addresses.

    Attributes:
        pins: Those that the desk forces in, with the section it wants or None.
        drops: Those that the desk forces out.
        embargoes: Those that may not be shown before a moment (aware, UTC).
        updated: Those that were told before and whose text has materially changed since.
        repeats: Those that print again what was told before, with the slug of that edition.
    """

    pins: Mapping[str, str | None] = field(default_factory=dict)
    drops: frozenset[str] = frozenset()
    embargoes: Mapping[str, datetime] = field(default_factory=dict)
    updated: frozenset[str] = frozenset()
    repeats: Mapping[str, str] = field(default_factory=dict)

    def pinned_to(self, story: Story) -> tuple[bool, str | None]:
        """Tell whether the desk has pinned a story, and to which section."""
        if not self.pins:
            return False, None
        pinned = [one.url for one in story.articles if one.url in self.pins]
        return bool(pinned), next((self.pins[url] for url in pinned if self.pins[url]), None)

    def is_dropped(self, story: Story) -> bool:
        """Tell whether the desk has dropped a story."""
        return bool(self.drops) and any(one.url in self.drops for one in story.articles)

    def held_until(self, story: Story) -> datetime | None:
        """Tell before which moment a story may not be shown; the latest of its articles'."""
        if not self.embargoes:
            return None
        moments = [self.embargoes[one.url] for one in story.articles if one.url in self.embargoes]
        return max(moments, default=None)

    def is_updated(self, story: Story) -> bool:
        """Tell whether a story that was told has materially changed since."""
        return bool(self.updated) and any(one.url in self.updated for one in story.articles)


def sort_wishes(
    wishes: Iterable[Wish],
    *,
    notices: Mapping[str, datetime],
    updated: frozenset[str] = frozenset(),
    repeats: Mapping[str, str] | None = None,
) -> Wishes:
    """Put the desk's wishes together with what the articles themselves ask for.

    Args:
        wishes: The desk's; an embargo of the desk wins over the article's own notice.
        notices: Embargoes that stand in the articles.
        updated: As in `Wishes`.
        repeats: As in `Wishes`.
    """
    known = list(wishes)
    return Wishes(
        pins={one.url: one.section for one in known if one.kind is WishKind.PIN},
        drops=frozenset(one.url for one in known if one.kind is WishKind.DROP),
        embargoes={
            **notices,
            **{
                one.url: one.until
                for one in known
                if one.kind is WishKind.EMBARGO and one.until is not None
            },
        },
        updated=updated,
        repeats=repeats or {},
    )
