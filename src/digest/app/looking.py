"""What is at an address, and what a site has that its page does not name."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from digest.app.mapping import follow_sitemap
from digest.app.ports import Fetcher
from digest.collect.discover import WELL_KNOWN, find_feeds, find_sitemaps
from digest.collect.feed import Feed, read_feed
from digest.collect.sitemap import Sitemap, is_sitemap, read_sitemap
from digest.collect.urls import absolute_url
from digest.model.fetch import Fetched, FetchFailure
from digest.model.publication import Publication, SourceKind
from digest.text.words import count_of

Read = TypeVar("Read")

MOST_TRIED = 3
MOST_SITEMAPS_TRIED = 2
MINUTE = timedelta(minutes=1)
UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (MINUTE, "minute"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A target that can be read: what kind it is, and what it says of itself."""

    kind: SourceKind
    url: str
    title: str
    description: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What it takes to look at an address.

    Attributes:
        publication: Its zone is that of dates that name none.
        fetcher: Fetches addresses.
        now: The present moment, aware.
    """

    publication: Publication
    fetcher: Fetcher
    now: datetime

    async def read(
        self, read: Callable[..., Read | FetchFailure], fetched: Fetched
    ) -> Read | FetchFailure:
        """Read a document without holding up the others."""
        return await asyncio.to_thread(
            read,
            fetched.body,
            url=fetched.url,
            source="",
            now=self.now,
            zone=self.publication.timezone,
            content_type=fetched.content_type,
        )

    async def is_sitemap(self, fetched: Fetched) -> bool:
        """Tell whether a document is a sitemap."""
        return await asyncio.to_thread(
            is_sitemap, fetched.body, url=fetched.url, content_type=fetched.content_type
        )

    async def at_sitemap(self, fetched: Fetched, target: str) -> Found | FetchFailure:
        """Say what a sitemap holds, with those that it names."""

        async def read(document: Fetched) -> Sitemap | FetchFailure:
            return await self.read(read_sitemap, document)

        found = await follow_sitemap(fetched, fetch=self.fetcher.fetch, read=read)
        if isinstance(found, FetchFailure):
            return found
        return describe_sitemap(found, target, now=self.now)


async def find_named_feed(fetched: Fetched, look: Look) -> Found | None:
    """Take the first feed that a page names and that can be read; None when there is none."""
    addresses = await asyncio.to_thread(
        find_feeds, fetched.body, url=fetched.url, content_type=fetched.content_type
    )
    return await try_feeds(addresses[:MOST_TRIED], addresses, look)


async def try_feeds(tried: Sequence[str], addresses: Sequence[str], look: Look) -> Found | None:
    """Take the first address at which there is a feed; the others are told beside it."""
    for address in tried:
        answer = await look.fetcher.fetch(address)
        if isinstance(answer, FetchFailure):
            continue
        feed = await look.read(read_feed, answer)
        if isinstance(feed, Feed):
            others = tuple(one for one in addresses if one != address)
            return describe_feed(feed, address, now=look.now, others=others)
    return None


async def find_unnamed(url: str, look: Look) -> Found | None:
    """Look where sites keep a feed without saying so, then for the sitemap of robots.txt.

    One request after the other, and no more than it takes: the first that is a feed is it.
    """
    places = well_known_places(url)
    return await try_feeds(places, (), look) or await find_sitemap(url, look)


def well_known_places(url: str) -> list[str]:
    """List the usual addresses of a feed: of the section first, then those of the site."""
    base = url.partition("?")[0].rstrip("/") + "/"
    places = [absolute_url(WELL_KNOWN[0], base=base)] if urlsplit(url).path.strip("/") else []
    places += [absolute_url(f"/{one}", base=url) for one in WELL_KNOWN]
    return [place for place in dict.fromkeys(places) if place]


async def find_sitemap(url: str, look: Look) -> Found | None:
    """Take a sitemap that robots.txt names, one of news before others; None without one."""
    robots = absolute_url("/robots.txt", base=url)
    answer = await look.fetcher.fetch(robots) if robots else None
    if not isinstance(answer, Fetched):
        return None
    for address in find_sitemaps(answer.body, url=answer.url)[:MOST_SITEMAPS_TRIED]:
        document = await look.fetcher.fetch(address)
        if isinstance(document, FetchFailure) or not await look.is_sitemap(document):
            continue
        found = await look.at_sitemap(document, address)
        if isinstance(found, Found):
            return found
    return None


def describe_feed(feed: Feed, url: str, *, now: datetime, others: tuple[str, ...] = ()) -> Found:
    """Say what a feed is: "RSS 2.0, 30 entries, newest 12 minutes ago"."""
    said = f"{feed.kind}, {count_of(len(feed.articles), 'entry', 'entries')}"
    dates = [article.published for article in feed.articles if article.published]
    if dates:
        said += f", newest {tell_age(now - max(dates))}"
    elif feed.articles:
        said += ", none with a date"
    return Found(kind=SourceKind.FEED, url=url, title=feed.title, description=said, others=others)


def describe_sitemap(found: Sitemap, url: str, *, now: datetime) -> Found:
    """Say what a sitemap is: "news sitemap, 214 entries, newest 4 minutes ago"."""
    said = f"{found.kind}, {count_of(found.total, 'entry', 'entries')}"
    said += f", newest {tell_age(now - found.newest)}" if found.newest else ", none with a date"
    if not found.articles:
        said += "; no article of the last three days"
    title = found.title or urlsplit(url).hostname or url
    return Found(kind=SourceKind.SITEMAP, url=url, title=title, description=said)


def tell_age(age: timedelta) -> str:
    """Say how long ago something was: "12 minutes ago"."""
    for unit, word in UNITS:
        if age >= unit:
            return f"{count_of(age // unit, word)} ago"
    return "just now" if age > -MINUTE else "dated ahead of now"
