"""What ties articles, in a store that forgets everything at the end."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from digest.edit.newer import is_compared_anew
from digest.model.article import Article
from digest.model.tie import Marked, Tie


class Kept(Protocol):
    """The articles that are kept."""

    def articles(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[Article]:
        """List articles published or first seen in [since, until)."""
        ...


class MemoryTies:
    """Fingerprints of articles, and the ties between them.

    Args:
        articles: Those that are kept; what changes there is compared anew.
    """

    def __init__(self, articles: Kept) -> None:
        self._articles = articles
        self._marks: dict[str, tuple[Article, Marked]] = {}
        self._ties: dict[tuple[str, str], Tie] = {}

    def unmarked(self, *, since: datetime, until: datetime) -> list[Article]:
        """List articles published or first seen in [since, until) that are yet to be compared."""
        found = self._articles.articles(since=since, until=until)
        return sorted((one for one in found if not self._is_marked(one)), key=lambda one: one.url)

    def marked(
        self, *, since: datetime, until: datetime, among: Collection[str] | None = None
    ) -> list[Marked]:
        """List what articles of [since, until) are compared by."""
        return [
            self._marks[one.url][1]
            for one in self._articles.articles(since=since, until=until)
            if self._is_marked(one) and (among is None or one.url in among)
        ]

    def save_marks(self, marked: Sequence[Marked], ties: Sequence[Tie]) -> None:
        """Keep what articles are compared by, and all that ties them."""
        kept = {one.url: one for one in self._articles.articles()}
        fresh = {one.url: (kept[one.url], one) for one in marked if one.url in kept}
        self._marks |= fresh
        self._ties = {
            pair: one for pair, one in self._ties.items() if fresh.keys().isdisjoint(pair)
        }
        self._ties |= {
            (one.first, one.second): one for one in ties if {one.first, one.second} <= kept.keys()
        }

    def ties(self, urls: Sequence[str]) -> list[Tie]:
        """List the ties that one of these articles has to any other."""
        wanted = set(urls)
        known = {one.url for one in self._articles.articles() if self._is_marked(one)}
        return [
            one
            for pair, one in sorted(self._ties.items())
            if not wanted.isdisjoint(pair) and known.issuperset(pair)
        ]

    def _is_marked(self, article: Article) -> bool:
        known = self._marks.get(article.url)
        return known is not None and not is_compared_anew(known[0], article)
