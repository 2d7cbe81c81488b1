"""Look at a feed, a sitemap, a page or a folder before it becomes a source."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from digest.app.looking import (
    Found,
    Look,
    describe_feed,
    find_named_feed,
    find_unnamed,
)
from digest.app.ports import Clock, Fetcher, Folder
from digest.collect.discover import is_feed
from digest.collect.feed import Feed, read_feed
from digest.collect.page import read_page
from digest.collect.sitemap import is_like_article
from digest.collect.urls import canonical_url
from digest.model.fetch import Fetched, FetchFailure, SavedPage
from digest.model.publication import Publication, Source, SourceKind
from digest.text.words import count_of

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What was found at a target.

    Attributes:
        source: Ready to be added.
        description: What is there, such as "RSS 2.0, 30 entries, newest 12 minutes ago".
        others: Addresses of further feeds that the page names; empty for most.
    """

    source: Source
    description: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A target that is a source already."""

    source: Source


async def inspect_source(
    target: str,
    *,
    publication: Publication,
    fetcher: Fetcher,
    folder: Folder,
    clock: Clock,
    kind: SourceKind | None = None,
    section: str | None = None,
    name: str | None = None,
) -> Inspected | Known | FetchFailure:
    """Look at a target, and make a source of it. Writes nothing.

    Args:
        target: Address of a feed, a sitemap or a page, whose feed is then looked for; or the path
            of a folder of saved pages.
        publication: Its sources so far; none is added twice.
        fetcher: Fetches addresses.
        folder: Reads folders.
        clock: Tells how old the newest entry is.
        kind: What it must be; None finds out.
        section: Section that its articles go to.
        name: What to call it; None takes the title that it has, and the section's name.

    Returns:
        The source with a description, the source that it is already, or why it cannot be one.
    """
    target = target.strip()
    if not target:
        return FetchFailure(url="(nothing)", reason="name a feed, a page or a folder")
    is_folder = kind is SourceKind.FOLDER or (kind is None and not is_address(target))
    place = folder.source_path(target) if is_folder else target
    found: Found | Known | FetchFailure | None = find_double(place, publication)
    if found is None and is_folder:
        found = await look_at_folder(place, folder=folder)
    elif found is None:
        now = clock.now()
        found = await look_at_address(place, kind, publication, fetcher=fetcher, now=now)
    if isinstance(found, Known | FetchFailure):
        return found
    return make_source(found, publication, section=section, name=name)


def is_address(target: str) -> bool:
    """Tell whether somebody meant an address of the web; what names a scheme is never a path."""
    return "://" in target


def make_source(
    found: Found, publication: Publication, *, section: str | None, name: str | None
) -> Inspected | Known | FetchFailure:
    """Name a source and see to it that it is there once."""
    double = find_double(found.url, publication)
    if double:
        return double
    names = [known.name.casefold() for known in publication.sources]
    if name is not None and name.casefold() in names:
        return FetchFailure(url=found.url, reason=f"there is a source “{name}” already")
    source = Source(
        name=name or choose_name(found, section, names),
        kind=found.kind,
        url=found.url,
        section=section,
    )
    return Inspected(source=source, description=found.description, others=found.others)


def find_double(place: str, publication: Publication) -> Known | None:
    """Find the source that an address or a path is already; None when it is none yet."""
    for known in publication.sources:
        if place_key(known.url) == place_key(place):
            return Known(source=known)
    return None


def place_key(place: str) -> str:
    """Write an address, or a path, so that two that are the same look the same."""
    if is_address(place):
        return canonical_url(place) or place
    return place.rstrip("/")


def choose_name(found: Found, section: str | None, names: Collection[str]) -> str:
    """Name a source after what it calls itself, and the section unless that is in it."""
    title = one_line(found.title) or urlsplit(found.url).hostname or found.url
    if section and section.casefold() not in title.casefold():
        title = f"{title} {section}"
    count = 1
    name = title
    while name.casefold() in names:
        count += 1
        name = f"{title} {count}"
    return name


def one_line(text: str) -> str:
    """Keep what can be printed, in one line, cut at a word when it is long."""
    words = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(words) <= LONGEST_NAME:
        return words
    return words[:LONGEST_NAME].rsplit(" ", 1)[0]


async def look_at_folder(path: str, *, folder: Folder) -> Found | FetchFailure:
    """Count the saved pages of a folder."""
    pages = await asyncio.to_thread(folder.saved_pages, path)
    if isinstance(pages, FetchFailure):
        return pages
    readable = sum(isinstance(page, SavedPage) for page in pages)
    said = f"folder, {count_of(readable, 'saved page')}"
    if len(pages) > readable:
        said += f", {count_of(len(pages) - readable, 'file')} that cannot be read"
    title = path.rstrip("/").rsplit("/", 1)[-1]
    return Found(kind=SourceKind.FOLDER, url=path, title=title, description=said)


async def look_at_address(
    target: str,
    kind: SourceKind | None,
    publication: Publication,
    *,
    fetcher: Fetcher,
    now: datetime,
) -> Found | FetchFailure:
    """Find out what is at an address: a feed, a sitemap, a page that names one, or an article."""
    if not is_address(target):
        return FetchFailure(url=target, reason="does not begin with https:// or http://")
    fetched = await fetcher.fetch(target, obeys_robots=kind is SourceKind.PAGE)
    if isinstance(fetched, FetchFailure):
        return fetched
    look = Look(publication=publication, fetcher=fetcher, now=now)
    if kind is SourceKind.PAGE:
        return await look_at_page(fetched, target, look)
    if kind is SourceKind.SITEMAP or (kind is None and await look.is_sitemap(fetched)):
        return await look.at_sitemap(fetched, target)
    return await look_at_feed(fetched, target, look, must_be=kind is SourceKind.FEED)


async def look_at_feed(
    fetched: Fetched, target: str, look: Look, *, must_be: bool
) -> Found | FetchFailure:
    """Say what a feed is; look at what is none as at a page, unless it must be one."""
    feed = await look.read(read_feed, fetched)
    if isinstance(feed, Feed):
        return describe_feed(feed, target, now=look.now)
    # A feed that is broken, or refused as an attack, is no article either.
    if must_be or is_feed(fetched.body, content_type=fetched.content_type):
        return feed
    return await look_at_web_page(fetched, target, feed, look)


async def look_at_web_page(
    fetched: Fetched, target: str, feed: FetchFailure, look: Look
) -> Found | FetchFailure:
    """Take the feed that a page names; else the article that it is; else what its site has.

    An article names the feed of its site as well: whoever wants that one article says so with
    `--kind page`.
    """
    found = await find_named_feed(fetched, look)
    if found:
        return found
    page = await look_at_page(fetched, target, look, feed=feed)
    if isinstance(page, Found) and is_like_article(target):
        return page
    return await find_unnamed(fetched.url, look) or page


async def look_at_page(
    fetched: Fetched, target: str, look: Look, *, feed: FetchFailure | None = None
) -> Found | FetchFailure:
    """Take a page for a source when it is an article; `feed` tells why it is no feed."""
    page = await look.read(read_page, fetched)
    if isinstance(page, FetchFailure):
        no_feed = f"{feed.reason}, and it names none that works; " if feed else ""
        return FetchFailure(url=target, reason=no_feed + page.reason)
    said = f"page, “{one_line(page.headline)}”"
    # Not its headline: a source's name is taken for a masthead, which no headline repeats.
    parts = urlsplit(target)
    title = f"{parts.hostname}{parts.path.rstrip('/')}"
    return Found(kind=SourceKind.PAGE, url=target, title=title, description=said)
