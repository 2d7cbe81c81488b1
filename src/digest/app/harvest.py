"""Ask one source: its document, or its folder, becomes clean articles."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

from digest.app.completion import Completed, complete_teasers, tell_failures
from digest.app.mapping import follow_sitemap
from digest.app.reading import ReadFeed, clean_one, read_whole_feed, read_whole_page
from digest.app.visit import Visit
from digest.collect.page import read_saved_page
from digest.collect.sitemap import Sitemap, read_sitemap
from digest.model.article import Article
from digest.model.fetch import Fetched, FetchFailure, SavedPage, Validators, tell_fault
from digest.model.publication import SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What a source gave.

    Attributes:
        articles: Those to keep, cleaned; none when nothing has changed.
        fetched: How many articles it gave, known ones included.
        validators: For the next conditional request.
        moved_to: Where the address that was asked has moved for good; None when it has not.
        fresh_for: How long the server says that nothing changes; None when it says nothing.
        is_index: Whether it names further documents, which change without it.
        notes: What an editor may want to know; a phrase each.
    """

    articles: tuple[Article, ...] = ()
    fetched: int = 0
    validators: Validators = field(default_factory=Validators)
    moved_to: str | None = None
    fresh_for: timedelta | None = None
    is_index: bool = False
    notes: tuple[str, ...] = ()


async def harvest_source(visit: Visit) -> Harvest | FetchFailure:
    """Ask one source for its articles. Writes nothing.

    Returns:
        Its articles, or why it failed.
    """
    kind = visit.source.kind
    if kind is SourceKind.FOLDER:
        return await asyncio.to_thread(harvest_folder, visit)
    fetched = await visit.fetcher.fetch(
        visit.address, validators=visit.validators, obeys_robots=kind is SourceKind.PAGE
    )
    if isinstance(fetched, FetchFailure):
        return fetched
    harvest = Harvest() if fetched.unchanged else await HARVESTERS[kind](visit, fetched)
    if isinstance(harvest, FetchFailure):
        return harvest
    return replace(
        harvest,
        # The sitemaps of an index change without it: it has to be read anew each time.
        validators=Validators() if harvest.is_index else fetched.validators,
        moved_to=fetched.moved_to,
        fresh_for=fetched.fresh_for,
    )


async def harvest_feed(visit: Visit, fetched: Fetched) -> Harvest | FetchFailure:
    """Read a feed, and the pages of its teasers."""
    feed = await visit.read(read_whole_feed, fetched)
    if isinstance(feed, FetchFailure):
        return feed
    completed = await complete_teasers(teasers_of(feed), visit)
    return Harvest(
        articles=merge(feed, completed),
        fetched=len(feed.articles),
        notes=(*feed.notes, *completed.notes, *tell_failures(feed.articles)),
    )


def teasers_of(feed: ReadFeed) -> list[Article]:
    """List the entries whose text has to come from their pages."""
    return [one for one in feed.articles if isinstance(one, Article) and one.url in feed.teasers]


def merge(feed: ReadFeed, completed: Completed) -> tuple[Article, ...]:
    """Put what was whole and what was completed together."""
    whole = (
        one for one in feed.articles if isinstance(one, Article) and one.url not in feed.teasers
    )
    return (*whole, *completed.articles)


async def harvest_sitemap(visit: Visit, fetched: Fetched) -> Harvest | FetchFailure:
    """Read a sitemap, those that it names, and the pages of what is new in them."""

    async def read(document: Fetched) -> Sitemap | FetchFailure:
        return await visit.read(read_sitemap, document)

    found = await follow_sitemap(fetched, fetch=visit.fetcher.fetch, read=read)
    if isinstance(found, FetchFailure):
        return found
    completed = await complete_teasers(found.articles, visit)
    return Harvest(
        articles=completed.articles,
        fetched=len(found.articles),
        is_index=bool(found.children),
        notes=(*found.notes, *completed.notes),
    )


async def harvest_page(visit: Visit, fetched: Fetched) -> Harvest | FetchFailure:
    """Read the one article of a page."""
    article = await visit.read(read_whole_page, fetched)
    if isinstance(article, FetchFailure):
        return article
    return Harvest(articles=(article,), fetched=1)


HARVESTERS = {
    SourceKind.FEED: harvest_feed,
    SourceKind.SITEMAP: harvest_sitemap,
    SourceKind.PAGE: harvest_page,
}


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
