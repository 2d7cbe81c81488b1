"""Ask one source: its document, or its folder, becomes clean articles."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from digest.app.completion import complete_teasers
from digest.app.visit import Visit, tell_fault
from digest.collect.feed import read_feed
from digest.collect.page import read_page, read_saved_page
from digest.edit.clean import clean_article
from digest.model.article import Article
from digest.model.fetch import Fetched, FetchFailure, SavedPage, Validators
from digest.model.publication import SourceKind

NO_SITEMAPS = "sitemaps cannot be read by this version of digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What a source gave.

    Attributes:
        articles: Those to keep, cleaned; none when nothing has changed.
        fetched: How many articles it gave, known ones included.
        validators: For the next conditional request.
        notes: What an editor may want to know; a phrase each.
    """

    articles: tuple[Article, ...] = ()
    fetched: int = 0
    validators: Validators = field(default_factory=Validators)
    notes: tuple[str, ...] = ()


async def harvest_source(visit: Visit) -> Harvest | FetchFailure:
    """Ask one source for its articles. Writes nothing.

    Returns:
        Its articles, or why it failed.
    """
    source = visit.source
    if source.kind is SourceKind.SITEMAP:
        return FetchFailure(url=source.url, reason=NO_SITEMAPS)
    if source.kind is SourceKind.FOLDER:
        return await asyncio.to_thread(harvest_folder, visit)
    is_page = source.kind is SourceKind.PAGE
    fetched = await visit.fetcher.fetch(
        source.url, validators=visit.validators, obeys_robots=is_page
    )
    if isinstance(fetched, FetchFailure):
        return fetched
    if fetched.unchanged:
        return Harvest(validators=fetched.validators)
    return await (harvest_page if is_page else harvest_feed)(visit, fetched)


async def harvest_feed(visit: Visit, fetched: Fetched) -> Harvest | FetchFailure:
    """Read a feed, and the pages of its teasers."""
    feed = await visit.read(read_feed, fetched)
    if isinstance(feed, FetchFailure):
        return feed
    completed = await complete_teasers(feed.articles, visit)
    cleaned = await asyncio.to_thread(clean_all, completed.articles)
    return Harvest(
        articles=tuple(one for one in cleaned if isinstance(one, Article)),
        fetched=len(feed.articles),
        validators=fetched.validators,
        notes=(*feed.notes, *completed.notes, *tell_failures(cleaned)),
    )


def clean_all(articles: Sequence[Article]) -> list[Article | FetchFailure]:
    """Clean articles, each by itself."""
    return [clean_one(article) for article in articles]


def clean_one(article: Article) -> Article | FetchFailure:
    """Clean an article; a fault of ours costs that article alone."""
    try:
        return clean_article(article)
    except Exception as error:  # noqa: BLE001 - told by name, and the others go on
        return tell_fault(article.url, error)


def tell_failures(read: Sequence[Article | FetchFailure]) -> list[str]:
    """Name what could not be read."""
    return [f"{one.url}: {one.reason}" for one in read if isinstance(one, FetchFailure)]


async def harvest_page(visit: Visit, fetched: Fetched) -> Harvest | FetchFailure:
    """Read the one article of a page."""
    article = await visit.read(read_page, fetched)
    if isinstance(article, FetchFailure):
        return article
    cleaned = clean_one(article)
    if isinstance(cleaned, FetchFailure):
        return cleaned
    return Harvest(articles=(cleaned,), fetched=1, validators=fetched.validators)


def harvest_folder(visit: Visit) -> Harvest | FetchFailure:
    """Read every page of a folder; a page that cannot be read costs that page alone."""
    pages = visit.folder.saved_pages(visit.source.url)
    if isinstance(pages, FetchFailure):
        # The source's name alone does not tell an editor which folder is meant.
        return replace(pages, reason=f"{pages.url}: {pages.reason}")
    read = [read_one(page, visit) for page in pages]
    articles = tuple(one for one in read if isinstance(one, Article))
    notes = tell_failures(read)
    if notes and not articles:
        return FetchFailure(url=visit.source.url, reason=f"no page can be read: {notes[0]}")
    if not pages:
        notes.append("there is no .html, .htm or .txt file in it")
    return Harvest(articles=articles, fetched=len(articles), notes=tuple(notes))


def read_one(page: SavedPage | FetchFailure, visit: Visit) -> Article | FetchFailure:
    """Read and clean one saved page."""
    if isinstance(page, FetchFailure):
        return page
    source = visit.source
    try:
        article = read_saved_page(
            page, source=source.name, now=visit.now, zone=visit.zone, language=source.language
        )
    except Exception as error:  # noqa: BLE001 - told by name, and the others go on
        article = tell_fault(page.path, error)
    if isinstance(article, FetchFailure):
        return FetchFailure(url=page.path, reason=article.reason)
    return clean_one(article)
