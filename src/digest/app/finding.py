"""Find an article by what somebody remembers of it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from digest.app.ports import ArticleStore
from digest.collect.urls import canonical_url
from digest.errors import UsageError
from digest.model.article import Article

RECENT = timedelta(days=14)
MOST_NAMED = 5


def find_articles(text: str, articles: Iterable[Article]) -> list[Article]:
    """Find the articles that somebody means.

    Args:
        text: An address, or words of a headline in any order; the beginning of each word is
            enough, capitals and accents do not matter.
        articles: To look in.

    Returns:
        Those with all the words in their headline; without any, those with all of them in their
        opening. The latest first.
    """
    known = list(articles)
    if is_address(text):
        address = canonical_url(text.strip()) or text.strip()
        found = [
            one
            for one in known
            if address in {one.url, *(canonical_url(seen.url) for seen in one.sightings)}
        ]
        return sorted(found, key=latest_first)
    wanted = fold(text)
    if not wanted:
        return []
    found = [one for one in known if holds(fold(one.headline), wanted)]
    if not found:
        found = [one for one in known if holds(fold(f"{one.dek or ''} {one.lede}"), wanted)]
    return sorted(found, key=latest_first)


def find_one(text: str, store: ArticleStore, *, now: datetime) -> Article:
    """Find the one article that somebody means, among those of the last two weeks.

    Raises:
        UsageError: There is none, or more than one; names the first of them.
    """
    if is_address(text):
        address = canonical_url(text.strip()) or text.strip()
        found = find_articles(text, store.articles_at([address]))
    else:
        found = find_articles(text, store.articles(since=now - RECENT))
    if not found:
        raise UsageError(
            f"No article of the last two weeks has “{text}” in its headline or opening.",
            "See what was collected: digest articles",
        )
    if len(found) > 1:
        raise UsageError(
            f"“{text}” fits {len(found)} articles: {name_some(found)}",
            "Write more words of its headline, or its address.",
        )
    return found[0]


def is_address(text: str) -> bool:
    """Tell whether somebody wrote an address; saved pages without one of their own have file:."""
    return "://" in text or text.strip().startswith("file:")


def name_some(articles: Sequence[Article]) -> str:
    """Name some articles by headline and source; by their address too where headlines are equal."""
    counts = Counter(one.headline for one in articles)
    named = "; ".join(
        f"“{one.headline}” ({one.source}{f', {one.url}' if counts[one.headline] > 1 else ''})"
        for one in articles[:MOST_NAMED]
    )
    return named + ("; …" if len(articles) > MOST_NAMED else "")


def fold(text: str) -> list[str]:
    """Split a text into words without capitals, accents and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return "".join(char if char.isalnum() else " " for char in kept).split()


def holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether each wanted word begins one of the words."""
    return all(any(word.startswith(one) for word in words) for one in wanted)


def latest_first(article: Article) -> tuple[float, str]:
    """Sort the latest article first, and equals by address."""
    return (-(article.published or article.first_seen).timestamp(), article.url)
