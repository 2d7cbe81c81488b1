"""Look at a feed, a page or a folder before it becomes a source."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from digest.app.harvest import NO_SITEMAPS
from digest.app.ports import Clock, Fetcher, Folder
from digest.collect.discover import find_feeds, is_feed
from digest.collect.feed import Feed, read_feed
from digest.collect.page import read_page
from digest.collect.urls import canonical_url
from digest.model.article import Article
from digest.model.fetch import Fetched, FetchFailure, SavedPage
from digest.model.publication import Publication, Source, SourceKind

Read = TypeVar("Read", Feed, Article)

LONGEST_NAME = 80
MINUTE = timedelta(minutes=1)
UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (MINUTE, "minute"))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A target that can be read: what kind it is, and what it says of itself."""

    kind: SourceKind
    url: str
    title: str
    description: str
    others: tuple[str, ...] = ()


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
        target: Address of a feed or of a page, whose feed is then looked for; or the path of a
            folder of saved pages.
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
        if same_place(known.url, place):
            return Known(source=known)
    return None


def same_place(one: str, other: str) -> bool:
    """Tell whether two addresses, or two paths, are the same."""
    if is_address(one) != is_address(other):
        return False
    if is_address(one):
        return (canonical_url(one) or one) == (canonical_url(other) or other)
    return one.rstrip("/") == other.rstrip("/")


def choose_name(found: Found, section: str | None, names: Sequence[str]) -> str:
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
    """Find out what is at an address: a feed, a page with a feed, or an article."""
    if kind is SourceKind.SITEMAP or not is_address(target):
        reason = NO_SITEMAPS if is_address(target) else "does not begin with https:// or http://"
        return FetchFailure(url=target, reason=reason)
    fetched = await fetcher.fetch(target, obeys_robots=kind is SourceKind.PAGE)
    if isinstance(fetched, FetchFailure):
        return fetched
    if kind is SourceKind.PAGE:
        return await look_at_page(fetched, target, publication, now=now)
    feed = await read_in_thread(read_feed, fetched, publication, now)
    if isinstance(feed, Feed):
        return describe_feed(feed, target, now=now)
    # A feed that is broken, or refused as an attack, is no article either.
    if kind is SourceKind.FEED or is_feed(fetched.body, content_type=fetched.content_type):
        return feed
    found = await look_for_feed(fetched, publication, fetcher=fetcher, now=now)
    return found or await look_at_page(fetched, target, publication, now=now, feed=feed)


async def look_at_page(
    fetched: Fetched,
    target: str,
    publication: Publication,
    *,
    now: datetime,
    feed: FetchFailure | None = None,
) -> Found | FetchFailure:
    """Take a page for a source when it is an article; `feed` tells why it is no feed."""
    page = await read_in_thread(read_page, fetched, publication, now)
    if isinstance(page, FetchFailure):
        no_feed = f"{feed.reason}, and it names none that works; " if feed else ""
        return FetchFailure(url=target, reason=no_feed + page.reason)
    said = f"page, “{one_line(page.headline)}”"
    # Not its headline: a source's name is taken for a masthead, which no headline repeats.
    parts = urlsplit(target)
    title = f"{parts.hostname}{parts.path.rstrip('/')}"
    return Found(kind=SourceKind.PAGE, url=target, title=title, description=said)


async def look_for_feed(
    fetched: Fetched, publication: Publication, *, fetcher: Fetcher, now: datetime
) -> Found | None:
    """Take the first feed that a page names and that can be read; None when there is none."""
    addresses = await asyncio.to_thread(
        find_feeds, fetched.body, url=fetched.url, content_type=fetched.content_type
    )
    for position, address in enumerate(addresses[:3]):
        answer = await fetcher.fetch(address)
        if isinstance(answer, FetchFailure):
            continue
        feed = await read_in_thread(read_feed, answer, publication, now)
        if isinstance(feed, Feed):
            others = addresses[:position] + addresses[position + 1 :]
            return describe_feed(feed, address, now=now, others=tuple(others))
    return None


async def read_in_thread(
    read: Callable[..., Read | FetchFailure],
    fetched: Fetched,
    publication: Publication,
    now: datetime,
) -> Read | FetchFailure:
    """Read a document without holding up the others."""
    return await asyncio.to_thread(
        read,
        fetched.body,
        url=fetched.url,
        source="",
        now=now,
        zone=publication.timezone,
        content_type=fetched.content_type,
    )


def describe_feed(feed: Feed, url: str, *, now: datetime, others: tuple[str, ...] = ()) -> Found:
    """Say what a feed is: "RSS 2.0, 30 entries, newest 12 minutes ago"."""
    count = len(feed.articles)
    said = f"{feed.kind}, {count} {'entry' if count == 1 else 'entries'}"
    dates = [article.published for article in feed.articles if article.published]
    if dates:
        said += f", newest {tell_age(now - max(dates))}"
    elif feed.articles:
        said += ", none with a date"
    return Found(kind=SourceKind.FEED, url=url, title=feed.title, description=said, others=others)


def tell_age(age: timedelta) -> str:
    """Say how long ago something was: "12 minutes ago"."""
    for unit, word in UNITS:
        if age >= unit:
            return f"{count_of(age // unit, word)} ago"
    return "just now" if age > -MINUTE else "dated ahead of now"


def count_of(count: int, word: str) -> str:
    """Write a count with its noun."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
