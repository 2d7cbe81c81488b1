"""What is done to the bytes of one document, in one go, wherever that runs.

Plain functions of a module, whose arguments and results can be copied to another process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digest.collect.feed import complete, needs_page, read_feed
from digest.collect.page import read_page
from digest.edit.clean import clean_article
from digest.model.article import Article
from digest.model.fetch import FetchFailure, tell_fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFeed:
    """What a feed gave.

    Attributes:
        articles: In its order: cleaned, but for teasers; or why one could not be cleaned.
        teasers: Addresses of those whose text has to come from their pages.
        notes: What an editor should know, one sentence each.
    """

    articles: tuple[Article | FetchFailure, ...]
    teasers: frozenset[str]
    notes: tuple[str, ...]


def read_whole_feed(body: bytes, **known: Any) -> ReadFeed | FetchFailure:  # noqa: ANN401
    """Read a feed and clean what it has in full; `known` as of `read_feed`."""
    feed = read_feed(body, **known)
    if isinstance(feed, FetchFailure):
        return feed
    teasers = frozenset(one.url for one in feed.articles if needs_page(one))
    articles = (one if one.url in teasers else clean_one(one) for one in feed.articles)
    return ReadFeed(articles=tuple(articles), teasers=teasers, notes=feed.notes)


def read_whole_page(body: bytes, **known: Any) -> Article | FetchFailure:  # noqa: ANN401
    """Read a page and clean its article; `known` as of `read_page`."""
    article = read_page(body, **known)
    return article if isinstance(article, FetchFailure) else clean_one(article)


def read_teased_page(
    body: bytes,
    *,
    teaser: Article,
    **known: Any,  # noqa: ANN401
) -> Article | FetchFailure:
    """Read the page of a teaser, complete the one from the other, and clean the article."""
    page = read_page(body, **known)
    return page if isinstance(page, FetchFailure) else clean_one(complete(teaser, page))


def clean_all(articles: Sequence[Article]) -> list[Article | FetchFailure]:
    """Clean articles, each by itself."""
    return [clean_one(article) for article in articles]


def clean_one(article: Article) -> Article | FetchFailure:
    """Clean an article; a fault of ours costs that article alone."""
    try:
        return clean_article(article)
    except Exception as error:  # noqa: BLE001 - told by name, and the others go on
        return tell_fault(article.url, error)
